import { redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { LexSarahRecordId } from '../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Context } from '#lib/server/access/index.ts';
import * as lexSarah from '#lib/server/lex-sarah/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { doneOf, failUnread, idOf } from '../../cases/form-answer.ts';
import { questionsAboutPersonnummer } from '../../personal-data.ts';
import { refusedForm } from '../../refused-form.ts';
import { lexSarahProblem } from '../problem-text.ts';
import type { Actions, PageServerLoad } from './$types';

const forms = ['start', 'document', 'decide', 'ivo', 'close'] as const;

export const load: PageServerLoad = async (event) => ({
	record: await lexSarah.viewRecord(contextOf(event), idOf<LexSarahRecordId>(event), event.locals.locale),
	done: doneOf(event.url, forms)
});

/** One form of the page: read it, do it, and go back to the record, or show it again with everything typed. */
function formAction<Schema extends v.GenericSchema<unknown, unknown>>(
	name: (typeof forms)[number],
	schemaFor: (context: Context) => Schema,
	command: (
		context: Context,
		id: LexSarahRecordId,
		input: v.InferOutput<Schema>
	) => Promise<lexSarah.LexSarahOutcome>
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const context = contextOf(event);
		const id = idOf<LexSarahRecordId>(event);
		const form = await formOf(event, schemaFor(context));
		if (!form.ok) {
			const failed = failUnread(name, form);
			// the only way to get this with our own page: serious, and not to be reported
			if (form.errors.ivo?.code === 'invalid') failed.data.errors.ivo = m.lex_problem_serious();
			return failed;
		}
		const questions = questionsAboutPersonnummer(form.values);
		if (Object.keys(questions).length > 0) return refusedForm(name, form.values, questions, 400);
		const outcome = await command(context, id, form.value);
		if (!outcome.ok) return refusedForm(name, form.values, lexSarahProblem(outcome));
		redirect(303, `/lex-sarah/${id}?done=${name}`);
	};
}

export const actions: Actions = {
	start: formAction('start', () => lexSarah.startSchema, lexSarah.start),
	document: formAction('document', () => lexSarah.entrySchema, lexSarah.document),
	decide: formAction('decide', () => lexSarah.decisionSchema, lexSarah.decide),
	ivo: formAction('ivo', ({ now }: Context) => lexSarah.ivoSchema(now()), lexSarah.recordIvo),
	close: formAction('close', () => lexSarah.closeRecordSchema, lexSarah.closeRecord)
};
