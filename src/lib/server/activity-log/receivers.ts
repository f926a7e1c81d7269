/** Sends checkpoints out of reach of whoever runs the database. What is sent holds sizes, roots and signatures, and nothing else. */
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Application } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { timestamp } from '../platform/database.ts';
import { sendMail } from '../platform/mail.ts';
import { findLastCheckpoint, listCheckpointsAfter, logKeeper, type CheckpointRow } from './proof-queries.ts';
import type { ProofsConfig, Receiver } from './proofs-config.ts';

/** How far a receiver has come. */
export interface ReceiverState {
	id: string;
	kind: string;
	label: string;
	deliveredSize: number | null;
	deliveredAt: Temporal.Instant | null;
	/** Failed attempts since the last delivery. */
	attempts: number;
	lastError: string | null;
	nextAt: Temporal.Instant | null;
	/** When a process that has this receiver in its settings last looked. */
	seenAt: Temporal.Instant;
	/** Checkpoints that it has not got. */
	waiting: number;
}

/** How many checkpoints are sent at a time, when a receiver was away for long. */
const mostAtOnce = 200;
/** For how long a process may be busy with a delivery before another one takes over. */
const claimMinutes = 5;
const timeoutMs = 10_000;

/** Waits longer after each failure: 5 s, 10 s, 20 s … at most an hour. @returns seconds */
export function waitAfter(attempts: number): number {
	return Math.min(3600, 5 * 2 ** Math.min(attempts - 1, 20));
}

/**
 * Delivers what each receiver has not got, where it is time to.
 *
 * In order and at least once: who crashes between sending and writing that down sends again. New receivers begin with the newest
 * checkpoint, which stands for all before it. No transaction is open while something is sent.
 */
export async function deliverCheckpoints(
	application: Application,
	{ receivers, mail }: Pick<ProofsConfig, 'receivers' | 'mail'>,
	stopping: AbortSignal = new AbortController().signal
): Promise<void> {
	await Promise.all(
		receivers.map(async (receiver) => {
			const claimed = await claim(application, receiver, mail?.minutes ?? 60);
			if (claimed.length === 0) return;
			let sent: CheckpointRow | undefined;
			try {
				if (receiver.kind === 'file') {
					appendToFile(receiver.target, claimed);
					sent = claimed.at(-1);
				} else if (receiver.kind === 'mail') {
					sent = claimed.at(-1);
					await sendCheckpoint(mail!, receiver.target, sent!);
				} else {
					for (const checkpoint of claimed) {
						await post(receiver.target, checkpoint.note, stopping);
						sent = checkpoint;
					}
				}
				await settle(application, receiver, sent, null);
			} catch (error) {
				await settle(application, receiver, receiver.kind === 'mail' ? undefined : sent, reasonOf(error));
			}
		})
	);
}

/** What is to be sent now; nothing when there is nothing, when it is not time yet, or another process is at it. */
async function claim(
	{ db, clock }: Application,
	receiver: Receiver,
	mailMinutes: number
): Promise<CheckpointRow[]> {
	return db.transaction(logKeeper, async (tx) => {
		const now = clock.now();
		const last = await findLastCheckpoint(tx);
		if (!last) return [];
		const row = await findReceiver(tx, receiver.id);
		if (!row) {
			const { id, kind, label } = receiver;
			await tx
				.insertInto('logReceiver')
				.values({ id, kind, label, deliveredNumber: last.number - 1, seenAt: now.toString() })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		} else if (now.since(row.seenAt).total('seconds') > 60) {
			await tx
				.updateTable('logReceiver')
				.set({ seenAt: now.toString() })
				.where('id', '=', receiver.id)
				.execute();
		}
		const delivered = row?.deliveredNumber ?? last.number - 1;
		if (delivered >= last.number) return [];
		const minutesSince = row?.deliveredAt ? now.since(row.deliveredAt).total('minutes') : Infinity;
		if (receiver.kind === 'mail' && minutesSince < mailMinutes) return [];
		const claimed = await tx
			.updateTable('logReceiver')
			.set({ claimedUntil: now.add({ minutes: claimMinutes }).toString() })
			.where('id', '=', receiver.id)
			.where('deliveredNumber', '=', delivered)
			.where((or) => or.or([or('claimedUntil', 'is', null), or('claimedUntil', '<', timestamp(now))]))
			.where((or) => or.or([or('nextAt', 'is', null), or('nextAt', '<=', timestamp(now))]))
			.returning('id')
			.executeTakeFirst();
		if (!claimed) return [];
		return receiver.kind === 'mail' ? [last] : listCheckpointsAfter(tx, delivered, mostAtOnce);
	});
}

