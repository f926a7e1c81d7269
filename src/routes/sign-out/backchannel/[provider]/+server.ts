import { signOutByProvider } from '#lib/server/sign-in/index.ts';
import { application } from '#lib/server/web/index.ts';
import { postedFields, providerOf } from '#lib/server/web/provider-visit.ts';
import type { RequestHandler } from './$types';

const mostBytes = 20_000;

/** Where an OIDC provider says that somebody has signed out. Source: OpenID Connect Back-Channel Logout 1.0, section 2.8. */
export const POST: RequestHandler = async (event) => {
	const provider = providerOf(event, 'oidc');
	const fields = await postedFields(event.request, mostBytes);
	const token = fields?.get('logout_token');
	const holds = token && (await signOutByProvider(application(), provider, token, event.getClientAddress()));
	return holds
		? new Response(null, { status: 200 })
		: Response.json({ error: 'invalid_request' }, { status: 400 });
};
