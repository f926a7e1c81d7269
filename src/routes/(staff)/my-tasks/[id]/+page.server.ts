import type { RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { MeasureId } from '../../../../../database/column-types.ts';
import type { Context } from '#lib/server/access/index.ts';
import * as cases from '#lib/server/cases/index.ts';
import * as measures from '#lib/server/measures/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

const forms = ['finish', 'evaluate', 'change', 'cancel'] as const;

export const load: PageServerLoad = async (event) => ({
	measure: await cases.viewMeasure(contextOf(event), idOf<MeasureId>(event), event.locals.locale),
	done: doneOf(event.url, forms)
});

function formAction<Schema extends v.GenericSchema<unknown, unknown>>(
	name: (typeof forms)[number],
	schema: Schema,
	command: (context: Context, id: MeasureId, input: v.InferOutput<Schema>) => Promise<cases.Outcome>
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const id = idOf<MeasureId>(event);
		const form = await formOf(event, schema);
		if (!form.ok) return failUnread(name, form);
		const outcome = await command(contextOf(event), id, form.value);
		return answer(event, `/my-tasks/${id}`, name, form.values, outcome);
	};
}

export const actions: Actions = {
	finish: formAction('finish', measures.finishSchema, cases.finishMeasure),
	evaluate: formAction('evaluate', measures.evaluateSchema, cases.evaluateMeasure),
	change: formAction('change', measures.changeSchema, cases.changeMeasure),
	cancel: formAction('cancel', measures.cancelSchema, cases.cancelMeasure)
};
