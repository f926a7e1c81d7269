import { redirect } from '@sveltejs/kit';
import { startSignIn } from '#lib/server/sign-in/index.ts';
import { application, safePath } from '#lib/server/web/index.ts';
import { keepBrowser, problemPath, providerOf, visitOf } from '#lib/server/web/provider-visit.ts';
import type { RequestHandler } from './$types';

/** Sends the browser to the provider. `?to=`: where to go on to; `?again`: prove anew who you are. */
export const GET: RequestHandler = async (event) => {
	const provider = providerOf(event);
	const to = safePath(event.url.searchParams.get('to'));
	const again = event.locals.actor !== null && event.url.searchParams.has('again');
	if (event.locals.actor && !again) redirect(303, to);

	const outcome = await startSignIn(application(), provider, visitOf(event), { to, again });
	if (!outcome.ok) redirect(303, problemPath(provider, outcome.problem, to));
	keepBrowser(event, outcome.browser);
	redirect(303, outcome.address, { external: [outcome.address.origin] });
};
