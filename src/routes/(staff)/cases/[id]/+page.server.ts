import type { RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { CaseId } from '../../../../../database/column-types.ts';
import type { Context } from '#lib/server/access/index.ts';
import { viewPatternLine } from '#lib/server/case-links/index.ts';
import * as cases from '#lib/server/cases/index.ts';
import { newMeasureSchema } from '#lib/server/measures/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

const forms = [
	'contact',
	'support',
	'assess',
	'addMeasure',
	'message',
	'note',
	'act',
	'followUp',
	'takeOver',
	'close',
	'transfer',
	'judgeNot',
	'reopen',
	'share',
	'unshare'
] as const;

export const load: PageServerLoad = async (event) => ({
	case: await cases.viewCase(
		contextOf(event),
		idOf<CaseId>(event),
		event.locals.locale,
		event.url.searchParams.get('share')?.slice(0, 100)
	),
	pattern: await viewPatternLine(contextOf(event), idOf<CaseId>(event)),
	done: doneOf(event.url, forms)
});

/** The fields of the forms in which any number is chosen. */
const listFields = ['harm', 'insteadHarm'];

/** One form of the page: read it, do it, and go back to the case, or show it again with everything typed. */
function formAction<Schema extends v.GenericSchema<unknown, unknown>>(
	name: (typeof forms)[number],
	schemaFor: (context: Context) => Schema,
	command: (context: Context, id: CaseId, input: v.InferOutput<Schema>) => Promise<cases.Outcome>
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const context = contextOf(event);
		const id = idOf<CaseId>(event);
		const form = await formOf(event, schemaFor(context), listFields);
		if (!form.ok) return failUnread(name, form);
		return answer(event, `/cases/${id}`, name, form.values, await command(context, id, form.value));
	};
}

export const actions: Actions = {
	contact: formAction('contact', ({ now }: Context) => cases.contactSchema(now()), cases.recordContact),
	support: formAction('support', () => cases.supportSchema, cases.recordSupport),
	assess: formAction('assess', () => cases.assessmentSchema, cases.assess),
	addMeasure: formAction('addMeasure', () => newMeasureSchema, cases.addMeasure),
	message: formAction('message', () => cases.messageSchema, cases.messageReporter),
	note: formAction('note', () => cases.noteSchema, cases.writeNote),
	act: formAction(
		'act',
		() => cases.stepSchema,
		(context, id, input) => cases.moveForward(context, id, 'act', input)
	),
	followUp: formAction(
		'followUp',
		() => cases.stepSchema,
		(context, id, input) => cases.moveForward(context, id, 'followUp', input)
	),
	takeOver: formAction('takeOver', () => cases.stepSchema, cases.takeOver),
	close: formAction('close', () => cases.closeSchema, cases.close),
	transfer: formAction('transfer', () => cases.transferSchema, cases.transfer),
	judgeNot: formAction('judgeNot', () => cases.notUndueInfluenceSchema, cases.judgeNotUndueInfluence),
	reopen: formAction('reopen', () => cases.reopenSchema, cases.reopen),
	share: formAction('share', () => cases.shareSchema, cases.shareCase),
	unshare: formAction('unshare', () => cases.unshareSchema, cases.unshareCase)
};
