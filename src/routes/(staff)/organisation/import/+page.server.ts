import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { fileKinds, mostUploadBytes, uploadImport, viewUploadForm } from '#lib/server/provisioning/index.ts';
import { choice } from '#lib/server/platform/http-form.ts';
import { failWith, recentContextOf, uploadOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => viewUploadForm(recentContextOf(event));

const schema = v.object({ missing: choice(['leave', 'end']) });

export const actions: Actions = {
	default: async (event) => {
		const context = recentContextOf(event);
		viewUploadForm(context);
		const form = await uploadOf(event, schema, fileKinds, mostUploadBytes);
		if (!form.ok) return failWith(400, form.values, form.errors);
		if (Object.keys(form.files).length === 0) {
			const errors: Record<string, string> = { '': m.import_no_files() };
			return fail(400, { values: form.values, errors });
		}
		const id = await uploadImport(context, form.files, form.value.missing === 'end');
		redirect(303, `/organisation/import/${id}`);
	}
};
