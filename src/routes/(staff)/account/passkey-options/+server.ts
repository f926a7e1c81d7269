import { json } from '@sveltejs/kit';
import { NotFound } from '#lib/server/platform/errors.ts';
import { canHavePasskeys, passkeyOptions } from '#lib/server/sign-in/index.ts';
import { application, contextOf } from '#lib/server/web/index.ts';
import { siteOf } from '#lib/server/web/open-session.ts';
import type { RequestHandler } from './$types';

/** What the browser needs to make a passkey for the one who is signed in. */
export const GET: RequestHandler = async (event) => {
	const context = contextOf(event);
	const site = siteOf(event);
	if (!canHavePasskeys(site)) throw new NotFound();
	return json(await passkeyOptions(application(), context, site));
};
