import { createHash } from 'node:crypto';
import type { ImportDraftId } from '../../../../database/column-types.ts';
import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import {
	applyRows,
	mayOrganisation,
	readOrganisation,
	type ChangeId,
	type OrganisationSnapshot
} from '../organisation-changes/index.ts';
import type { PersonId } from '../organisation/index.ts';
import type { Application } from '../platform/context.ts';
import { timestamp, type Tx } from '../platform/database.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { describeError, logError } from '../platform/log.ts';
import { dateIn } from '../platform/working-days.ts';
import { sql } from 'kysely';
import { fileKinds, type FileKind } from './csv-columns.ts';
import { readImportFiles, type ImportFiles } from './csv-lines.ts';
import { endsTooMany, planImport, type ImportPlan } from './plan-import.ts';

/** All files of an upload together: 10,000 people are about 1 MB. The server's own limit (scripts/start.ts) is a little higher. */
export const mostUploadBytes = 7_000_000;
/** How long an upload is kept for its yes. */
export const draftMinutes = 60;
/** How often a running import gives a sign of life, and how long without one it counts as interrupted. */
const lifeSeconds = { sign: 3, lost: 20 } as const;

/** Why an import that somebody said yes to did not happen. Texts: messages/ `import_failed_<problem>`. */
export type ImportFailure =
	/** The organisation, or the day, is not what was shown any more. */
	'changed' | 'unexpected';

/** Keeps uploaded files until their owner says yes or no. Earlier ones that wait are forgotten. */
export async function uploadImport(
	context: Context,
	files: ImportFiles,
	endMissing: boolean
): Promise<ImportDraftId> {
	const { actor, now } = context;
	require(mayOrganisation(actor, 'change'));
	const id = newId<ImportDraftId>();
	const bytes = (kind: FileKind) => (files[kind] ? Buffer.from(files[kind]) : null);
	await context.transaction(async (tx) => {
		await tx.deleteFrom('importDraft').where('state', '=', 'shown').execute();
		await tx
			.insertInto('importDraft')
			.values({
				id,
				municipalityId: actor.municipalityId,
				ownerId: actor.personId,
				createdAt: now().toString(),
				endMissing,
				units: bytes('units'),
				people: bytes('people'),
				assignments: bytes('assignments'),
				headcounts: bytes('headcounts')
			})
			.execute();
	});
	return id;
}

/** Forgets an upload that nobody has said yes to. */
export async function discardImport(context: Context, id: ImportDraftId): Promise<void> {
	require(mayOrganisation(context.actor, 'change'));
	await context.transaction((tx) =>
		tx.deleteFrom('importDraft').where('id', '=', id).where('state', '<>', 'running').execute()
	);
}

/** An upload of the actor's own, as the table has it. @throws NotFound, also when its hour is over */
export async function findDraft(tx: Tx, context: Context, id: string) {
	if (!isId<ImportDraftId>(id)) throw new NotFound();
	const { now } = context;
	await tx
		.updateTable('importDraft')
		.set({ state: 'interrupted' })
		.where('id', '=', id)
		.where('state', '=', 'running')
		.where('seenAt', '<', timestamp(now().subtract({ seconds: lifeSeconds.lost })))
		.execute();
	const draft = await tx
		.selectFrom('importDraft')
		.selectAll()
		.where('id', '=', id)
		.where('createdAt', '>', timestamp(now().subtract({ minutes: draftMinutes })))
		.executeTakeFirst();
	if (!draft) throw new NotFound();
	return draft;
}
export type Draft = Awaited<ReturnType<typeof findDraft>>;

/** Plans what the files of an upload would change now. The same files and the same organisation give the same plan. */
export async function planDraft(
	tx: Tx,
	{ actor, now }: Context,
	draft: Draft
): Promise<{ plan: ImportPlan; hash: string; snapshot: OrganisationSnapshot }> {
	const reading = readImportFiles(Object.fromEntries(fileKinds.map((kind) => [kind, draft[kind]])));
	const snapshot = await readOrganisation(tx);
	const today = dateIn(now());
	const plan = planImport(snapshot, reading.lines, {
		today: today.toString(),
		dayBefore: today.subtract({ days: 1 }).toString(),
		actorId: actor.personId,
		endMissing: draft.endMissing,
		protectedNamed: await findProtectedNamed(tx, reading.lines),
		idFor: (key) => idFor(`${draft.id} ${key}`)
	});
	const problems = [...reading.problems, ...plan.problems];
	const notes = [...reading.notes, ...plan.notes];
	// what cannot be read makes other lines look wrong as well: first things first
	const shown = reading.problems.length > 0 ? reading.problems : problems;
	const changes = problems.length > 0 ? [] : plan.changes;
	const hash = createHash('sha256').update(JSON.stringify(changes)).digest('hex');
	return { plan: { ...plan, changes, problems: shown, notes }, hash, snapshot };
}

