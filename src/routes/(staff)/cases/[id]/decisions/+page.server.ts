import { redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { CaseId } from '../../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Context } from '#lib/server/access/index.ts';
import * as reviews from '#lib/server/decision-review/index.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { questionsAboutPersonnummer } from '../../../personal-data.ts';
import { refusedForm } from '../../../refused-form.ts';
import { doneOf, failUnread, idOf } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

const forms = ['raise', 'examine', 'pointOut', 'finish'] as const;

export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	/** Which question or decision the form is open for. */
	const chosen = ['question', 'review'].map((name) => searchParams.get(name)).find(isId) ?? null;
	return {
		decisions: await reviews.viewDecisions(contextOf(event), idOf<CaseId>(event), event.locals.locale),
		chosen,
		done: doneOf(event.url, forms)
	};
};

/** One form of the page: read it, do it, and go back to the page, or show it again with everything typed. */
function formAction<Schema extends v.GenericSchema<unknown, unknown>>(
	name: (typeof forms)[number],
	schemaFor: (context: Context) => Schema,
	command: (
		context: Context,
		id: CaseId,
		input: v.InferOutput<Schema>
	) => Promise<reviews.ReviewOutcomeAnswer>
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const context = contextOf(event);
		const id = idOf<CaseId>(event);
		const form = await formOf(event, schemaFor(context));
		if (!form.ok) return failUnread(name, form);
		const questions = questionsAboutPersonnummer(form.values);
		if (Object.keys(questions).length > 0) return refusedForm(name, form.values, questions, 400);
		const outcome = await command(context, id, form.value);
		if (!outcome.ok) {
			const field = outcome.problem === 'childInterest' ? 'childInterest' : '';
			return refusedForm(name, form.values, { [field]: m[`review_problem_${outcome.problem}`]() });
		}
		redirect(303, `/cases/${id}/decisions?done=${name}`);
	};
}

export const actions: Actions = {
	raise: formAction('raise', () => reviews.raiseSchema, reviews.raiseQuestion),
	examine: formAction(
		'examine',
		() => reviews.examineSchema,
		(context, id, input) => reviews.recordExamination(context, id, input, m.duty_how_conflict())
	),
	pointOut: formAction('pointOut', () => reviews.pointOutSchema, reviews.pointOutDecision),
	finish: formAction(
		'finish',
		({ now }: Context) => reviews.finishSchema(now()),
		(context, id, input) =>
			reviews.finishReview(context, id, input, {
				reviews: m.duty_how_reviews(),
				child: m.duty_how_child()
			})
	)
};
