/** ClamAV, asked over its INSTREAM command: the file is sent to it in pieces and never lies anywhere in the open. */
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { ScannerAddress } from './files-config.ts';
import type { Bytes } from './sealed-stream.ts';

/** `unreachable`: no answer, or none that can be understood. `limit`: larger than ClamAV's StreamMaxLength. */
export type Verdict = { is: 'clean' } | { is: 'found'; virus: string } | { is: 'unreachable' | 'limit' };

/** Without a word for this long, the scanner is taken for gone. */
const silenceMs = 60_000;

/** Looks through a file. Never throws for what the scanner does; throws when the file itself cannot be read. */
export async function scan(address: ScannerAddress, file: Bytes): Promise<Verdict> {
	const socket = connect(address);
	socket.setTimeout(silenceMs, () => socket.destroy());
	const answered = answerOf(socket);
	let unreadable: unknown;
	async function* framed(): AsyncGenerator<Uint8Array> {
		yield Buffer.from('zINSTREAM\0');
		try {
			for await (const piece of file) {
				yield lengthOf(piece.length);
				yield piece;
			}
		} catch (error) {
			unreadable = error;
			throw error;
		}
		yield lengthOf(0);
	}
	try {
		// it may answer, or go away, before it has heard everything
		await Promise.race([pipeline(framed, socket, { end: false }).catch(() => undefined), answered]);
		if (unreadable !== undefined) throw unreadable;
		return verdictOf(await answered);
	} finally {
		socket.destroy();
	}
}

function lengthOf(bytes: number): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes);
	return length;
}

/** Everything that it says until it ends the connection; empty when it cannot be reached. */
function answerOf(socket: Socket): Promise<string> {
	return new Promise((resolve) => {
		let text = '';
		socket.setEncoding('utf8');
		socket.on('data', (words: string) => {
			text += words;
			if (text.includes('\0') || text.length > 1000) resolve(text);
		});
		socket.on('error', () => resolve(text));
		socket.on('close', () => resolve(text));
	});
}

/** @param answer e.g. 'stream: OK' or 'stream: Eicar-Test-Signature FOUND' */
export function verdictOf(answer: string): Verdict {
	const text = answer.replace(/[\0\s]+$/, '');
	if (text === 'stream: OK') return { is: 'clean' };
	const [, virus] = /^stream: (.{1,200}) FOUND$/.exec(text) ?? [];
	if (virus !== undefined) return { is: 'found', virus };
	return { is: /size limit exceeded/i.test(text) ? 'limit' : 'unreachable' };
}
