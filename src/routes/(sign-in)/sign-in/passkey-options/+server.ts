import { json } from '@sveltejs/kit';
import { NotFound } from '#lib/server/platform/errors.ts';
import { canHavePasskeys, passkeySignInOptions } from '#lib/server/sign-in/index.ts';
import { application } from '#lib/server/web/index.ts';
import { siteOf } from '#lib/server/web/open-session.ts';
import type { RequestHandler } from './$types';

/** What the browser needs to ask for a passkey: a challenge that works once. */
export const GET: RequestHandler = async (event) => {
	const site = siteOf(event);
	if (!canHavePasskeys(site)) throw new NotFound();
	return json(await passkeySignInOptions(application(), site));
};
