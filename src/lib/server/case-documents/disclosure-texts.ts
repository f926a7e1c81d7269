/**
 * Everything that somebody wrote in a case. Which columns that is, and what is left out and why, is held against the schema by
 * tests/disclosed-texts.db.test.ts.
 */
import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../../../database/column-types.ts';
import { listAftercareSteps, listSupportAnswers } from '../aftercare/index.ts';
import { listLinks } from '../case-links/index.ts';
import { listMessages, listNotes, type CaseRow } from '../cases/index.ts';
import { listConflictQuestions, listDecisionReviews } from '../decision-review/index.ts';
import { listAttachments } from '../documents/index.ts';
import { listDutiesOf, type DutyKey } from '../duties/index.ts';
import { findIncident, listAdditions, listCorrections } from '../incidents/index.ts';
import { listMeasuresOf } from '../measures/index.ts';
import { namesOf } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { listSafetyRequestsOf } from '../safety-requests/index.ts';
import { listStatementRequests, listStatementVersions } from '../statements/index.ts';
import {
	listThreatAssessments,
	listThreatFactors,
	listThreatRequests,
	type ThreatFactor
} from '../threat-assessments/index.ts';
import {
	fieldsFor,
	type NotificationAnswers,
	type NotificationField,
	type NotificationKind
} from './notification.ts';
import { policeFields, type PoliceAnswers, type PoliceField, type PolicePackage } from './police.ts';

/** What a text of a case is, where that says enough. */
type PlainTextKind =
	| 'report'
	| 'place'
	| 'matter'
	| 'witnesses'
	| 'caseReference'
	| 'importReference'
	| 'addition'
	| 'note'
	| 'message'
	| 'rationale'
	| 'measure'
	| 'measureCancelled'
	| 'decisionReason'
	| 'feedback'
	| 'threatQuestion'
	| 'aftercare'
	| 'supportAnswer'
	| 'statementQuestion'
	| 'statement'
	| 'statementDeclined'
	| 'conflictCircumstance'
	| 'conflictReference'
	| 'conflictReason'
	| 'conflictExaminer'
	| 'reviewReference'
	| 'reviewDecision'
	| 'reviewInfluence'
	| 'reviewOutcome'
	| 'reviewChildInterest'
	| 'reviewReviewer'
	| 'safetyDemand'
	| 'safetyBackground'
	| 'safetyAnswer'
	| 'linkReason'
	| 'linkEndReason'
	| 'fileName'
	| 'fileUrl'
	| 'fileNote'
	| 'fileSealed'
	| 'externalSystem'
	| 'externalReference'
	| 'policeReference'
	| 'secrecyQuestion'
	| 'secrecyReason'
	| 'secrecyFact';

/** The words of a report that can be corrected: what stood there before is a text as well. */
const correctedTexts = ['text', 'place', 'matter', 'witnesses', 'caseReference', 'addition'] as const;
type CorrectedText = (typeof correctedTexts)[number];

/** What a text is, and of what: which duty, which field. */
export type DisclosureTextKind =
	| PlainTextKind
	| `correction.${CorrectedText}`
	| `${'dutyHow' | 'dutyReference' | 'dutyReason'}.${DutyKey}`
	| `threat.${ThreatFactor}`
	| `${NotificationKind | `${NotificationKind}Copy`}.${NotificationField}`
	| `${NotificationKind}.reference`
	| `${'police' | 'secrecyPackage'}.${PoliceField}`;

/** A text as it is now. */
interface CaseText {
	kind: DisclosureTextKind;
	writtenAt: Temporal.Instant | null;
	text: string;
}
type Add = (
	kind: DisclosureTextKind,
	writtenAt: Temporal.Instant | null,
	text: string | null | undefined
) => void;

/** Everything that somebody wrote in a case, in the order of its handling. A lex Sarah record is a file of its own. */
export async function textsOfCase(tx: Tx, row: CaseRow): Promise<CaseText[]> {
	const texts: CaseText[] = [];
	const add: Add = (kind, writtenAt, text) => {
		if (text && text.trim() !== '') texts.push({ kind, writtenAt, text });
	};
	await addReport(tx, row, add);
	await addHandling(tx, row, add);
	await addDuties(tx, row, add);
	await addProtection(tx, row, add);
	await addStatements(tx, row, add);
	await addDecisions(tx, row, add);
	await addFiles(tx, row, add);
	await addSent(tx, row, add);
	// copies of what stands above: only what was worded in another way then
	const isNew = (text: string | null | undefined) => !texts.some((one) => one.text === text);
	await addCopies(tx, row, (kind, writtenAt, text) => isNew(text) && add(kind, writtenAt, text));
	return texts;
}

