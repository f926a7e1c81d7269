/**
 * What one person's reports leave on the device until they are sent: the draft, the outbox, and which keys were tried.
 *
 * In IndexedDB, each content sealed with the person's own key. Signing out removes all of it (Clear-Site-Data).
 * Beside the sealed content stand only times, random keys and ids.
 */
import { createStore, del, entries, get, promisifyRequest, set, update } from 'idb-keyval';
import type { Changes, Entries } from './form-entries.ts';
import type { Attempts } from './report-key.ts';
import { newSealingKey, seal, unseal, type Sealed } from './sealing.ts';

const store = createStore('opaverkad', 'report');

/** How long an unsent draft is kept, in milliseconds: 72 hours from the last change. */
export const draftLifetime = 72 * 60 * 60 * 1000;

/** Whether a draft is too old to be kept. Times in milliseconds since 1970; a clock set back does not keep it for ever. */
export function isExpired(savedAt: number, now: number): boolean {
	return Math.abs(now - savedAt) >= draftLifetime;
}

interface DraftRecord extends Sealed {
	key: string;
	savedAt: number;
}

/** A report that could not be sent yet. */
export interface OutboxRecord {
	/** When it was written, in milliseconds since 1970. */
	writtenAt: number;
	state: 'waiting' | 'rejected' | 'delivered';
	/** The path it is posted to. */
	action: string;
	/** The content; gone when delivered. */
	sealed: Sealed | null;
	/** Where the reporter reads about it; null until delivered. */
	receipt: string | null;
}
/** An outbox record, whose it is, and its idempotency key. */
export interface OutboxItem extends OutboxRecord {
	person: string;
	key: string;
}

const keyName = (person: string) => `sealing-key:${person}`;

/** The person's key. Two tabs may ask at once: the first one stored is everybody's. */
async function sealingKeyOf(person: string): Promise<CryptoKey> {
	const name = keyName(person);
	const existing = await get<CryptoKey>(name, store);
	if (existing) return existing;
	const fresh = await newSealingKey();
	await update<CryptoKey>(name, (stored) => stored ?? fresh, store);
	return (await get<CryptoKey>(name, store)) ?? fresh;
}

/**
 * Makes sure that this device can keep the person's reports.
 * Rejects where it cannot: some browsers store no keys in private windows.
 */
export async function prepareDevice(person: string): Promise<void> {
	await sealingKeyOf(person);
}

/** What was sealed for the person; null when the key is gone, as after signing out in another tab. */
async function unsealFor<Content>(person: string, sealed: Sealed): Promise<Content | null> {
	const key = await get<CryptoKey>(keyName(person), store);
	return key ? unseal<Content>(key, sealed) : null;
}

/** Removes the draft with this key, or any draft of the person when no key is given. */
export async function removeDraft(person: string, key?: string): Promise<void> {
	const name = `draft:${person}`;
	const draft = await get<DraftRecord>(name, store);
	if (draft && (key === undefined || draft.key === key)) await del(name, store);
}

/** Removes drafts that are too old, whoever wrote them on this device. */
export async function removeExpiredDrafts(now: number): Promise<void> {
	for (const [name, record] of await entries<string, DraftRecord>(store)) {
		if (name.startsWith('draft:') && isExpired(record.savedAt, now)) await del(name, store);
	}
}

/** The draft with its key and when it was saved; null when there is none. */
export async function findDraft(
	person: string
): Promise<{ key: string; savedAt: number; changes: Changes } | null> {
	const record = await get<DraftRecord>(`draft:${person}`, store);
	if (!record) return null;
	const changes = await unsealFor<Changes>(person, record);
	return changes && { key: record.key, savedAt: record.savedAt, changes };
}

export async function saveDraft(person: string, key: string, changes: Changes): Promise<void> {
	const sealed = await seal(await sealingKeyOf(person), changes);
	await set(`draft:${person}`, { ...sealed, key, savedAt: Date.now() } satisfies DraftRecord, store);
}

export async function getAttempts(person: string): Promise<Attempts> {
	const record = await get<Sealed>(`attempts:${person}`, store);
	return (record && (await unsealFor<Attempts>(person, record))) ?? {};
}

export async function saveAttempts(person: string, attempts: Attempts): Promise<void> {
	await set(`attempts:${person}`, await seal(await sealingKeyOf(person), attempts), store);
}

const outboxName = (person: string, key: string) => `outbox:${person}:${key}`;

/** Everything in the outbox of this device, whoever wrote it, in the order it was written. */
export async function listOutbox(): Promise<OutboxItem[]> {
	const items: OutboxItem[] = [];
	for (const [name, record] of await entries<string, OutboxRecord>(store)) {
		const [kind, person = '', key = ''] = name.split(':');
		if (kind === 'outbox') items.push({ ...record, person, key });
	}
	return items.sort((a, b) => a.writtenAt - b.writtenAt);
}

/** Puts a report into the outbox. */
export async function queueReport(
	person: string,
	key: string,
	action: string,
	content: Entries
): Promise<void> {
	const sealed = await seal(await sealingKeyOf(person), content);
	const record: OutboxRecord = { writtenAt: Date.now(), state: 'waiting', action, sealed, receipt: null };
	await set(outboxName(person, key), record, store);
}

/** What a waiting or rejected report says; null when it is delivered, or can no longer be read. */
export async function readQueued({ person, sealed }: OutboxItem): Promise<Entries | null> {
	return sealed && unsealFor<Entries>(person, sealed);
}

/** Notes what became of a report. Its content is gone from the device as soon as it is delivered. */
export async function noteOutcome(
	{ person, key }: OutboxItem,
	outcome: { state: 'rejected' } | { state: 'delivered'; receipt: string }
): Promise<void> {
	const name = outboxName(person, key);
	// in one transaction: what was removed meanwhile, by signing out, does not come back
	await store('readwrite', (records) => {
		const found: IDBRequest<OutboxRecord | undefined> = records.get(name);
		found.onsuccess = () => {
			if (!found.result) return;
			const sealed = outcome.state === 'delivered' ? null : found.result.sealed;
			records.put({ ...found.result, ...outcome, sealed } satisfies OutboxRecord, name);
		};
		return promisifyRequest(records.transaction);
	});
}

export async function removeFromOutbox({ person, key }: OutboxItem): Promise<void> {
	await del(outboxName(person, key), store);
}
