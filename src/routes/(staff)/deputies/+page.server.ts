import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import * as deputies from '#lib/server/deputies/index.ts';
import { contextOf, failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was just done, as the address says it after the form. */
const doneCodes = ['named', 'ended'] as const;

export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	const name = searchParams.get('name')?.trim().slice(0, 100) ?? '';
	return {
		deputies: await deputies.viewDeputies(recentContextOf(event), name, event.locals.locale),
		done: doneCodes.find((code) => code === searchParams.get('done')) ?? null
	};
};

export const actions: Actions = {
	name: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, deputies.nameDeputySchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const outcome = await deputies.nameDeputy(context, form.value);
		if (outcome.ok) redirect(303, '/deputies?done=named');
		const failure = failWith(400, form.values, {});
		failure.data.errors[outcome.field] = m[`deputy_problem_${outcome.problem}`]();
		return failure;
	},
	end: async (event) => {
		const context = contextOf(event);
		const form = await formOf(event, deputies.endDeputySchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		await deputies.endDeputy(context, form.value.id);
		redirect(303, '/deputies?done=ended');
	}
};
