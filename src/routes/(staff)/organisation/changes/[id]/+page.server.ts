import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
	cancelPlanned,
	planProblemCodes,
	undoChange,
	viewChange,
	type ChangeId,
	type PlanProblem
} from '#lib/server/organisation-changes/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { entryText, plannedText, problemText, rowText, undoProblemText } from '../../organisation-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locale } = event.locals;
	const view = await viewChange(recentContextOf(event), event.params.id);
	const isCode = (code: string): code is PlanProblem['code'] =>
		(planProblemCodes as readonly string[]).includes(code);
	return {
		entry: entryText(view.entry, locale),
		rows: view.rows.map((row) => ({ ...rowText(row, view, locale), key: `${row.table} ${row.id}` })),
		more: view.rowCount - view.rows.length,
		undoneBy: view.undoneBy,
		failure:
			view.problem === null
				? null
				: isCode(view.problem)
					? problemText({ code: view.problem, field: '' }, locale)
					: '',
		cannot:
			view.undoProblem === null || view.undoProblem.code === 'notApplied'
				? null
				: {
						text: undoProblemText(view.undoProblem, locale),
						later: view.undoProblem.code === 'changedSince' ? (view.undoProblem.later?.id ?? null) : null
					},
		canUndo: view.undoProblem === null,
		planned: view.planned && plannedText(view.planned)
	};
};

function idOf(text: string): ChangeId {
	if (!isId<ChangeId>(text)) throw new NotFound();
	return text;
}

export const actions: Actions = {
	undo: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await undoChange(context, idOf(event.params.id));
		redirect(303, `/organisation/changes/${event.params.id}`);
	},
	cancel: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await cancelPlanned(context, idOf(event.params.id));
		redirect(303, `/organisation/changes/${event.params.id}`);
	}
};
