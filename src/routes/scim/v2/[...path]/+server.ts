import { answerScim } from '#lib/server/provisioning/index.ts';
import { application } from '#lib/server/web/index.ts';
import type { RequestHandler } from './$types';

/** A client that puts a slash too many at the end of its address is answered, not sent elsewhere without its body. */
export const trailingSlash = 'ignore';

/** SCIM 2.0, every method. Its own sign-in: a bearer token; a session's cookie opens nothing here. */
export const fallback: RequestHandler = ({ request, params, url, getClientAddress }) =>
	answerScim(application(), {
		request,
		path: params.path,
		base: `${url.origin}/scim/v2`,
		address: getClientAddress()
	});
