/** What happens to a record: handed over by who handles the case, everything else by an officer. */
import type { CaseId, LexSarahRecordId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { keptOutOf as keptOutOfCase, mayCase, openCaseToChange } from '../cases/index.ts';
import { fulfilDuty } from '../duties/index.ts';
import { findIncident, formatNumber } from '../incidents/index.ts';
import { tell } from '../notifications/index.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm } from '../platform/ids.ts';
import { capacityOn, keptOutOf, may } from './access.ts';
import type {
	CloseRecordInput,
	DecisionInput,
	EntryInput,
	HandOverInput,
	IvoInput,
	StartInput,
	SupplementInput
} from './forms.ts';
import * as queries from './queries.ts';
import { missingForClosing, type MissingForClosing } from './record.ts';

/** What a command answers when it does not throw. Nothing was written unless `ok`. Texts: messages/ `lex_problem_<problem>`. */
export type LexSarahOutcome =
	| { ok: true }
	/** changed: somebody was faster. ended: closed. alreadyOpen: the case has an open record. notOpen: it has none. */
	| { ok: false; problem: 'changed' | 'ended' | 'alreadyOpen' | 'notOpen' | 'notDecided' }
	| { ok: false; problem: 'missing'; missing: MissingForClosing[] };

const done: LexSarahOutcome = { ok: true };
const refused = (
	problem: 'changed' | 'ended' | 'alreadyOpen' | 'notOpen' | 'notDecided'
): LexSarahOutcome => ({
	ok: false,
	problem
});

/**
 * Hands over what the officer needs. The case goes on; who hands over no longer reads what they handed over.
 * @param dutyDone how the duty to report was done, in words
 * @throws NotFound, Forbidden unless the actor handles the case
 */
export async function handOver(
	context: Context,
	caseId: CaseId,
	input: HandOverInput,
	dutyDone: string
): Promise<LexSarahOutcome> {
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, caseId, 'move');
		require(mayCase(context.actor, 'move', row));
		const { key, ...report } = input;
		const id = recordIdOf(caseId, input);
		const records = await queries.listRecordsOf(tx, caseId);
		if (records.some((record) => record.id === id)) return done;
		if (records.some(({ closedAt }) => closedAt === null)) return refused('alreadyOpen');

		const { municipalityId, personId } = context.actor;
		const incident = (await findIncident(tx, row.incidentId))!;
		await tx
			.insertInto('lexSarahRecord')
			.values({
				id,
				municipalityId,
				caseId,
				// what decides who reads it: the database takes it from the case
				unitId: row.unitId,
				unitPath: row.unitPath,
				affectedPersonId: row.affectedPersonId,
				excludedPersonIds: row.excludedPersonIds,
				handedOverBy: personId,
				handedOverAt: context.now().toString()
			})
			.execute();
		await tx
			.insertInto('lexSarahReport')
			.values({
				...report,
				recordId: id,
				municipalityId,
				caseNumber: formatNumber(incident.year!, incident.number!)
			})
			.execute();
		await activityLog.record(tx, context, {
			action: 'lexSarah.handedOver',
			subjectKind: 'case',
			subjectId: caseId,
			by,
			details: { recordId: id }
		});
		await fulfilDuty(tx, context, { caseId, key: 'lexSarah', how: dutyDone, by });
		const keptOut = keptOutOfCase(row);
		const officers = await queries.listOfficers(tx, context, row.unitPath, keptOut);
		await tell(tx, context, { kind: 'lexSarahReceived', subjectId: id }, officers, { keptOut });
		return done;
	});
}

/**
 * The id of the record that a form makes. Who hands over may not read it afterwards: so the same form is known again, and other
 * words with its key are told that there is a record.
 */
export function recordIdOf(caseId: CaseId, form: HandOverInput): LexSarahRecordId {
	const { whatHappened, clientHarm, doneAlready, clientReference, occurredOn, childConcerned } = form;
	const said = [whatHappened, clientHarm, doneAlready, clientReference, occurredOn, childConcerned];
	return idOfForm(form.key, caseId, ...said);
}

/** Adds what the officer asked for, or what came up later. @throws NotFound, Forbidden unless the actor handles the case */
export async function supplement(
	context: Context,
	caseId: CaseId,
	{ key, supplementText: text }: SupplementInput
): Promise<LexSarahOutcome> {
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, caseId, 'move');
		require(mayCase(context.actor, 'move', row));
		const open = (await queries.listRecordsOf(tx, caseId)).find(({ closedAt }) => closedAt === null);
		if (!open) return refused('notOpen');
		const entryId = await queries.insertEntry(tx, context, open.id, { key, kind: 'supplement', text });
		if (entryId) {
			await activityLog.record(tx, context, {
				action: 'lexSarah.supplemented',
				subjectKind: 'case',
				subjectId: caseId,
				by,
				details: { recordId: open.id, entryId }
			});
			const keptOut = keptOutOfCase(row);
			const recipients = open.officerId
				? [open.officerId]
				: await queries.listOfficers(tx, context, row.unitPath, keptOut);
			const notice = { kind: 'lexSarahSupplemented', subjectId: open.id } as const;
			await tell(tx, context, notice, recipients, { keptOut });
		}
		return done;
	});
}

