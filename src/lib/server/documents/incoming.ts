/**
 * Files that are still arriving, for the tus protocol: a telephone on a bad line sends a file in pieces, and goes on where the line
 * broke. What has arrived is sealed at once with a key of its own, and so is what is said about it; nothing lies open on the disk.
 *
 * Two files per upload in the folder: `<id>.part` (sealed pieces) and `<id>.about`.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { newId } from '../platform/ids.ts';
import { countArrived, keyBytes, seal, sealPart, unseal, type Arrived, type Bytes } from './sealed-stream.ts';
import type { Vault } from './vault.ts';

/** What is known of a file that is arriving. */
interface About {
	size: number;
	/** As the browser said it: names of fields → texts. */
	metadata: Record<string, string | null>;
	/** It has all arrived and is in its case; the parts are gone. Kept so that an answer that was lost can be asked for again. */
	isKept: boolean;
}

/** How long somebody may take to come back to a file that did not arrive whole, in milliseconds. */
const keepMs = 24 * 3_600_000;

/** Unfinished files that one person may have. A page sends one at a time; the others are what was broken off. */
export const mostArriving = 10;
/** A file of which nothing came for this long gives way when its owner begins a new one too many, in milliseconds. */
const idleMs = 10 * 60_000;

/** The owner of the file has too many unfinished ones, and more of them are coming right now. */
export class TooManyArriving extends Error {}

/** New files are counted one at a time, so that many that begin at once are not each the first. */
let counting: Promise<unknown> = Promise.resolve();

/** The tus server's store; made per vault. */
export class IncomingFiles extends DataStore {
	override extensions = ['creation'];
	readonly #folder: string;
	readonly #keyring: Vault['keyring'];
	readonly #now: Vault['now'];

	constructor({ incomingFolder, keyring, now }: Pick<Vault, 'incomingFolder' | 'keyring' | 'now'>) {
		super();
		this.#folder = incomingFolder;
		this.#keyring = keyring;
		this.#now = now;
	}

	/** @param upload `owner` among its metadata is whose it is. @throws TooManyArriving */
	override async create(upload: Upload): Promise<Upload> {
		const turn = counting.then(async () => {
			await this.#makeRoom(upload.metadata?.owner ?? null);
			await this.#begin(upload);
		});
		counting = turn.catch(() => undefined);
		await turn;
		return upload;
	}

	/** Sees to it that the owner may begin one more. */
	async #makeRoom(owner: string | null): Promise<void> {
		const own: { id: string; mtimeMs: number }[] = [];
		for (const name of await readdir(this.#folder)) {
			if (!name.endsWith('.part')) continue;
			const id = name.slice(0, -'.part'.length);
			try {
				if ((await this.said(id)).metadata.owner !== owner) continue;
				own.push({ id, mtimeMs: (await stat(this.#part(id))).mtimeMs });
			} catch {
				// gone in the meantime, or locked by a master key that was thrown away
			}
		}
		if (own.length < mostArriving) return;
		const oldest = own.reduce((a, b) => (b.mtimeMs < a.mtimeMs ? b : a));
		if (oldest.mtimeMs > this.#now().epochMilliseconds - idleMs) throw new TooManyArriving();
		await this.remove(oldest.id);
	}

	async #begin(upload: Upload): Promise<void> {
		const about: About = {
			size: upload.size ?? 0,
			metadata: upload.metadata ?? {},
			isKept: false
		};
		await this.#saveAbout(upload.id, randomBytes(keyBytes), about);
		await writeFile(this.#part(upload.id), '', { mode: 0o600 });
	}

	override async getUpload(id: string): Promise<Upload> {
		const { about } = await this.#about(id);
		const { size, metadata, isKept } = about;
		const offset = isKept ? size : (await this.#arrived(id)).bytes;
		return new Upload({ id, size, offset, metadata });
	}

	/** Everything that arrives is kept in whole pieces, also when the line breaks in the middle. */
	override async write(stream: Readable, id: string, offset: number): Promise<number> {
		const { key } = await this.#about(id);
		const before = await this.#arrived(id);
		if (before.bytes !== offset) throw ERRORS.INVALID_OFFSET;
		// what was cut off in the middle of a piece last time
		await truncate(this.#part(id), before.sealedBytes);
		for await (const piece of sealPart(key, stream as Bytes, before.pieces)) {
			await appendFile(this.#part(id), piece);
		}
		return (await this.#arrived(id)).bytes;
	}

	override async remove(id: string): Promise<void> {
		await rm(this.#part(id), { force: true });
		await rm(this.#file(id), { force: true });
	}

	/** @returns how many files of the folder were too old */
	override async deleteExpired(): Promise<number> {
		const before = this.#now().epochMilliseconds - keepMs;
		let count = 0;
		for (const name of await readdir(this.#folder)) {
			const { mtimeMs } = await stat(join(this.#folder, name));
			if (mtimeMs > before) continue;
			await rm(join(this.#folder, name), { force: true });
			count++;
		}
		return count;
	}

	/** What the browser said about a file, and whether it is in its case already. @throws when there is no such upload */
	async said(id: string): Promise<Pick<About, 'metadata' | 'size' | 'isKept'>> {
		return (await this.#about(id)).about;
	}

	/** Everything that has arrived, in the open. */
	async *content(id: string): AsyncGenerator<Uint8Array> {
		const { key } = await this.#about(id);
		yield* unseal(key, createReadStream(this.#part(id)), false);
	}

	/** The file is in its case: its parts are not needed any more. */
	async markKept(id: string): Promise<void> {
		const { key, about } = await this.#about(id);
		await this.#saveAbout(id, key, {
			...about,
			metadata: { owner: about.metadata.owner ?? null },
			isKept: true
		});
		await rm(this.#part(id), { force: true });
	}

	#part(id: string): string {
		return join(this.#folder, `${id}.part`);
	}

	#file(id: string): string {
		return join(this.#folder, `${id}.about`);
	}

	async #arrived(id: string): Promise<Arrived> {
		return countArrived(createReadStream(this.#part(id)));
	}

	async #about(id: string): Promise<{ key: Buffer; about: About }> {
		let key: Buffer;
		const opened: Uint8Array[] = [];
		try {
			const [wrapped, sealed] = (await readFile(this.#file(id), 'utf8')).split('\n');
			key = this.#keyring.unwrap(Buffer.from(wrapped!, 'base64'), `incoming ${id}`);
			for await (const piece of unseal(key, from([Buffer.from(sealed!, 'base64')]))) opened.push(piece);
		} catch {
			// never there, expired, or locked by a master key that was thrown away: the browser begins anew
			throw ERRORS.FILE_NOT_FOUND;
		}
		return { key, about: JSON.parse(Buffer.concat(opened).toString('utf8')) as About };
	}

	async #saveAbout(id: string, key: Buffer, about: About): Promise<void> {
		const sealed: Uint8Array[] = [];
		for await (const piece of seal(key, from([Buffer.from(JSON.stringify(about))]))) sealed.push(piece);
		const wrapped = this.#keyring.wrap(key, `incoming ${id}`).toString('base64');
		const unfinished = `${this.#file(id)}.${newId<string>()}`;
		const file = await open(unfinished, 'wx', 0o600);
		try {
			await file.writeFile(`${wrapped}\n${Buffer.concat(sealed).toString('base64')}`);
		} finally {
			await file.close();
		}
		await rename(unfinished, this.#file(id));
	}
}

async function* from(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* chunks;
}
