import { metadataOf } from '#lib/server/sign-in/index.ts';
import { providerOf } from '#lib/server/web/provider-visit.ts';
import type { RequestHandler } from './$types';

/** What the provider's administrator reads in, so that it knows us. No secret in it. */
export const GET: RequestHandler = (event) =>
	new Response(metadataOf(providerOf(event, 'saml'), event.url.origin), {
		headers: { 'content-type': 'application/samlmetadata+xml; charset=utf-8' }
	});