async function findProtectedNamed(
	tx: Tx,
	{ people, assignments }: ReturnType<typeof readImportFiles>['lines']
) {
	const keys = [
		...(people ?? []).flatMap(({ externalId, email }) => [externalId, email]),
		...(assignments ?? []).flatMap(({ person, deputyFor }) => [person, deputyFor])
	].filter((key) => typeof key === 'string');
	const list = (texts: string[]) =>
		sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`;
	const { rows } = await sql<{ id: PersonId; externalId: string | null; email: string | null }>`
		select * from protected_people_named(${list(keys)}, ${list(keys.map((key) => key.toLowerCase()))})`.execute(
		tx
	);
	return rows;
}

/** An id that follows from its key (UUIDv8), so that what was shown and what is written are the same rows. */
function idFor<Id extends string>(key: string): Id {
	const bytes = createHash('sha256').update(key).digest().subarray(0, 16);
	bytes[6] = (bytes[6]! & 0x0f) | 0x80;
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Id;
}

/** Why an import was not begun. Texts: messages/ `import_refused_<reason>`. */
export type ImportRefusal = 'changed' | 'notPossible' | 'endingNotConfirmed';

/**
 * The yes: begins the import of what was shown, and goes on without the one who asked. One transaction: all of it, or nothing.
 * @param shownHash of the plan that they have seen
 */
export async function startImport(
	context: Context,
	id: ImportDraftId,
	{ shownHash, confirmsEnding }: { shownHash: string; confirmsEnding: boolean }
): Promise<{ ok: true; done: Promise<void> } | { ok: false; because: ImportRefusal }> {
	require(mayOrganisation(context.actor, 'change'));
	const refusal = await context.transaction(async (tx): Promise<ImportRefusal | null> => {
		const draft = await findDraft(tx, context, id);
		if (draft.state !== 'shown') return 'notPossible';
		const { plan, hash } = await planDraft(tx, context, draft);
		if (plan.problems.length > 0 || plan.changes.length === 0) return 'notPossible';
		if (hash !== shownHash) return 'changed';
		if (endsTooMany(plan.counts).length > 0 && !confirmsEnding) return 'endingNotConfirmed';
		const now = context.now().toString();
		const { numUpdatedRows } = await tx
			.updateTable('importDraft')
			.set({ state: 'running', planHash: hash, rowCount: plan.changes.length, startedAt: now, seenAt: now })
			.where('id', '=', id)
			.where('state', '=', 'shown')
			.executeTakeFirst();
		return numUpdatedRows === 1n ? null : 'notPossible';
	});
	if (refusal) return { ok: false, because: refusal };
	return { ok: true, done: run(context, id) };
}

class PlanChanged extends Error {}

async function run(context: Context, id: ImportDraftId): Promise<void> {
	const set = (values: { seenAt: string } | { state: 'failed'; problem: ImportFailure }) =>
		context
			.transaction((tx) =>
				tx
					.updateTable('importDraft')
					.set(values)
					.where('id', '=', id)
					.where('state', '=', 'running')
					.execute()
			)
			.catch((error: unknown) => logError('import.state', describeError(error)));
	const signs = setInterval(() => void set({ seenAt: context.now().toString() }), lifeSeconds.sign * 1000);
	signs.unref();
	try {
		await context.transaction(async (tx) => {
			const draft = await findDraft(tx, context, id);
			const { plan, hash } = await planDraft(tx, context, draft);
			if (hash !== draft.planHash) throw new PlanChanged();
			const changeId: ChangeId = await applyRows(tx, context, {
				kind: 'import',
				from: dateIn(context.now()).toString(),
				rows: plan.changes
			});
			const files = { units: null, people: null, assignments: null, headcounts: null };
			const { numUpdatedRows } = await tx
				.updateTable('importDraft')
				.set({ state: 'done', changeId, ...files })
				.where('id', '=', id)
				.where('state', '=', 'running')
				.executeTakeFirst();
			// it was taken for interrupted meanwhile, and somebody was told that nothing was changed
			if (numUpdatedRows !== 1n) throw new PlanChanged();
		});
	} catch (error) {
		const isChanged = error instanceof PlanChanged || error instanceof Conflict;
		if (!isChanged) logError('import.failed', describeError(error));
		await set({ state: 'failed', problem: isChanged ? 'changed' : 'unexpected' });
	} finally {
		clearInterval(signs);
	}
}

/** Forgets uploads whose hour is over. Called by each process's clock. */
export async function forgetImports({ db, clock }: Application): Promise<void> {
	const before = clock.now().subtract({ minutes: draftMinutes }).toString();
	await db.ask((ask) => sql`select forget_import_drafts(${before})`.execute(ask));
}
