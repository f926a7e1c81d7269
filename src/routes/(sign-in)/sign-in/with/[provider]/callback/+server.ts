import { redirect } from '@sveltejs/kit';
import { finishSignIn } from '#lib/server/sign-in/index.ts';
import { application, contextOf, safePath } from '#lib/server/web/index.ts';
import { confirmSession, openSession } from '#lib/server/web/open-session.ts';
import { forgetBrowser, problemPath, providerOf, visitOf } from '#lib/server/web/provider-visit.ts';
import type { RequestHandler } from './$types';

/** The browser is back: from an OIDC provider, or by way of `acs` from a SAML one. */
export const GET: RequestHandler = async (event) => {
	const provider = providerOf(event);
	const outcome = await finishSignIn(application(), provider, visitOf(event), event.url.searchParams);
	if (!outcome.ok) redirect(303, problemPath(provider, outcome.problem));

	forgetBrowser(event);
	if (outcome.again) await confirmSession(event, contextOf(event), outcome.who);
	else await openSession(event, outcome.who);
	redirect(303, safePath(outcome.to));
};