async function findReceiver(tx: Tx, id: string) {
	return tx
		.selectFrom('logReceiver')
		.select(['deliveredNumber', 'deliveredAt', 'seenAt'])
		.where('id', '=', id)
		.executeTakeFirst();
}

/** Writes down how it went, and lets others have their turn. */
async function settle(
	{ db, clock }: Application,
	{ id }: Receiver,
	sent: CheckpointRow | undefined,
	error: string | null
): Promise<void> {
	await db.transaction(logKeeper, async (tx) => {
		const now = clock.now();
		const { attempts } = await tx
			.selectFrom('logReceiver')
			.select('attempts')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		const failed = sent ? 1 : attempts + 1;
		await tx
			.updateTable('logReceiver')
			.set({
				claimedUntil: null,
				attempts: error === null ? 0 : failed,
				lastError: error,
				nextAt: error === null ? null : now.add({ seconds: waitAfter(failed) }).toString(),
				...(sent && {
					deliveredNumber: sent.number,
					deliveredSize: sent.size,
					deliveredAt: now.toString()
				})
			})
			.where('id', '=', id)
			.execute();
	});
}

/** The receivers and how far they have come. */
export async function listReceivers(tx: Tx): Promise<ReceiverState[]> {
	const rows = await tx
		.selectFrom('logReceiver')
		.select([
			...([
				'id',
				'kind',
				'label',
				'deliveredSize',
				'deliveredAt',
				'attempts',
				'lastError',
				'nextAt'
			] as const),
			'seenAt',
			sql<number>`(select count(*) from log_checkpoint c where c.number > log_receiver.delivered_number)`.as(
				'waiting'
			)
		])
		.orderBy('kind')
		.orderBy('label')
		.execute();
	return rows;
}

/** What the answer was, when it was not yes. */
class Refused extends Error {
	override name = 'Refused';
}

/** For people and the database: a code or a status, never what was sent or where a secret could be. */
function reasonOf(error: unknown): string {
	if (error instanceof Refused) return error.message;
	const { code, cause, responseCode, name } = error as {
		code?: unknown;
		cause?: { code?: unknown };
		responseCode?: unknown;
		name?: unknown;
	};
	const parts = [code ?? cause?.code ?? name ?? 'unknown', responseCode].filter((part) => part !== undefined);
	return parts.map(String).join(' ').slice(0, 200);
}

/** After what is there, also when a crash left half a line; on the disk before it counts as delivered. */
function appendToFile(path: string, checkpoints: readonly CheckpointRow[]): void {
	const file = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o644);
	try {
		const { size } = fstatSync(file);
		const last = Buffer.alloc(1);
		if (size > 0) readSync(file, last, 0, 1, size - 1);
		const isTorn = size > 0 && last.toString() !== '\n';
		const text = checkpoints.map(({ note }) => `${note}\n`).join('');
		writeSync(file, isTorn ? `\n\n${text}` : text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

async function post(address: string, note: string, stopping: AbortSignal): Promise<void> {
	const response = await fetch(address, {
		method: 'POST',
		body: note,
		headers: { 'content-type': 'text/plain; charset=utf-8' },
		// an address that sends us elsewhere is not the one that the operator chose
		redirect: 'manual',
		signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping])
	});
	await response.body?.cancel();
	if (!response.ok) throw new Refused(`HTTP ${response.status}`);
}

async function sendCheckpoint(
	{ server }: NonNullable<ProofsConfig['mail']>,
	to: string,
	{ size, note }: CheckpointRow
): Promise<void> {
	await sendMail(server, {
		to,
		subject: `Kontrollpunkt för aktivitetsloggen: ${size} poster`,
		text: `${mailText}\n\n${note}`,
		attachments: [{ filename: `kontrollpunkt-${size}.txt`, content: note, contentType: 'text/plain' }]
	});
}

const mailText = `Det här är en kontrollpunkt för aktivitetsloggen i Opåverkad. Spara meddelandet: med det kan
du visa om något i loggen ändras eller tas bort i efterhand. Det innehåller inga uppgifter om
ärenden eller personer.

This is a checkpoint of the activity log in Opåverkad. Keep this message: with it you can show
whether anything in the log is changed or removed afterwards. It holds no data on cases or people.`;
