/**
 * Files as they lie in the storage: encrypted and authenticated piece by piece (AES-256-GCM, a key per file), so that a large one is
 * never whole in memory and a changed, cut, reordered or lengthened one is noticed before the changed piece is given out.
 *
 * A piece: 4 bytes (its length; the highest bit says that it is the last), 12 random bytes, the ciphertext, 16 bytes of tag. Bound
 * into the tag: its place and whether it is the last. A file has at most some thousand pieces, so random nonces never meet.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const keyBytes = 32;
const pieceBytes = 64 * 1024;
const headerBytes = 4 + 12;
const tagBytes = 16;
const lastMark = 0x8000_0000;

/** The sealed file is not what was sealed: changed, cut, or sealed with another key. */
export class BrokenSeal extends Error {
	override name = 'BrokenSeal';
	constructor() {
		super('a sealed file is not what was sealed');
	}
}

export type Bytes = AsyncIterable<Uint8Array>;

function boundIn(place: number, isLast: boolean): Buffer {
	const data = Buffer.alloc(5);
	data.writeUInt32BE(place);
	data.writeUInt8(isLast ? 1 : 0, 4);
	return data;
}

/** One piece, sealed. @param place from 0 */
function sealPiece(key: Uint8Array, piece: Uint8Array, place: number, isLast: boolean): Buffer {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundIn(place, isLast));
	const header = Buffer.alloc(4);
	header.writeUInt32BE((piece.length | (isLast ? lastMark : 0)) >>> 0);
	return Buffer.concat([header, nonce, cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
}

/** Everything of a source, in pieces of the same size; the last one may be smaller. */
async function* inPieces(source: Bytes): AsyncGenerator<Uint8Array> {
	let waiting: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of source) {
		waiting.push(chunk);
		size += chunk.length;
		if (size < pieceBytes) continue;
		const all = Buffer.concat(waiting);
		let at = 0;
		for (; all.length - at >= pieceBytes; at += pieceBytes) yield all.subarray(at, at + pieceBytes);
		waiting = [all.subarray(at)];
		size = all.length - at;
	}
	if (size > 0) yield Buffer.concat(waiting);
}

/** Seals a whole file. */
export async function* seal(key: Uint8Array, source: Bytes): AsyncGenerator<Buffer> {
	let place = 0;
	let held: Uint8Array = new Uint8Array(0);
	let isFirst = true;
	for await (const piece of inPieces(source)) {
		if (!isFirst) yield sealPiece(key, held, place++, false);
		held = piece;
		isFirst = false;
	}
	yield sealPiece(key, held, place, true);
}

/** Seals a part of a file that is still arriving: no piece is the last. @param firstPlace how many pieces there are already */
export async function* sealPart(key: Uint8Array, source: Bytes, firstPlace: number): AsyncGenerator<Buffer> {
	let place = firstPlace;
	for await (const piece of inPieces(source)) yield sealPiece(key, piece, place++, false);
}

/**
 * What was sealed. Nothing that was changed is given out.
 * @param isWhole a whole file ends with its last piece; parts of one that is arriving do not
 * @throws BrokenSeal
 */
export async function* unseal(key: Uint8Array, sealed: Bytes, isWhole = true): AsyncGenerator<Buffer> {
	let waiting = Buffer.alloc(0);
	let place = 0;
	let hasEnded = false;
	for await (const chunk of sealed) {
		waiting = Buffer.concat([waiting, chunk]);
		for (let size = pieceSize(waiting); size !== null && size <= waiting.length; size = pieceSize(waiting)) {
			if (hasEnded) throw new BrokenSeal();
			hasEnded = (waiting.readUInt32BE() & lastMark) !== 0;
			yield openPiece(key, waiting.subarray(0, size), place++, hasEnded);
			waiting = waiting.subarray(size);
		}
	}
	if (waiting.length > 0 || hasEnded !== isWhole) throw new BrokenSeal();
}

/** How long the first sealed piece is; null when its header is not there yet. */
function pieceSize(sealed: Buffer): number | null {
	if (sealed.length < headerBytes) return null;
	const length = sealed.readUInt32BE() & ~lastMark;
	if (length > pieceBytes) throw new BrokenSeal();
	return headerBytes + length + tagBytes;
}

function openPiece(key: Uint8Array, piece: Buffer, place: number, isLast: boolean): Buffer {
	const nonce = piece.subarray(4, headerBytes);
	const tag = piece.subarray(piece.length - tagBytes);
	const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(boundIn(place, isLast)).setAuthTag(tag);
	try {
		const opened = decipher.update(piece.subarray(headerBytes, piece.length - tagBytes));
		return Buffer.concat([opened, decipher.final()]);
	} catch {
		throw new BrokenSeal();
	}
}

/** How much of a file that is arriving is safe: its bytes, its pieces, and where the last whole piece ends in the sealed file. */
export interface Arrived {
	bytes: number;
	pieces: number;
	sealedBytes: number;
}

/** Counts the whole pieces by their headers alone. What follows them was cut off in the middle. */
export async function countArrived(sealed: Bytes): Promise<Arrived> {
	const arrived: Arrived = { bytes: 0, pieces: 0, sealedBytes: 0 };
	let waiting = Buffer.alloc(0);
	for await (const chunk of sealed) {
		waiting = Buffer.concat([waiting, chunk]);
		for (let size = pieceSize(waiting); size !== null && size <= waiting.length; size = pieceSize(waiting)) {
			arrived.bytes += size - headerBytes - tagBytes;
			arrived.pieces++;
			arrived.sealedBytes += size;
			waiting = waiting.subarray(size);
		}
	}
	return arrived;
}
