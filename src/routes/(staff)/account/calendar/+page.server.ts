import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import { closeFeed, findFeed, openFeed } from '#lib/server/reminders/index.ts';
import { application, contextOf, failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locale } = event.locals;
	const feed = await findFeed(contextOf(event));
	return {
		isClosed: event.url.searchParams.get('done') === 'closed',
		feed: feed && {
			since: formatDateTime(feed.createdAt, locale),
			asked: feed.askedAt && formatDateTime(feed.askedAt, locale)
		}
	};
};

export const actions: Actions = {
	open: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, {}, form.errors);
		// shown in the answer and nowhere else: only its hash is kept
		const origin = application().config.publicOrigin ?? event.url.origin;
		const address = `${origin}/calendar/${await openFeed(context)}.ics`;
		return { values: {}, errors: {}, address };
	},
	close: async (event) => {
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, {}, form.errors);
		await closeFeed(contextOf(event));
		redirect(303, '/account/calendar?done=closed');
	}
};
