import { Temporal } from 'temporal-polyfill';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { dutyFactsOf, readCase, type CaseHead, type CaseRow } from '../cases/index.ts';
import { offences, possibleOffences, type OffenceCode } from '../duties/index.ts';
import { findUnit, peopleOf } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { may } from './access.ts';
import { findPoliceReport, materialOf, packageOf, selectionOf } from './police-package.ts';
import {
	packageFrom,
	policeFields,
	takingOut,
	withoutExposed,
	type PoliceAnswers,
	type ReportWay
} from './police.ts';
import { listOutsiders, listQuestions, secrecyOf } from './secrecy.ts';

/** What the form starts with: the workplace, and who reports. Nothing private is proposed. */
async function proposed(tx: Tx, { actor }: Context, row: CaseRow): Promise<PoliceAnswers> {
	const person = await peopleOf(tx, [row.affectedPersonId]);
	const unit = await findUnit(tx, row.unitId);
	const exposedName = person(row.affectedPersonId).name;
	return {
		reporterName: actor.name,
		...(unit ? { workplaceName: `${actor.municipalityName}, ${unit.name}` } : {}),
		...(exposedName ? { exposedName } : {})
	};
}

/** What was saved, or what is proposed until something is; without who was exposed for who may not know. */
async function answersOf(
	tx: Tx,
	context: Context,
	row: CaseRow,
	{ head, stored }: { head: CaseHead; stored: { answers: unknown } | undefined }
): Promise<PoliceAnswers> {
	const known = (stored?.answers as PoliceAnswers | undefined) ?? (await proposed(tx, context, row));
	return head.allows.readReporterName ? known : withoutExposed(known);
}

/** The page of the police report. @throws NotFound */
export async function viewPolice(context: Context, id: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, incident, head, by } = await readCase(tx, context, id);
		require(may(context.actor, 'print', row));
		const stored = await findPoliceReport(tx, id);
		const canPrepare = may(context.actor, 'prepare', row).yes;
		const person = await peopleOf(tx, [stored?.reportedBy ?? null]);
		const answers = await answersOf(tx, context, row, { head, stored });
		await activityLog.recordProtectedPeople(tx, context, [row.affectedPersonId], by);
		const possible = possibleOffences(await dutyFactsOf(tx, row, incident), dateIn(incident.occurredAt));
		const chosen = (stored?.offences ?? []) as OffenceCode[];
		const material = await materialOf(tx, row, locale);
		const selection = await selectionOf(tx, id);
		const { state } = await secrecyOf(tx, id, await packageOf(tx, row, 'sv'));
		const others = chosen.filter((code) => !possible.some((one) => one.code === code));
		return {
			head,
			version: stored?.version ?? 0,
			canPrepare,
			fields: policeFields.map((name) => ({ name, value: answers[name] ?? null })),
			offences: [
				...possible.map(({ code, citation }) => ({ code, citation, isChosen: chosen.includes(code) })),
				// chosen when the facts were others: kept until somebody takes them away
				...others.map((code) => ({ code, citation: offences[code].citation, isChosen: true }))
			],
			/** What could go along, to choose from. */
			choosable: canPrepare
				? [...material.facts, ...material.evidence].map((part) => ({
						key: part.key,
						goesAlong: selection.included === null || selection.included.includes(part.key),
						about: 'sha256' in part ? { file: part.name, addedText: part.addedText } : part
					}))
				: [],
			maskedWords: canPrepare ? selection.maskedWords : [],
			/** As it is printed. */
			package: packageFrom({ ...material, answers }, selection),
			secrecy: { state, taking: takingOut(state) },
			questions: await listQuestions(tx, id, locale),
			advisers: canPrepare ? await listOutsiders(tx, context, row, ['legalAdviser']) : [],
			reported: stored?.reportedOn
				? {
						onText: formatDate(Temporal.PlainDate.from(stored.reportedOn), locale),
						how: stored.reportedHow as ReportWay,
						reference: stored.reference,
						by: person(stored.reportedBy)
					}
				: null,
			key: newId<string>()
		};
	});
}

/**
 * The package to be printed: the same as on the page, also before anything is saved. Logged as an export first. It is stopped when
 * the lawyer's newest answer is that it may not leave. Where the answer waits, or is about something else than what the package is
 * now, the manager says that they know.
 * @param isConfirmed the manager said so
 * @throws NotFound, Forbidden
 */
export async function exportPolice(context: Context, id: CaseId, isConfirmed: boolean) {
	return context.transaction(async (tx) => {
		const { row, head, by } = await readCase(tx, context, id);
		require(may(context.actor, 'prepare', row));
		const stored = await findPoliceReport(tx, id);
		const answers = await answersOf(tx, context, row, { head, stored });
		const material = await materialOf(tx, row, 'sv');
		const content = packageFrom({ ...material, answers }, await selectionOf(tx, id));
		const { state, answer } = await secrecyOf(tx, id, content);
		const taking = takingOut(state);
		if (taking === 'stopped' || (taking === 'confirm' && !isConfirmed)) {
			return { ok: false as const, state };
		}
		await activityLog.record(tx, context, {
			action: 'case.exported',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { document: 'police', secrecy: state }
		});
		await activityLog.recordProtectedPeople(tx, context, [row.affectedPersonId], by);
		return {
			ok: true as const,
			number: head.number,
			unitName: head.unitName,
			package: content,
			secrecy: { state, answer, isConfirmed: taking === 'confirm' }
		};
	});
}
export type ExportedPolice = Extract<Awaited<ReturnType<typeof exportPolice>>, { ok: true }>;
