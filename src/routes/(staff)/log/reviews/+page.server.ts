import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { recordReview, reviewSchema, viewReviews } from '#lib/server/log-review/index.ts';
import { newId } from '#lib/server/platform/ids.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	key: newId<string>(),
	isSaved: event.url.searchParams.get('done') === 'review',
	log: await viewReviews(recentContextOf(event), event.url.searchParams, event.locals.locale)
});

export const actions: Actions = {
	review: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, reviewSchema);
		if (!form.ok) {
			const failure = failWith(400, form.values, form.errors);
			if (form.errors.reason?.code === 'required') failure.data.errors.reason = m.review_reason_required();
			return failure;
		}
		await recordReview(context, form.value);
		redirect(303, '/log/reviews?done=review');
	}
};
