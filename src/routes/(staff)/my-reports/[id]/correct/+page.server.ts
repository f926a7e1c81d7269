import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Temporal } from 'temporal-polyfill';
import { perMinutes } from '#lib/server/activity-log/index.ts';
import { correctOwnAddition, correctReport, viewOwnReport } from '#lib/server/cases/index.ts';
import {
	additionCorrectionSchema,
	channels,
	correctableInfluencers,
	correctionSchema,
	detailFields,
	forms,
	listFields,
	purposes,
	type CorrectionOutcome,
	type IncidentId
} from '#lib/server/incidents/index.ts';
import type { FormErrors, FormValues } from '#lib/server/platform/http-form.ts';
import { formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import { dateIn, zone } from '#lib/server/platform/working-days.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import { detailCodes, formsToAskAgain } from '../../../../(report)/detail-codes.ts';
import { idOf } from '../../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

/** 'TT:MM', as the browser's field wants it. */
const timeIn = (at: Temporal.Instant) =>
	at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { locale } = event.locals;
	const report = await viewOwnReport(context, idOf<IncidentId>(event), locale);
	const { details, occurredAt, lastOccurredAt, occurrences } = report;
	return {
		id: report.id,
		number: report.number,
		isReporter: report.mayCorrect,
		values: {
			...details,
			occurredDate: dateIn(occurredAt).toString(),
			occurredTime: timeIn(occurredAt),
			occurrences: occurrences > 1 ? String(occurrences) : '',
			lastDate: lastOccurredAt ? dateIn(lastOccurredAt).toString() : '',
			lastTime: lastOccurredAt ? timeIn(lastOccurredAt) : ''
		},
		additions: report.additions
			.filter(({ isOwn, text }) => isOwn && text !== null)
			.map(({ id, text, createdAt }) => ({ id, text, whenText: formatDateTime(createdAt, locale) })),
		seen: report.corrections.at(-1)?.id ?? '',
		choices: { forms, channels, influencers: correctableInfluencers(details.influencer), purposes },
		fields: detailFields.filter((field) => field !== 'hideName'),
		codes: detailCodes(formsToAskAgain(details.forms, details.subforms)),
		today: dateIn(context.now()).toString()
	};
};

/** Back to the report, or the form again with everything typed. */
function answer(event: RequestEvent, values: FormValues, outcome: CorrectionOutcome) {
	const to = `/my-reports/${event.params.id}`;
	if (outcome.done === 'corrected') redirect(303, `${to}?done=corrected#what`);
	if (outcome.done === 'nothing') redirect(303, `${to}?done=unchanged`);
	if (outcome.done === 'tooOften') {
		return failWith(429, values, { '': { code: 'tooMany', limit: perMinutes } });
	}
	const status = outcome.problem === 'changedSince' ? 409 : 400;
	return failWith(status, values, { [outcome.field]: { code: outcome.problem } });
}

function failed(form: { values: FormValues; errors: FormErrors }) {
	const code = form.errors['']?.code;
	return failWith(code === 'foreignOrigin' || code === 'expiredForm' ? 403 : 400, form.values, form.errors);
}

export const actions: Actions = {
	report: async (event) => {
		const form = await formOf(event, correctionSchema, listFields);
		if (!form.ok) return failed(form);
		const outcome = await correctReport(contextOf(event), idOf<IncidentId>(event), form.value);
		return answer(event, form.values, outcome);
	},
	addition: async (event) => {
		const form = await formOf(event, additionCorrectionSchema);
		if (!form.ok) return failed(form);
		const outcome = await correctOwnAddition(contextOf(event), idOf<IncidentId>(event), form.value);
		return answer(event, form.values, outcome);
	}
};
