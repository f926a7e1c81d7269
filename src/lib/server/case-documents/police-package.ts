import type { CaseId } from '../../../../database/column-types.ts';
import type { CaseRow } from '../cases/index.ts';
import { offences, type OffenceCode } from '../duties/index.ts';
import { evidenceList } from '../evidence/index.ts';
import { findIncident, listAdditions, type IncidentRow } from '../incidents/index.ts';
import type { Tx } from '../platform/database.ts';
import { formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import {
	inOrderOfTime,
	type PoliceAnswers,
	type PoliceEvidence,
	type PoliceFact,
	type PolicePackage
} from './police.ts';

/** What is stored for the police, for who reads the notes of the case. */
export async function findPoliceReport(tx: Tx, caseId: CaseId) {
	return tx.selectFrom('casePoliceReport').selectAll().where('caseId', '=', caseId).executeTakeFirst();
}

/** What happened, as it was told: the report, and what was added. The employer's own notes are not a part of it. */
export async function policeFactsOf(
	tx: Tx,
	incident: IncidentRow,
	locale: DateLocale
): Promise<PoliceFact[]> {
	const additions = await listAdditions(tx, incident.id);
	return inOrderOfTime([
		{
			at: incident.occurredAt.toString(),
			atText: formatDateTime(incident.occurredAt, locale),
			kind: 'incident',
			text: incident.text ?? ''
		},
		...additions.map(({ createdAt, text }): PoliceFact => ({
			at: createdAt.toString(),
			atText: formatDateTime(createdAt, locale),
			kind: 'addition',
			text: text ?? ''
		}))
	]);
}

/** The files of the case with their hashes, as far as the actor may see them. */
export async function policeEvidenceOf(
	tx: Tx,
	{ id, hideName }: Pick<CaseRow, 'id' | 'hideName'>,
	locale: DateLocale
): Promise<PoliceEvidence[]> {
	return (await evidenceList(tx, id)).map(({ name, mediaType, addedAt, sha256, fromReporter }) => ({
		// what a reporter called their file may tell who they are
		name: (fromReporter && hideName ? null : name) ?? mediaType,
		addedText: formatDateTime(addedAt, locale),
		sha256
	}));
}

/** The package as it stands: what was saved, what happened, and the evidence. */
export async function packageOf(tx: Tx, row: CaseRow, locale: DateLocale): Promise<PolicePackage> {
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
