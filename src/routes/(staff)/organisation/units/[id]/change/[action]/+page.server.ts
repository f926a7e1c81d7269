import { fail, redirect } from '@sveltejs/kit';
import type * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import {
	isUnitAction,
	makeChange,
	previewChange,
	unitChangeSchema,
	viewUnit,
	wishOf,
	type PlanProblem,
	type Preview,
	type UnitAction
} from '#lib/server/organisation-changes/index.ts';
import { unitLevels, type UnitId } from '#lib/server/organisation/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import type { FormValues } from '#lib/server/platform/http-form.ts';
import { newId } from '#lib/server/platform/ids.ts';
import { dateIn } from '#lib/server/platform/working-days.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { dayText, problemText } from '../../../../organisation-text.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = recentContextOf(event);
	const { action, id } = event.params;
	if (!isUnitAction(action)) throw new NotFound();
	const view = await viewUnit(context, id);
	const ranks = unitLevels.indexOf(view.unit.level);
	return {
		action,
		unit: { id: view.unit.id, name: view.unit.name },
		above: view.above,
		/** What the form says before anybody has typed. */
		start: {
			from: dateIn(context.now()).toString(),
			name: action === 'rename' ? view.unit.name : '',
			activity: action === 'describe' ? (view.unit.activity ?? '') : '',
			area: action === 'describe' ? (view.unit.area ?? '') : '',
			parentId: action === 'reopen' ? (view.successor?.id ?? '') : '',
			newUnitId: newId<string>()
		},
		levels: unitLevels.slice(ranks + 1),
		targets: view.targets.map((target) => ({
			value: target.id as string,
			label: `${' '.repeat(target.depth)}${target.name}`,
			rank: unitLevels.indexOf(target.level)
		})),
		rank: ranks,
		people: view.people,
		openBelow: view.below.filter(({ isOpen }) => isOpen).length,
		roles: view.roles.length
	};
};

type Form = v.InferOutput<ReturnType<typeof unitChangeSchema>>;
interface Read {
	action: UnitAction;
	unitId: UnitId;
	form: Form;
	values: FormValues;
}

async function read(event: RequestEvent) {
	const { action, id } = event.params;
	if (!isUnitAction(action)) throw new NotFound();
	const context = recentContextOf(event);
	const form = await formOf(event, unitChangeSchema(action, dateIn(context.now())));
	if (!form.ok) return { failed: failWith(400, form.values, form.errors) };
	const asked: Read = { action, unitId: id as UnitId, form: form.value, values: form.values };
	return { context, asked };
}

/** The form again, with why it cannot be done. */
function refused(problems: readonly PlanProblem[], { values }: Read, locale: 'sv' | 'en') {
	return fail(409, {
		values,
		errors: Object.fromEntries(problems.map((problem) => [problem.field, problemText(problem, locale)]))
	});
}

/** What the page shows of a preview. */
function shown(preview: Preview, { form, values }: Read, locale: 'sv' | 'en') {
	return {
		values,
		errors: {} as Record<string, string>,
		preview: {
			...preview,
			from: dayText(form.from, locale),
			units: preview.units.map((unit) => ({
				...unit,
				after: { ...unit.after, lastDay: unit.after.validTo && dayText(unit.after.validTo, locale) }
			})),
			roles: preview.roles.map((role) => ({ ...role, lastDay: dayText(role.lastDay, locale) }))
		}
	};
}

export const actions: Actions = {
	preview: async (event) => {
		const { context, asked, failed } = await read(event);
		if (failed) return failed;
		const { locale } = event.locals;
		const wish = wishOf(asked.action, asked.unitId, asked.form);
		const result = await previewChange(context, { wish, from: asked.form.from });
		return result.ok ? shown(result.preview, asked, locale) : refused(result.problems, asked, locale);
	},
	confirm: async (event) => {
		const { context, asked, failed } = await read(event);
		if (failed) return failed;
		const { locale } = event.locals;
		const { form, action, unitId } = asked;
		const wish = wishOf(action, unitId, form);
		const made = await makeChange(context, { wish, from: form.from, note: form.note }, form.digest);
		if (made.ok) {
			redirect(303, `/organisation/units/${unitId}?done=${made.waits ? 'planned' : 'changed'}`);
		}
		if ('problems' in made) return refused(made.problems, asked, locale);
		const again = await previewChange(context, { wish, from: form.from });
		if (!again.ok) return refused(again.problems, asked, locale);
		const page = shown(again.preview, asked, locale);
		const errors: Record<string, string> = { '': m.organisation_changed_since() };
		return fail(409, { ...page, errors });
	}
};
