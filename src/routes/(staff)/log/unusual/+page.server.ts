import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { limitsSchema, setLimits, unusualRules, viewUnusual } from '#lib/server/log-review/index.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	rules: unusualRules,
	isSaved: event.url.searchParams.get('done') === 'limits',
	unusual: await viewUnusual(recentContextOf(event), event.url.searchParams, event.locals.locale)
});

export const actions: Actions = {
	limits: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, limitsSchema);
		if (!form.ok) {
			const failure = failWith(400, form.values, form.errors);
			for (const name of Object.keys(limitsSchema.entries)) {
				if (!failure.data.errors[name]) continue;
				failure.data.errors[name] =
					name === 'logReviewMonths' ? m.unusual_set_problem_months() : m.unusual_set_problem();
			}
			return failure;
		}
		await setLimits(context, form.value);
		redirect(303, '/log/unusual?done=limits');
	}
};
