import { redirect } from '@sveltejs/kit';
import { receiveResponse } from '#lib/server/sign-in/index.ts';
import { application } from '#lib/server/web/index.ts';
import { postedFields, problemPath, providerOf, visitOf } from '#lib/server/web/provider-visit.ts';
import type { RequestHandler } from './$types';

/** A response with two signatures is about 10 kB; with long lists of groups a few times that. */
const mostBytes = 300_000;

/**
 * Where a SAML provider posts its answer by way of the browser. It comes from another site, so it carries no cookie and signs
 * nobody in: a page of ours does that, to which the browser then brings the cookie of whoever began.
 */
export const POST: RequestHandler = async (event) => {
	const provider = providerOf(event, 'saml');
	const fields = await postedFields(event.request, mostBytes);
	const response = fields?.getAll('SAMLResponse') ?? [];
	const relayState = fields?.getAll('RelayState') ?? [];
	if (response.length !== 1 || relayState.length > 1) redirect(303, problemPath(provider, 'refused'));

	const posted = { response: response[0]!, relayState: relayState[0] ?? '' };
	const outcome = await receiveResponse(application(), provider, visitOf(event), posted);
	if (!outcome.ok) redirect(303, problemPath(provider, outcome.problem));
	redirect(303, `/sign-in/with/${provider.key}/callback?state=${outcome.state}`);
};
