import type { PersonId } from '../../../../database/column-types.ts';
import type { Temporal } from 'temporal-polyfill';
import { listMessages, listNotes, type CaseRow } from '../cases/index.ts';
import { findIncident, listAdditions } from '../incidents/index.ts';
import { listMeasuresOf } from '../measures/index.ts';
import { namesOf } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';

/** What a text of a case is. */
export const disclosureTextKinds = [
	'report',
	'place',
	'matter',
	'witnesses',
	'caseReference',
	'addition',
	'note',
	'message',
	'rationale',
	'measure',
	'decisionReason',
	'feedback'
] as const;
export type DisclosureTextKind = (typeof disclosureTextKinds)[number];

/** Everything that somebody wrote in a case, in the order of its handling. */
export async function textsOfCase(tx: Tx, row: CaseRow) {
	const incident = (await findIncident(tx, row.incidentId))!;
	const texts: { kind: DisclosureTextKind; writtenAt: Temporal.Instant | null; text: string }[] = [];
	const add = (kind: DisclosureTextKind, writtenAt: Temporal.Instant | null, text: string | null) => {
		if (text !== null && text.trim() !== '') texts.push({ kind, writtenAt, text });
	};
	add('report', incident.reportedAt, incident.text);
	for (const kind of ['place', 'matter', 'witnesses', 'caseReference'] as const) {
		add(kind, incident.reportedAt, incident[kind]);
	}
	for (const { createdAt, text } of await listAdditions(tx, incident.id)) add('addition', createdAt, text);
	for (const { createdAt, text } of await listNotes(tx, row.id)) add('note', createdAt, text);
	for (const { createdAt, text } of await listMessages(tx, row.id)) add('message', createdAt, text);
	add('rationale', row.assessedAt, row.rationale);
	for (const { description, effectText, evaluatedAt } of await listMeasuresOf(tx, [row.id])) {
		add('measure', null, description);
		add('measure', evaluatedAt, effectText);
	}
	add('decisionReason', null, row.decisionReason);
	add('feedback', row.closedAt, row.feedback);
	return texts;
}

/** The names that are looked for in the texts: who reported, who was exposed, whom it is about. */
export async function namesInCase(tx: Tx, row: CaseRow): Promise<string[]> {
	const people: PersonId[] = [row.reporterId, row.affectedPersonId, ...row.excludedPersonIds];
	return [...new Set((await namesOf(tx, people)).values())];
}