async function addReport(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	const incident = (await findIncident(tx, row.incidentId))!;
	add('report', incident.reportedAt, incident.text);
	for (const kind of ['place', 'matter', 'witnesses', 'caseReference'] as const) {
		add(kind, incident.reportedAt, incident[kind]);
	}
	add('importReference', incident.reportedAt, incident.externalReference);
	for (const { createdAt, text } of await listAdditions(tx, incident.id)) add('addition', createdAt, text);
	for (const { field, additionId, oldValue, correctedAt } of await listCorrections(tx, incident.id)) {
		const kind = additionId === null ? correctedTexts.find((one) => one === field) : 'addition';
		if (kind && typeof oldValue === 'string') add(`correction.${kind}`, correctedAt, oldValue);
	}
}

async function addHandling(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	for (const { createdAt, text } of await listNotes(tx, row.id)) add('note', createdAt, text);
	for (const { createdAt, text } of await listMessages(tx, row.id)) add('message', createdAt, text);
	add('rationale', row.assessedAt, row.rationale);
	for (const measure of await listMeasuresOf(tx, [row.id])) {
		add('measure', null, measure.description);
		add('measure', measure.evaluatedAt, measure.effectText);
		add('measureCancelled', measure.cancelledAt, measure.cancelReason);
	}
	add('decisionReason', null, row.decisionReason);
	add('feedback', row.closedAt, row.feedback);
	for (const { createdAt, reason, endedAt, endReason } of await listLinks(tx, row.id)) {
		add('linkReason', createdAt, reason);
		add('linkEndReason', endedAt, endReason);
	}
}

async function addDuties(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	for (const { key, decisions } of await listDutiesOf(tx, row.id)) {
		for (const { at, how, reference, reason } of decisions) {
			add(`dutyHow.${key}`, at, how);
			add(`dutyReference.${key}`, at, reference);
			add(`dutyReason.${key}`, at, reason);
		}
	}
}

async function addProtection(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	for (const { requestedAt, question } of await listThreatRequests(tx, row.id)) {
		add('threatQuestion', requestedAt, question);
	}
	const factors = await listThreatFactors(tx, row.id);
	for (const { id, madeAt } of (await listThreatAssessments(tx, row.id)).reverse()) {
		for (const { assessmentId, factor, reason } of factors) {
			if (assessmentId === id) add(`threat.${factor}`, madeAt, reason);
		}
	}
	for (const { recordedAt, note } of await listAftercareSteps(tx, row.id)) add('aftercare', recordedAt, note);
	for (const { answeredAt, words } of (await listSupportAnswers(tx, row.id)).reverse()) {
		add('supportAnswer', answeredAt, words);
	}
}

async function addStatements(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	const requests = (await listStatementRequests(tx, row.id)).reverse();
	const versions = await listStatementVersions(
		tx,
		requests.map(({ id }) => id)
	);
	for (const { id, askedAt, question, declinedAt, declineReason } of requests) {
		add('statementQuestion', askedAt, question);
		for (const { requestId, writtenAt, words } of versions.toReversed()) {
			if (requestId === id) add('statement', writtenAt, words);
		}
		add('statementDeclined', declinedAt, declineReason);
	}
}

async function addDecisions(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	for (const one of await listConflictQuestions(tx, row.id)) {
		add('conflictCircumstance', one.raisedAt, one.circumstance);
		add('conflictReference', one.raisedAt, one.decisionReference);
		add('conflictReason', one.examinedAt, one.outcomeReason);
		add('conflictExaminer', one.examinedAt, one.examinedByText);
	}
	for (const one of await listDecisionReviews(tx, row.id)) {
		add('reviewReference', one.createdAt, one.reference);
		add('reviewDecision', one.createdAt, one.decision);
		add('reviewInfluence', one.createdAt, one.influence);
		add('reviewOutcome', one.finishedAt, one.outcomeText);
		add('reviewChildInterest', one.finishedAt, one.childInterest);
		add('reviewReviewer', one.finishedAt, one.reviewedByText);
	}
	for (const one of await listSafetyRequestsOf(tx, row.id)) {
		add('safetyDemand', one.requestedAt, one.demand);
		add('safetyBackground', one.requestedAt, one.background);
		add('safetyAnswer', one.answeredAt, one.answerText);
	}
}

