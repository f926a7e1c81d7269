import { fail, type RequestEvent } from '@sveltejs/kit';
import type { CaseId } from '../../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import * as threats from '#lib/server/threat-assessments/index.ts';
import type { FormValues } from '#lib/server/platform/http-form.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf, type FailedForm } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	protection: await threats.viewProtection(contextOf(event), idOf<CaseId>(event), event.locals.locale),
	done: doneOf(event.url, ['request', 'withdraw', 'assess', 'protect'])
});

const pageOf = (id: CaseId) => `/cases/${id}/protection`;

/** What only a threat assessment can be refused for: its dates, and what looks like personal data. */
function answerThreat(
	event: RequestEvent,
	id: CaseId,
	values: FormValues,
	outcome: threats.ThreatOutcome
): ReturnType<typeof answer> {
	const failed = (errors: Record<string, string>) =>
		fail(400, { form: 'assess', values, errors, changes: null } satisfies FailedForm);
	if (outcome.ok || (outcome.because !== 'dates' && outcome.because !== 'personalData')) {
		return answer(event, pageOf(id), 'assess', values, outcome);
	}
	if (outcome.because === 'dates') {
		return failed(
			Object.fromEntries(
				Object.entries(outcome.problems).map(([field, code]) => [field, m[`threat_problem_${code}`]()])
			)
		);
	}
	return failed({
		...Object.fromEntries(
			Object.entries(outcome.found).map(([field, texts]) => [
				field,
				m.threat_problem_personalData({ found: texts.join(', ') })
			])
		),
		keepPersonalData: m.threat_problem_keep()
	});
}

/** What a measure says is kept in the municipality's language, whoever writes it. */
const inSwedish = { locale: 'sv' } as const;

export const actions: Actions = {
	request: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, threats.requestSchema);
		if (!form.ok) return failUnread('request', form);
		const outcome = await threats.requestAssessment(contextOf(event), id, form.value);
		return answer(event, pageOf(id), 'request', form.values, outcome);
	},
	withdraw: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, threats.withdrawSchema);
		if (!form.ok) return failUnread('withdraw', form);
		const outcome = await threats.withdrawRequest(contextOf(event), id, form.value);
		return answer(event, pageOf(id), 'withdraw', form.values, outcome);
	},
	assess: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, threats.assessmentSchema, threats.assessmentLists);
		if (!form.ok) return failUnread('assess', form);
		return answerThreat(event, id, form.values, await threats.assessThreat(contextOf(event), id, form.value));
	},
	protect: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, threats.protectionSchema);
		if (!form.ok) return failUnread('protect', form);
		const outcome = await threats.protect(contextOf(event), id, form.value, (code, words) => {
			const kind = m[`protection_kind_${code}`]({}, inSwedish);
			return words === null ? kind : m.protection_description({ kind, words }, inSwedish);
		});
		return answer(event, pageOf(id), 'protect', form.values, outcome);
	}
};
