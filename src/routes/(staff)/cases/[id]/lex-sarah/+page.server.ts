import { redirect } from '@sveltejs/kit';
import type { CaseId } from '../../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import * as lexSarah from '#lib/server/lex-sarah/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { lexSarahProblem } from '../../../lex-sarah/problem-text.ts';
import { questionsAboutPersonnummer } from '../../../personal-data.ts';
import { refusedForm } from '../../../refused-form.ts';
import { doneOf, failUnread, idOf } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

const forms = ['handOver', 'supplement'] as const;

export const load: PageServerLoad = async (event) => ({
	lexSarah: await lexSarah.viewLexSarahOfCase(contextOf(event), idOf<CaseId>(event), event.locals.locale),
	done: doneOf(event.url, forms)
});

export const actions: Actions = {
	handOver: async (event) => {
		const context = contextOf(event);
		const form = await formOf(event, lexSarah.handOverSchema(context.now()));
		if (!form.ok) return failUnread('handOver', form);
		const questions = questionsAboutPersonnummer(form.values);
		if (Object.keys(questions).length > 0) return refusedForm('handOver', form.values, questions, 400);
		const outcome = await lexSarah.handOver(context, idOf<CaseId>(event), form.value, m.duty_how_lexSarah());
		if (!outcome.ok) return refusedForm('handOver', form.values, lexSarahProblem(outcome));
		redirect(303, `${event.url.pathname}?done=handOver`);
	},
	supplement: async (event) => {
		const form = await formOf(event, lexSarah.supplementSchema);
		if (!form.ok) return failUnread('supplement', form);
		const questions = questionsAboutPersonnummer(form.values);
		if (Object.keys(questions).length > 0) return refusedForm('supplement', form.values, questions, 400);
		const outcome = await lexSarah.supplement(contextOf(event), idOf<CaseId>(event), form.value);
		if (!outcome.ok) return refusedForm('supplement', form.values, lexSarahProblem(outcome));
		redirect(303, `${event.url.pathname}?done=supplement`);
	}
};
