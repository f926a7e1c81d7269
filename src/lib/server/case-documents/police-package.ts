import type { CaseId } from '../../../../database/column-types.ts';
import type { CaseRow } from '../cases/index.ts';
import { offences, type OffenceCode } from '../duties/index.ts';
import { evidenceList } from '../evidence/index.ts';
import { findIncident, listAdditions, type IncidentRow } from '../incidents/index.ts';
import type { Tx } from '../platform/database.ts';
import { formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import {
	inOrderOfTime,
	packageFrom,
	type PoliceAnswers,
	type PoliceMaterial,
	type PolicePackage,
	type PoliceSelection
} from './police.ts';

/** What is stored for the police, for who reads the notes of the case. */
export async function findPoliceReport(tx: Tx, caseId: CaseId) {
	return tx.selectFrom('casePoliceReport').selectAll().where('caseId', '=', caseId).executeTakeFirst();
}

/** What happened, as it was told: the report, and what was added. The employer's own notes are not a part of it. */
async function policeFactsOf(
	tx: Tx,
	incident: IncidentRow,
	locale: DateLocale
): Promise<PoliceMaterial['facts']> {
	const additions = await listAdditions(tx, incident.id);
	return inOrderOfTime([
		{
			key: 'report',
			at: incident.occurredAt.toString(),
			atText: formatDateTime(incident.occurredAt, locale),
			kind: 'incident' as const,
			text: incident.text ?? ''
		},
		...additions.map(({ id, createdAt, text }) => ({
			key: id,
			at: createdAt.toString(),
			atText: formatDateTime(createdAt, locale),
			kind: 'addition' as const,
			text: text ?? ''
		}))
	]);
}

/** The files of the case with their hashes, as far as the actor may see them. */
async function policeEvidenceOf(
	tx: Tx,
	{ id, hideName }: Pick<CaseRow, 'id' | 'hideName'>,
	locale: DateLocale
): Promise<PoliceMaterial['evidence']> {
	return (await evidenceList(tx, id)).map(({ id: key, name, mediaType, addedAt, sha256, fromReporter }) => ({
		key,
		// what a reporter called their file may tell who they are
		name: (fromReporter && hideName ? null : name) ?? mediaType,
		addedText: formatDateTime(addedAt, locale),
		sha256
	}));
}

/** Everything that could go along, and what was saved for the package. */
export async function materialOf(tx: Tx, row: CaseRow, locale: DateLocale): Promise<PoliceMaterial> {
	const stored = await findPoliceReport(tx, row.id);
	const incident = (await findIncident(tx, row.incidentId))!;
	const chosen = (stored?.offences ?? []) as OffenceCode[];
	return {
		answers: (stored?.answers ?? {}) as PoliceAnswers,
		offences: chosen.map((code) => ({ code, citation: offences[code].citation })),
		facts: await policeFactsOf(tx, incident, locale),
		evidence: await policeEvidenceOf(tx, row, locale)
	};
}

/** What was chosen to go along: everything, as long as nobody has chosen. */
export async function selectionOf(tx: Tx, caseId: CaseId): Promise<PoliceSelection> {
	const stored = await findPoliceReport(tx, caseId);
	return { included: stored?.included ?? null, maskedWords: stored?.maskedWords ?? [] };
}

/** The package as it stands: what was saved, and of what happened and the files what was chosen. */
export async function packageOf(tx: Tx, row: CaseRow, locale: DateLocale): Promise<PolicePackage> {
	return packageFrom(await materialOf(tx, row, locale), await selectionOf(tx, row.id));
}
