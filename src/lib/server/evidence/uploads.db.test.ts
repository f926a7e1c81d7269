/** Resumable uploads, as a telephone on a bad line makes them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { testVault, type TestVault } from '../../../../tests/support/files.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { mostArriving } from '../documents/index.ts';
import type { IncidentId } from '../incidents/index.ts';
import { forgetUploads, receiveUpload, viewOwnFiles } from './index.ts';

let db: TestDatabase;
let home: TestMunicipality;
let vault: TestVault;
let incident: IncidentId;
beforeAll(async () => {
	db = await embeddedDatabase();
	home = await makeMunicipality(db);
	vault = testVault(db, home.clock, { mostBytes: 1_000_000 });
	incident = await report(home.as('reporter'));
});
afterAll(async () => {
	vault.remove();
	await db.close();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
async function ask(
	method: string,
	path: string,
	{
		headers = {},
		body,
		as = 'reporter'
	}: { headers?: Record<string, string>; body?: BodyInit; as?: string } = {}
) {
	const request = new Request(`http://opaverkad.test${path}`, {
		method,
		headers: { 'tus-resumable': '1.0.0', ...headers },
		...(body && { body, duplex: 'half' })
	} as RequestInit);
	return receiveUpload(home.as(as), vault, request, (problem) =>
		'file' in problem ? `problem: ${problem.file}` : `fields: ${Object.keys(problem.fields).join()}`
	);
}
function begin(size: number, said: Record<string, string> = {}, as = 'reporter') {
	const metadata = Object.entries({ filename: 'Skärmbild.pdf', report: incident, ...said });
	return ask('POST', '/uploads', {
		as,
		headers: {
			'upload-length': String(size),
			'upload-metadata': metadata.map(([name, text]) => `${name} ${base64(text)}`).join(',')
		}
	});
}
const piece = (url: string, offset: number, body: BodyInit, as = 'reporter') =>
	ask('PATCH', url, {
		as,
		body,
		headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
	});
const offsetOf = async (url: string) => Number((await ask('HEAD', url)).headers.get('upload-offset'));
const ownFiles = async () => (await viewOwnFiles(home.as('reporter'), incident, 'sv')).files;
const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(500_000, 'x')]);

test('a file in three pieces, with a line that breaks in the middle, arrives as it was', async () => {
	const begun = await begin(content.length, { sourceUrl: 'https://social.example/p/1' });
	expect(begun.status).toBe(201);
	const url = begun.headers.get('location')!;
	expect(url).toMatch(/^\/uploads\/[0-9a-f-]{36}$/);

	expect((await piece(url, 0, content.subarray(0, 200_000))).status).toBe(204);
	// the line breaks after 100,000 more
	const broken = new ReadableStream({
		pull(controller) {
			controller.enqueue(content.subarray(200_000, 300_000));
			controller.error(new Error('the line broke'));
		}
	});
	await piece(url, 200_000, broken).catch(() => undefined);
	const arrived = await offsetOf(url);
	expect(arrived).toBeGreaterThanOrEqual(200_000);

	// nothing of it lies open on the disk, nor its name
	for (const name of readdirSync(join(vault.folder, 'files', 'incoming'))) {
		const kept = readFileSync(join(vault.folder, 'files', 'incoming', name));
		expect(kept.includes('xxxxxxxx')).toBe(false);
		expect(kept.includes('Skärmbild')).toBe(false);
	}

	expect((await piece(url, arrived + 1, content.subarray(arrived + 1))).status).toBe(409);
	expect((await piece(url, arrived, content.subarray(arrived))).status).toBe(204);
	expect(await ownFiles()).toMatchObject([
		{ name: 'Skärmbild.pdf', state: 'ready', source: { url: 'https://social.example/p/1' } }
	]);
	// the answer may have been lost: it is there, and is not taken in again
	expect(await offsetOf(url)).toBe(content.length);
	expect(await ownFiles()).toHaveLength(1);
});

test('what is no evidence is refused with its sentence, and nothing is left', async () => {
	const html = '<!doctype html><script>alert(1)</script>';
	const url = (await begin(html.length)).headers.get('location')!;
	const answer = await piece(url, 0, html);
	expect([answer.status, await answer.text()]).toEqual([415, 'problem: type']);
	expect((await ask('HEAD', url)).status).toBe(404);
});

test('too large, empty, or with something that is no address is refused before anything is sent', async () => {
	const tooLarge = await begin(1_000_001);
	expect([tooLarge.status, await tooLarge.text()]).toEqual([413, 'problem: tooLarge']);
	expect((await begin(0)).status).toBe(400);
	const wrong = await begin(10, { sourceUrl: 'javascript:alert(1)' });
	expect([wrong.status, await wrong.text()]).toEqual([400, 'fields: sourceUrl']);
});

test('nobody begins an upload to a report that is not theirs, or goes on with somebody else’s', async () => {
	expect((await begin(10, {}, 'colleague')).status).toBe(404);
	const url = (await begin(content.length)).headers.get('location')!;
	expect((await piece(url, 0, content, 'colleague')).status).toBe(404);
	expect((await ask('HEAD', url, { as: 'colleague' })).status).toBe(404);
	for (const path of ['/uploads/../../x', '/uploads/abc', '/uploads/00000000-0000-0000-0000-000000000000']) {
		expect((await ask('HEAD', path)).status, path).toBe(404);
	}
});

test('whoever begins file after file and finishes none is asked to wait; what has stood still for ten minutes gives way', async () => {
	const parts = () =>
		readdirSync(join(vault.folder, 'files', 'incoming')).filter((name) => name.endsWith('.part')).length;
	// all at once, as a script does it
	const begun = await Promise.all(Array.from({ length: mostArriving + 5 }, () => begin(content.length)));
	expect(begun.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
	expect(parts()).toBe(mostArriving);
	const last = await begin(content.length);
	expect([last.status, await last.text()]).toEqual([429, 'problem: tooOften']);
	// a colleague is not held up
	const theirs = await report(home.as('colleague'));
	expect((await begin(content.length, { report: theirs }, 'colleague')).status).toBe(201);

	home.clock.set(new Date(Date.now() + 11 * 60_000).toISOString());
	const before = parts();
	expect((await begin(content.length)).status).toBe(201);
	expect(parts()).toBe(before);
});

test('what did not arrive whole within a day is thrown away', async () => {
	const url = (await begin(content.length)).headers.get('location')!;
	await piece(url, 0, content.subarray(0, 1000));
	expect(await forgetUploads(vault)).toBe(0);
	home.clock.set(new Date(Date.now() + 25 * 3_600_000).toISOString());
	expect(await forgetUploads(vault)).toBeGreaterThan(0);
	expect((await ask('HEAD', url)).status).toBe(404);
});
