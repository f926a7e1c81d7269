import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { ImportDraftId } from '../../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import { choice, line } from '#lib/server/platform/http-form.ts';
import { discardImport, startImport, viewImport } from '#lib/server/provisioning/index.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	const view = await viewImport(recentContextOf(event), idOf(event), searchParams, event.locals.locale);
	// without JavaScript a page can only ask for itself again; the page says so and has a link that does the same
	if (view.state === 'running') event.setHeaders({ refresh: '3' });
	return { view };
};

export const actions: Actions = {
	apply: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({ hash: line(64), confirmsEnding: choice(['yes']) }));
		if (!form.ok) return failWith(400, form.values, form.errors);
		const id = idOf<ImportDraftId>(event);
		const { hash, confirmsEnding } = form.value;
		const outcome = await startImport(context, id, {
			shownHash: hash ?? '',
			confirmsEnding: confirmsEnding === 'yes'
		});
		if (!outcome.ok) {
			const field = outcome.because === 'endingNotConfirmed' ? 'confirmsEnding' : '';
			const errors: Record<string, string> = { [field]: m[`import_refused_${outcome.because}`]() };
			return fail(409, { values: form.values, errors });
		}
		redirect(303, `/organisation/import/${id}`);
	},
	discard: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await discardImport(context, idOf<ImportDraftId>(event));
		redirect(303, '/organisation/import');
	}
};
