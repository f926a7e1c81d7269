import { receiveUpload } from '#lib/server/evidence/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { application, contextOf } from '#lib/server/web/index.ts';
import { uploadProblemText } from '../../file-problems.ts';
import type { RequestHandler } from './$types';

/** Resumable uploads, for the pages that add files. The session's token comes with each request, as it does with a form. */
const receive: RequestHandler = async (event) => {
	const { request, locals, url } = event;
	const context = contextOf(event);
	const origin = request.headers.get('origin');
	const isForeign = origin !== null && origin !== url.origin;
	if (isForeign || request.headers.get('x-form-token') !== locals.csrfToken) {
		return new Response('foreign', { status: 403 });
	}
	const { vault } = application();
	return receiveUpload(context, vault, request, (problem) =>
		uploadProblemText(problem, vault.mostBytes, locals.locale)
	);
};

export const POST = receive;
export const PATCH = receive;
export const HEAD = receive;

/** Nothing is read here. */
export const GET: RequestHandler = () => {
	throw new NotFound();
};