/** What is said of each file. A sealed one was put there by mistake: its name may be the mistake. */
async function addFiles(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	for (const one of await listAttachments(tx, row.id)) {
		if (one.state === 'sealed') {
			add('fileSealed', one.sealedAt, one.sealReason);
			continue;
		}
		add('fileName', one.addedAt, one.name);
		add('fileUrl', one.addedAt, one.sourceUrl);
		add('fileNote', one.addedAt, one.sourceNote);
	}
}

/** What was made ready for others: authorities, the police, a lawyer, other systems. */
async function addSent(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	const notifications = await tx
		.selectFrom('caseNotification')
		.selectAll()
		.where('caseId', '=', row.id)
		.orderBy('kind')
		.execute();
	for (const one of notifications) {
		const kind = one.kind as NotificationKind;
		const answers = one.answers as NotificationAnswers;
		for (const { name } of fieldsFor(kind)) add(`${kind}.${name}`, one.updatedAt, answers[name]);
		add(`${kind}.reference`, one.updatedAt, one.reference);
	}
	const reports = await tx.selectFrom('casePoliceReport').selectAll().where('caseId', '=', row.id).execute();
	for (const one of reports) {
		const answers = one.answers as PoliceAnswers;
		for (const name of policeFields) add(`police.${name}`, one.updatedAt, answers[name]);
		add('policeReference', one.updatedAt, one.reference);
	}
	const questions = await tx
		.selectFrom('caseSecrecyQuestion')
		.selectAll()
		.where('caseId', '=', row.id)
		.orderBy('askedAt')
		.orderBy('id')
		.execute();
	for (const one of questions) {
		add('secrecyQuestion', one.askedAt, one.question);
		add('secrecyReason', one.answeredAt, one.reason);
	}
	const references = await tx
		.selectFrom('caseExternalReference')
		.selectAll()
		.where('caseId', '=', row.id)
		.orderBy('addedAt')
		.orderBy('id')
		.execute();
	for (const one of references) {
		add('externalSystem', one.addedAt, one.systemName);
		add('externalReference', one.addedAt, one.reference);
	}
}

/** What others were given when they were given it: the copies of a notification, and the package that a lawyer was shown. */
async function addCopies(tx: Tx, row: CaseRow, add: Add): Promise<void> {
	const copies = await tx
		.selectFrom('caseNotificationCopy')
		.select(['kind', 'content', 'givenAt'])
		.where('caseId', '=', row.id)
		.orderBy('givenAt')
		.orderBy('id')
		.execute();
	for (const { kind: code, content, givenAt } of copies) {
		const kind = code as NotificationKind;
		const answers = content as NotificationAnswers;
		for (const { name } of fieldsFor(kind)) add(`${kind}Copy.${name}`, givenAt, answers[name]);
	}
	const questions = await tx
		.selectFrom('caseSecrecyQuestion')
		.select(['package', 'askedAt'])
		.where('caseId', '=', row.id)
		.orderBy('askedAt')
		.orderBy('id')
		.execute();
	for (const { package: shown, askedAt } of questions) {
		const { answers, facts } = shown as unknown as PolicePackage;
		for (const name of policeFields) add(`secrecyPackage.${name}`, askedAt, answers[name]);
		for (const { text } of facts) add('secrecyFact', askedAt, text);
	}
}

/** The names that are looked for in the texts: who reported, who was exposed, whom it is about, and who was asked to tell. */
export async function namesInCase(tx: Tx, row: CaseRow): Promise<string[]> {
	const asked = (await listStatementRequests(tx, row.id)).map(({ personId }) => personId);
	const people: PersonId[] = [row.reporterId, row.affectedPersonId, ...row.excludedPersonIds, ...asked];
	return [...new Set((await namesOf(tx, people)).values())];
}
