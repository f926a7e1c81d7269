import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formatNumber } from '#lib/server/incidents/index.ts';
import { listNotices, readNotices } from '#lib/server/notifications/index.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const notices = (await listNotices(contextOf(event))).map(({ createdAt, readAt, number, ...notice }) => ({
		...notice,
		isRead: readAt !== null,
		number: number && formatNumber(number.year, number.number),
		at: createdAt.toString(),
		atText: formatDateTime(createdAt, event.locals.locale)
	}));
	return {
		waiting: notices.filter(({ isRead }) => !isRead),
		earlier: notices.filter(({ isRead }) => isRead)
	};
};

const oneSchema = v.object({ id: v.pipe(v.string('invalid'), v.check(isId, 'invalid')) });

export const actions: Actions = {
	all: async (event) => {
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await readNotices(contextOf(event));
		redirect(303, '/notices');
	},
	one: async (event) => {
		const form = await formOf(event, oneSchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		await readNotices(contextOf(event), form.value.id);
		redirect(303, '/notices');
	}
};
