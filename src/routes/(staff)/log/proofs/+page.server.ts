import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { holds } from '#lib/server/access/index.ts';
import { checkProof, startFullCheck, viewProofs } from '#lib/server/activity-log/index.ts';
import { line } from '#lib/server/platform/http-form.ts';
import { application, failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { m } from '#lib/paraglide/messages.js';
import { presentAnswer, presentProofs } from './present.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = recentContextOf(event);
	return {
		proofs: presentProofs(await viewProofs(context, application().logKeeper), event.locals.locale),
		isReviewer: holds(context.actor, 'dataProtectionOfficer')
	};
};

const size = v.pipe(v.string('required'), v.regex(/^\d{1,15}$/, 'unknownChoice'), v.transform(Number));
const question = v.object({ from: size, to: size, entry: line(40) });

export const actions: Actions = {
	check: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, question);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const answer = await checkProof(context, form.value);
		const values = {
			from: String(form.value.from),
			to: String(form.value.to),
			entry: form.value.entry ?? ''
		};
		if ('notFound' in answer) {
			const errors: Record<string, string> =
				answer.notFound === 'entry' ? { entry: m.proofs_error_entry() } : { from: m.error_unknownChoice() };
			return fail(400, { values, errors });
		}
		return {
			values,
			errors: {} as Record<string, string>,
			answer: presentAnswer(answer, event.locals.locale)
		};
	},
	everything: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await startFullCheck(application(), context);
		redirect(303, '/log/proofs#everything');
	}
};
