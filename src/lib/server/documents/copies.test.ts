import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { findProgram } from '../../../../scripts/machine.ts';
import { arriving } from '../../../../tests/support/files.ts';
import { findTools, makeCopy } from './copies.ts';

const folder = mkdtempSync(join(tmpdir(), 'opaverkad-copies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const tools = findTools();
const none = { ffmpeg: null, heifConvert: null };
const heifEnc = findProgram('heif-enc');
const picture = (width = 40, height = 30) =>
	sharp({ create: { width, height, channels: 3, background: 'green' } });

if (process.env.CI) {
	test('this machine has what recordings and the iPhone’s pictures need', () => {
		expect([tools.ffmpeg, tools.heifConvert, heifEnc]).not.toContain(null);
	});
}

test('a picture loses what the camera wrote into it, and is the right way up', async () => {
	const photo = await picture()
		.withExif({ IFD0: { Copyright: 'Hemlig' } })
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer();
	const copy = await makeCopy('image/jpeg', arriving(photo), none);
	if (!copy.made) throw new Error(copy.because);
	const { width, height, exif, format } = await sharp(copy.bytes).metadata();
	expect([width, height, exif, format]).toEqual([30, 40, undefined, 'jpeg']);
	expect(copy.bytes.includes('Hemlig')).toBe(false);
});

test('a screenshot stays sharp: it is a PNG again', async () => {
	const copy = await makeCopy('image/png', arriving(await picture().png().toBuffer()), none);
	expect(copy).toMatchObject({ made: true, mediaType: 'image/png' });
});

test.each([
	['a drawing that calls itself a picture', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
	['half a picture', Buffer.from('ffd8ffe000104a46494600', 'hex')],
	['a picture that would take all memory', bomb()]
])('%s gives no copy, and ends nothing', async (_, content) => {
	expect(await makeCopy('image/png', arriving(content), none)).toEqual({
		made: false,
		because: 'unreadable'
	});
});

/** The beginning of a PNG of 50,000 × 50,000 pixels. */
function bomb(): Buffer {
	const header = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008020000000000000000', 'hex');
	header.writeUInt32BE(50_000, 16);
	header.writeUInt32BE(50_000, 20);
	return header;
}

test('without the program for it there is no copy, and the reason is said', async () => {
	expect(await makeCopy('image/heic', arriving('x'), none)).toEqual({ made: false, because: 'noTool' });
	expect(await makeCopy('audio/mpeg', arriving('x'), none)).toEqual({ made: false, because: 'noTool' });
	expect(await makeCopy('application/pdf', arriving('x'), none)).toEqual({
		made: false,
		because: 'notNeeded'
	});
});

describe.skipIf(heifEnc === null || tools.heifConvert === null)('with libheif', () => {
	test('a picture of an iPhone becomes one that everybody can see', async () => {
		const source = join(folder, 'a.jpg');
		await picture(400, 300).jpeg().toFile(source);
		execFileSync(heifEnc!, [source, '-o', join(folder, 'a.heic')]);
		const copy = await makeCopy('image/heic', arriving(readFileSync(join(folder, 'a.heic'))), tools);
		if (!copy.made) throw new Error(copy.because);
		const { width, height, format } = await sharp(copy.bytes).metadata();
		expect([width, height, format]).toEqual([400, 300, 'jpeg']);
	});
});

describe.skipIf(tools.ffmpeg === null)('with ffmpeg', () => {
	test.each([
		['m4a', 'audio/mp4'],
		['mp3', 'audio/mpeg'],
		['ogg', 'audio/ogg'],
		['wav', 'audio/wav'],
		['flac', 'audio/flac']
	] as const)(
		'a voice message as %s loses its title and place, and is still the same sound',
		async (ending, type) => {
			const file = join(folder, `a.${ending}`);
			const codec = ending === 'ogg' ? ['-c:a', 'libvorbis'] : [];
			const said = ['-metadata', 'title=Hemligt', '-metadata', 'comment=Hemligt'];
			const sound = ['-f', 'lavfi', '-i', 'sine=duration=1'];
			execFileSync(tools.ffmpeg!, ['-y', '-loglevel', 'error', ...sound, ...codec, ...said, file]);
			const original = readFileSync(file);
			expect(original.includes('Hemligt')).toBe(true);
			const copy = await makeCopy(type, arriving(original), tools);
			if (!copy.made) throw new Error(copy.because);
			expect(copy.bytes.includes('Hemligt')).toBe(false);
			expect(copy.bytes.length).toBeGreaterThan(original.length / 2);
		}
	);

	test('a play list that names other files is not followed', async () => {
		const list = '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n';
		expect(await makeCopy('audio/mpeg', arriving(list), tools)).toEqual({
			made: false,
			because: 'unreadable'
		});
	});
});
