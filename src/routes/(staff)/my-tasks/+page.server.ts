import type { MeasureId } from '../../../../database/column-types.ts';
import * as v from 'valibot';
import * as cases from '#lib/server/cases/index.ts';
import * as measures from '#lib/server/measures/index.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { viewMyStatements } from '#lib/server/statements/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread } from '../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const page = Number(event.url.searchParams.get('page'));
	return {
		tasks: await measures.viewMyTasks(
			contextOf(event),
			event.locals.locale,
			Number.isInteger(page) && page >= 1 ? page : 1
		),
		statements: await viewMyStatements(contextOf(event), event.locals.locale),
		done: doneOf(event.url, ['finish'])
	};
};

/** 'Klar', straight from the list. */
const finishInListSchema = v.object({
	...measures.finishSchema.entries,
	id: v.pipe(
		v.string('invalid'),
		v.check((text) => isId(text), 'invalid'),
		v.transform((text) => text as MeasureId)
	)
});

export const actions: Actions = {
	finish: async (event) => {
		const form = await formOf(event, finishInListSchema);
		if (!form.ok) return failUnread('finish', form);
		const outcome = await cases.finishMeasure(contextOf(event), form.value.id, form.value);
		return answer(event, '/my-tasks', 'finish', form.values, outcome);
	}
};