/** An officer begins: the record is theirs. Another officer may take it over from them. @throws NotFound */
export async function start(
	context: Context,
	id: LexSarahRecordId,
	{ version }: StartInput
): Promise<LexSarahOutcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockRecord(tx, id);
		require(may(context.actor, row));
		if (row!.officerId === context.actor.personId) return done;
		if (row!.closedAt !== null) return refused('ended');
		if (row!.version !== version) return refused('changed');
		await queries.saveRecord(tx, row!, {
			officerId: context.actor.personId,
			...(row!.status === 'received' && { status: 'investigating', startedAt: context.now().toString() })
		});
		await log(tx, context, row!, 'lexSarah.started');
		return done;
	});
}

/** Adds to the documentation. Whoever writes first has begun. @throws NotFound */
export async function document(
	context: Context,
	id: LexSarahRecordId,
	{ key, entryKind: kind, entryText: text }: EntryInput
): Promise<LexSarahOutcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockRecord(tx, id);
		require(may(context.actor, row));
		if (row!.closedAt !== null) return refused('ended');
		const entryId = await queries.insertEntry(tx, context, id, { key, kind, text });
		if (!entryId) return done;
		if (row!.status === 'received') await queries.saveRecord(tx, row!, begun(context));
		await log(tx, context, row!, 'lexSarah.documented', { kind, entryId });
		return done;
	});
}

/** Assesses, and decides whether IVO is told. A later decision takes the place of an earlier one, which stays. @throws NotFound */
export async function decide(
	context: Context,
	id: LexSarahRecordId,
	{ key, version, ivo, ...input }: DecisionInput
): Promise<LexSarahOutcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockRecord(tx, id);
		require(may(context.actor, row));
		const { assessment, reason, ivoReason } = input;
		const decisionId = idOfForm<string>(key, id, assessment, reason, ivo, ivoReason);
		if ((await queries.listDecisions(tx, id)).some((decision) => decision.id === decisionId)) return done;
		if (row!.closedAt !== null) return refused('ended');
		if (row!.version !== version) return refused('changed');
		const at = context.now().toString();
		await tx
			.insertInto('lexSarahDecision')
			.values({
				...input,
				id: decisionId,
				municipalityId: context.actor.municipalityId,
				recordId: id,
				reportToIvo: ivo === 'yes',
				decidedBy: context.actor.personId,
				decidedAt: at
			})
			.execute();
		await queries.saveRecord(tx, row!, {
			...(row!.status === 'received' && begun(context)),
			status: 'decided',
			decidedAt: at
		});
		await log(tx, context, row!, 'lexSarah.decided', { assessment, ivo, decisionId });
		await tellWhoHandedOver(tx, context, row!);
		return done;
	});
}

/** Records that IVO has been told. @throws NotFound */
export async function recordIvo(
	context: Context,
	id: LexSarahRecordId,
	{ version, ...input }: IvoInput
): Promise<LexSarahOutcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockRecord(tx, id);
		require(may(context.actor, row));
		const decision = await queries.findDecision(tx, id);
		if (decision?.ivoSentOn === input.ivoSentOn && decision.ivoReference === input.ivoReference) return done;
		if (row!.closedAt !== null) return refused('ended');
		if (row!.version !== version) return refused('changed');
		if (!decision?.reportToIvo) return refused('notDecided');
		await tx.updateTable('lexSarahDecision').set(input).where('id', '=', decision.id).execute();
		await queries.saveRecord(tx, row!, {});
		await log(tx, context, row!, 'lexSarah.ivoReported', { sentOn: input.ivoSentOn });
		return done;
	});
}

/** Closes a record: investigated, remedied, decided, and IVO told when it is to be. @throws NotFound */
export async function closeRecord(
	context: Context,
	id: LexSarahRecordId,
	{ key, version, closingText: text }: CloseRecordInput
): Promise<LexSarahOutcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockRecord(tx, id);
		require(may(context.actor, row));
		const entries = await queries.listEntries(tx, id);
		const isSame = (entry: queries.EntryRow) => entry.kind === 'closing' && entry.text === text;
		if (entries.some(isSame)) return done;
		if (row!.closedAt !== null) return refused('ended');
		if (row!.version !== version) return refused('changed');
		const decision = (await queries.findDecision(tx, id)) ?? null;
		const missing = missingForClosing({ ...row!, decision, entryKinds: entries.map(({ kind }) => kind) });
		if (missing.length > 0) return { ok: false, problem: 'missing', missing };
		const entryId = await queries.insertEntry(tx, context, id, { key, kind: 'closing', text });
		await queries.saveRecord(tx, row!, { status: 'closed', closedAt: context.now().toString() });
		await log(tx, context, row!, 'lexSarah.closed', { entryId });
		await tellWhoHandedOver(tx, context, row!);
		return done;
	});
}

/** That it has come further, not how. */
function tellWhoHandedOver(tx: Tx, context: Context, row: queries.RecordRow): Promise<void> {
	const notice = { kind: 'lexSarahMoved', subjectId: row.caseId } as const;
	return tell(tx, context, notice, [row.handedOverBy], { keptOut: keptOutOf(row) });
}

function begun({ actor, now }: Context) {
	return { status: 'investigating', officerId: actor.personId, startedAt: now().toString() } as const;
}

function log(
	tx: Tx,
	context: Context,
	row: queries.RecordRow,
	action: activityLog.ActivityAction,
	details: activityLog.Activity['details'] = {}
): Promise<void> {
	return activityLog.record(tx, context, {
		action,
		subjectKind: 'lexSarah',
		subjectId: row.id,
		by: capacityOn(context.actor, row),
		details
	});
}
