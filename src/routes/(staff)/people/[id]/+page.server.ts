import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { PersonId } from '../../../../../database/column-types.ts';
import type { Context } from '#lib/server/access/index.ts';
import type { FormErrors, FormValues } from '#lib/server/platform/http-form.ts';
import * as people from '#lib/server/people/index.ts';
import { formOf, recentContextOf } from '#lib/server/web/index.ts';
import { formMessages } from '#lib/server/web/form-messages.ts';
import { doneOf, idOf } from '../../cases/form-answer.ts';
import { failOutcome } from '../outcome.ts';
import type { Actions, PageServerLoad } from './$types';

const done = ['created', 'change', 'give', 'end', 'leave', 'takeBack', 'protect', 'unprotect'] as const;

export const load: PageServerLoad = async (event) => ({
	view: await people.viewPerson(recentContextOf(event), idOf<PersonId>(event), event.locals.locale),
	done: doneOf(event.url, done)
});

/** Reads the form of one action; not read, or refused: the form again, and which one it was. */
function formAction<Schema extends v.GenericSchema<unknown, unknown>>(
	name: (typeof done)[number],
	schema: Schema,
	command: (context: Context, id: PersonId, input: v.InferOutput<Schema>) => Promise<people.PeopleOutcome>
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const context = recentContextOf(event);
		const id = idOf<PersonId>(event);
		const form = await formOf(event, schema);
		if (!form.ok) return unread(name, form);
		const outcome = await command(context, id, form.value);
		if (!outcome.ok) {
			const { status, data } = failOutcome(form.values, outcome);
			return fail(status, { ...data, form: name, preview: null });
		}
		redirect(303, `/people/${id}?done=${name}`);
	};
}
function unread(name: string, { values, errors }: { values: FormValues; errors: FormErrors }) {
	return fail(400, { values, errors: formMessages(errors), form: name, preview: null });
}

const nothing = v.object({});

export const actions: Actions = {
	change: formAction('change', people.personSchema, people.changePerson),
	preview: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, people.roleSchema);
		if (!form.ok) return unread('give', form);
		const outcome = await people.previewRole(context, idOf<PersonId>(event), form.value, event.locals.locale);
		if (!outcome.ok) {
			const { status, data } = failOutcome(form.values, outcome);
			return fail(status, { ...data, form: 'give', preview: null });
		}
		const errors: Record<string, string> = {};
		return { values: form.values, errors, form: 'give', preview: outcome.preview };
	},
	give: formAction('give', people.roleSchema, people.giveRole),
	end: formAction('end', people.endRoleSchema, people.endRole),
	leave: formAction('leave', nothing, people.markAsLeft),
	takeBack: formAction('takeBack', nothing, people.takeBack),
	protect: async (event) => protect(event, true),
	unprotect: async (event) => protect(event, false)
};

async function protect(event: RequestEvent<{ id: string }>, isProtected: boolean) {
	const context = recentContextOf(event);
	const id = idOf<PersonId>(event);
	const name = isProtected ? 'protect' : 'unprotect';
	const form = await formOf(event, nothing);
	if (!form.ok) return unread(name, form);
	await people.protect(context, id, isProtected);
	redirect(303, `/people/${id}?done=${name}`);
}
