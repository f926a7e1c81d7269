import { text } from '@sveltejs/kit';
import { readFeed } from '#lib/server/reminders/index.ts';
import { application } from '#lib/server/web/index.ts';
import type { RequestHandler } from './$types';

/** A person's deadlines, for the calendar program that has their secret address. A session opens nothing here. */
export const GET: RequestHandler = async ({ params, url, getClientAddress }) => {
	const running = application();
	const answer = await readFeed(running, params.token, {
		origin: running.config.publicOrigin ?? url.origin,
		address: getClientAddress()
	});
	if (answer.outcome === 'unknown') return text('Not found\n', { status: 404 });
	if (answer.outcome === 'tooOften') {
		return text('Too many requests\n', { status: 429, headers: { 'retry-after': '60' } });
	}
	return text(answer.text, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'inline; filename="opaverkad.ics"',
			'x-robots-tag': 'noindex'
		}
	});
};
