import { redirect, type RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { perMinutes } from '#lib/server/activity-log/index.ts';
import { hasOwnCopies } from '#lib/server/case-documents/index.ts';
import {
	addToReport,
	isEnded,
	messageToHandlerSchema,
	repeatManyTimes,
	repeatReport,
	repeatSchema,
	shownCorrection,
	stepsOf,
	viewOwnReport,
	writeToHandler
} from '#lib/server/cases/index.ts';
import {
	additionSchema,
	detailFields,
	listFields,
	manyTimesSchema,
	maskIncident,
	type DetailField,
	type IncidentId
} from '#lib/server/incidents/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import type { FormErrors, FormValues } from '#lib/server/platform/http-form.ts';
import { isId, newId } from '#lib/server/platform/ids.ts';
import { formatDate, formatDateTime, formatDays } from '#lib/server/platform/swedish-dates.ts';
import { dateIn } from '#lib/server/platform/working-days.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import * as v from 'valibot';
import { detailCodes, formsToAskAgain } from '../../../(report)/detail-codes.ts';
import { promisedDay } from '../promised-day.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was just done, as the address says it after the form. */
const doneCodes = ['added', 'masked', 'message', 'nothing', 'corrected', 'unchanged'] as const;

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { locale } = event.locals;
	const report = await viewOwnReport(context, idOf(event.params), locale);
	const now = context.now();
	const isSent = event.url.searchParams.has('sent');
	const done = event.url.searchParams.get('done');
	const isAnswered = (field: DetailField) => {
		const answer = report.details[field];
		return Array.isArray(answer) ? answer.length > 0 : answer !== null && answer !== false;
	};
	const { findings, additions, corrections, messages, contactDueAt, firstContactAt, closedAt, ...rest } =
		report;
	const last = report.lastOccurredAt;
	return {
		report: {
			...rest,
			findings: findings.map(({ kind, text }) => ({ kind, text })),
			reportedText: formatDateTime(report.reportedAt, locale),
			occurredText:
				report.occurrences > 1 && last
					? formatDays(report.occurredAt, last, locale)
					: formatDateTime(report.occurredAt, locale),
			corrections: corrections.map((correction) => shownCorrection(correction, locale)),
			closedText: closedAt && formatDate(closedAt, locale),
			dueText: promisedDay(contactDueAt, now, locale),
			isLate: firstContactAt === null && contactDueAt.epochMilliseconds < now.epochMilliseconds,
			isContacted: firstContactAt !== null,
			isEnded: isEnded(report.status),
			additions: additions.map((addition) => ({
				...addition,
				isCorrected: corrections.some(({ additionId }) => additionId === addition.id),
				at: addition.createdAt.toString(),
				atText: formatDateTime(addition.createdAt, locale)
			})),
			messages: messages.map((message) => ({
				...message,
				at: message.createdAt.toString(),
				atText: formatDateTime(message.createdAt, locale)
			}))
		},
		steps: stepsOf(report.status),
		openFields: detailFields.filter((field) => !isAnswered(field)),
		answeredFields: detailFields.filter(isAnswered),
		codes: detailCodes(formsToAskAgain(report.details.forms, report.details.subforms)),
		isSent,
		// nobody has had the time to give a copy of what was just sent
		hasCopies: !isSent && (await hasOwnCopies(context, report.id)),
		done: doneCodes.find((code) => code === done) ?? null,
		keys: { message: newId<string>(), repeat: newId<string>(), many: newId<string>() },
		today: dateIn(now).toString()
	};
};

/** An address that cannot be that of a report is not found, like that of somebody else's report. */
function idOf({ id }: { id: string }): IncidentId {
	if (!isId<IncidentId>(id)) throw new NotFound();
	return id;
}

/** The five steps; a case that ended another way never took the later ones, and its last step says how it ended. */
function failed(form: { values: FormValues; errors: FormErrors }) {
	const { key, ...errors } = form.errors;
	if (key) errors[''] ??= key;
	const code = errors['']?.code;
	return failWith(code === 'foreignOrigin' || code === 'expiredForm' ? 403 : 400, form.values, errors);
}

function backTo(event: RequestEvent<{ id: string }>, done: (typeof doneCodes)[number], place = ''): never {
	redirect(303, `/my-reports/${event.params.id}?done=${done}${place}`);
}

/** Everything typed comes back, with when to send it again. */
const slowedDown = (values: FormValues) =>
	failWith(429, values, { '': { code: 'tooMany', limit: perMinutes } });

export const actions: Actions = {
	add: async (event) => {
		const form = await formOf(event, additionSchema, listFields);
		if (!form.ok) return failed(form);
		const result = await addToReport(contextOf(event), idOf(event.params), form.value);
		if (typeof result === 'object') {
			return failWith(400, form.values, { [result.field]: { code: result.problem } });
		}
		return result === 'tooOften' ? slowedDown(form.values) : backTo(event, result);
	},
	mask: async (event) => {
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failed(form);
		await maskIncident(contextOf(event), idOf(event.params), (kind) => m[`mask_${kind}`]());
		return backTo(event, 'masked');
	},
	message: async (event) => {
		const form = await formOf(event, messageToHandlerSchema);
		if (!form.ok) return failed(form);
		const isWritten = await writeToHandler(contextOf(event), idOf(event.params), form.value);
		return isWritten ? backTo(event, 'message', '#messages') : slowedDown(form.values);
	},
	repeat: async (event) => {
		const form = await formOf(event, repeatSchema);
		if (!form.ok) return failed(form);
		const receipt = await repeatReport(contextOf(event), idOf(event.params), {
			key: form.value.key,
			text: (number) => m.receipt_repeat_text({ number })
		});
		if (receipt.ok) redirect(303, `/my-reports/${receipt.incidentId}?sent`);
		return receipt.problem === 'tooMany'
			? slowedDown(form.values)
			: failWith(400, form.values, { '': { code: 'invalid' } });
	},
	repeatMany: async (event) => {
		const form = await formOf(event, manyTimesSchema);
		if (!form.ok) return failed(form);
		const receipt = await repeatManyTimes(contextOf(event), idOf(event.params), form.value, (number, times) =>
			m.many_text_default({ number, count: times })
		);
		if (receipt.ok) redirect(303, `/my-reports/${receipt.incidentId}?sent`);
		if (receipt.problem === 'time') {
			const { field, problem } = receipt.wrong;
			const name = field === 'occurredDate' ? 'manyFirstDate' : 'manyLastDate';
			return failWith(400, form.values, { [name]: { code: problem } });
		}
		return receipt.problem === 'tooMany'
			? slowedDown(form.values)
			: failWith(400, form.values, { '': { code: 'invalid' } });
	}
};
