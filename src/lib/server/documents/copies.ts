/**
 * A copy of a picture or a recording without what the camera or the telephone wrote into it: place, time, owner, thumbnail. The
 * picture is decoded and drawn anew, so that nothing hidden in the file survives. The original is evidence and is never changed.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describeError, logError } from '../platform/log.ts';
import { typeOf, type CopyProblem, type MediaType } from './attachment.ts';
import type { Bytes } from './sealed-stream.ts';

/** Programs of the machine, by their path; null: not there. */
export interface Tools {
	/** Takes metadata out of recordings. */
	ffmpeg: string | null;
	/** Reads the iPhone's pictures. */
	heifConvert: string | null;
}

export type Copy =
	{ made: true; mediaType: MediaType; bytes: Buffer } | { made: false; because: CopyProblem };

/** More would take too much memory: 100 million pixels are 300 MB. */
const mostPixels = 100_000_000;
/** Large enough to read the small print on a screenshot, in pixels. */
const longestSide = 4_096;
const programMs = 60_000;

// only what we ask for may be read: no SVG, no PDF, nothing that looks up other files
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: [
		'VipsForeignLoadJpeg',
		'VipsForeignLoadPng',
		'VipsForeignLoadWebp',
		'VipsForeignLoadNsgif',
		'VipsForeignLoadHeif'
	]
});

/** What the machine has. */
export function findTools(path = process.env.PATH ?? ''): Tools {
	const find = (program: string) =>
		path
			.split(delimiter)
			.filter((folder) => folder !== '')
			.map((folder) => join(folder, program))
			.find(canRun) ?? null;
	return { ffmpeg: find('ffmpeg'), heifConvert: find('heif-convert') };
}

function canRun(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Makes the copy. A file that is broken or made to do harm gives none, and is kept as it is. */
export async function makeCopy(mediaType: MediaType, original: Bytes, tools: Tools): Promise<Copy> {
	const { kind } = typeOf(mediaType);
	if (kind !== 'image' && kind !== 'recording') return { made: false, because: 'notNeeded' };
	const program =
		kind === 'recording' ? tools.ffmpeg : mediaType === 'image/heic' ? tools.heifConvert : undefined;
	if (program === null) return { made: false, because: 'noTool' };
	const bytes = await wholeOf(original);
	try {
		if (program === undefined) return await drawAnew(bytes, true);
		if (kind === 'image') return await drawAnew(await convertHeic(program, bytes), false);
		return { made: true, mediaType, bytes: await stripRecording(program, mediaType, bytes) };
	} catch (error) {
		// mostly a broken file; a full disk or a program that died looks the same from here, so the operator is told
		logError('files.copy', describeError(error));
		return { made: false, because: 'unreadable' };
	}
}

async function wholeOf(source: Bytes): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of source) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** @param turns whether the picture says itself which way is up */
async function drawAnew(bytes: Buffer, turns: boolean): Promise<Copy> {
	const read = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
	const { format, hasAlpha } = await read.metadata();
	const drawn = (turns ? read.autoOrient() : read).resize({
		width: longestSide,
		height: longestSide,
		fit: 'inside',
		withoutEnlargement: true
	});
	// sharp writes no metadata unless asked to
	if (format === 'png' || hasAlpha) {
		return { made: true, mediaType: 'image/png', bytes: await drawn.png().toBuffer() };
	}
	return { made: true, mediaType: 'image/jpeg', bytes: await drawn.jpeg({ quality: 88 }).toBuffer() };
}

async function convertHeic(program: string, bytes: Buffer): Promise<Buffer> {
	return inFolder(bytes.length, async (folder) => {
		await writeFile(join(folder, 'in.heic'), bytes);
		await run(program, ['-q', '95', 'in.heic', 'out.jpg'], folder);
		// a file with several pictures becomes out-1.jpg, out-2.jpg …: the first is the one that the telephone shows
		const [first] = (await readdir(folder)).filter((name) => name.startsWith('out')).sort();
		return readFile(join(folder, first!));
	});
}

/** ffmpeg's own names for what may be in the file: it is not left to guess, since it would follow what a play list names. */
const formats: Partial<Record<MediaType, string>> = {
	'audio/mp4': 'mov',
	'video/mp4': 'mov',
	'video/quicktime': 'mov',
	'video/3gpp': 'mov',
	'audio/mpeg': 'mp3',
	'audio/ogg': 'ogg',
	'audio/wav': 'wav',
	'audio/amr': 'amr',
	'audio/aac': 'aac',
	'audio/flac': 'flac',
	'video/webm': 'webm'
};
const writtenAs: Partial<Record<MediaType, string>> = {
	'audio/mp4': 'ipod',
	'video/mp4': 'mp4',
	'video/3gpp': '3gp',
	'audio/aac': 'adts'
};

async function stripRecording(program: string, mediaType: MediaType, bytes: Buffer): Promise<Buffer> {
	const format = formats[mediaType]!;
	return inFolder(bytes.length, async (folder) => {
		await writeFile(join(folder, 'in'), bytes);
		// the sound and the film are copied as they are; everything that is told about them is left out
		const input = ['-protocol_whitelist', 'file', '-f', format, '-i', 'in'];
		const streams = ['-map', '0:v?', '-map', '0:a?', '-c', 'copy'];
		const without = [
			'-map_metadata',
			'-1',
			'-map_chapters',
			'-1',
			'-fflags',
			'+bitexact',
			'-flags',
			'+bitexact'
		];
		const output = ['-f', writtenAs[mediaType] ?? format, 'out'];
		const quiet = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-threads', '1'];
		await run(program, [...quiet, ...input, ...streams, ...without, ...output], folder);
		return readFile(join(folder, 'out'));
	});
}

/** The program sees its folder, and nothing of our settings. */
async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
	const env = { PATH: process.env.PATH, HOME: cwd, LANG: 'C.UTF-8' };
	await promisify(execFile)(program, [...args], { cwd, env, timeout: programMs, killSignal: 'SIGKILL' });
}

/** A folder that lies in memory where the machine has such a place, and is gone when the work is done: files lie open in it. */
async function inFolder<T>(bytes: number, work: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(await placeFor(bytes), 'opaverkad-'));
	try {
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const inMemory = '/dev/shm';

/** In memory when there is room for the file and what becomes of it: containers often have little. */
async function placeFor(bytes: number): Promise<string> {
	const room = await statfs(inMemory).catch(() => null);
	return room !== null && room.bavail * room.bsize > 8 * bytes ? inMemory : tmpdir();
}
