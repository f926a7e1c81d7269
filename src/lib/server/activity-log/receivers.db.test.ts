/** Checkpoints leave the machine: into a file, to an address that fails first, and as mail. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { newId } from '../platform/ids.ts';
import { adoptKey, makeCheckpoint } from './checkpoints.ts';
import { record } from './index.ts';
import { integrate } from './integrate.ts';
import { findNotes, isSignedBy, type SigningKey } from './note.ts';
import { logKeeper } from './proof-queries.ts';
import { readProofsConfig } from './proofs-config.ts';
import { deliverCheckpoints, listReceivers } from './receivers.ts';

describe.each(engines.filter(({ available }) => available))('on the $engine engine', ({ open }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let key: SigningKey;
	let directory: string;

	beforeAll(async () => {
		db = await open();
	});
	afterAll(() => db.close());
	beforeEach(async () => {
		home ??= await makeMunicipality(db);
		key ??= await adoptKey(application(), null);
		directory = mkdtempSync(join(tmpdir(), 'opaverkad-receivers-'));
		return () => rmSync(directory, { recursive: true });
	});

	const application = () => ({ db, clock: home.clock });
	const pass = (minutes: number) => home.clock.set(home.clock.now().add({ minutes }).toString());
	/** A minute later something has happened, and there is a checkpoint. @returns its size */
	async function checkpoint(): Promise<number> {
		pass(1);
		const context = home.as('reporter');
		await context.transaction((tx) =>
			record(tx, context, {
				action: 'case.read',
				subjectKind: 'unit',
				subjectId: newId<string>(),
				details: { secret: 'ärendets innehåll' }
			})
		);
		await integrate(application(), { seen: null });
		return (await makeCheckpoint(application(), key, 60))!;
	}
	const configFor = (receiver: string, more: Record<string, string> = {}) =>
		readProofsConfig({ LOG_RECEIVERS: receiver, SMTP_FROM: 'opaverkad@example.org', ...more }, '');
	const stateOf = async (label: string) =>
		(await db.transaction(logKeeper, listReceivers)).find((receiver) => receiver.label.includes(label))!;

	test('a file gets every checkpoint, once, after whatever half a line a crash left', async () => {
		const file = join(directory, 'kept.txt');
		const config = configFor(`file:${file}`);
		const sizes = [await checkpoint()];
		await deliverCheckpoints(application(), config);
		await deliverCheckpoints(application(), config);
		sizes.push(await checkpoint(), await checkpoint());
		await deliverCheckpoints(application(), config);
		appendFileSync(file, 'opaverkad/half a li');
		sizes.push(await checkpoint());
		await deliverCheckpoints(application(), config);
		const notes = findNotes(readFileSync(file, 'utf8'));
		expect(notes.map(({ size }) => size)).toEqual(sizes);
		expect(notes.every((note) => isSignedBy(note, key))).toBe(true);
		expect(await stateOf(file)).toMatchObject({
			deliveredSize: sizes.at(-1),
			attempts: 0,
			lastError: null,
			waiting: 0
		});
	});

	test('a file that cannot be written is said, and made up for', async () => {
		const file = join(directory, 'missing', 'kept.txt');
		const config = configFor(`file:${file}`);
		await checkpoint();
		await deliverCheckpoints(application(), config);
		expect(await stateOf(file)).toMatchObject({
			deliveredSize: null,
			attempts: 1,
			lastError: 'ENOENT',
			waiting: 1
		});
	});

	describe('an address', () => {
		let server: Server;
		let answers: number[];
		let got: { size: number; type: string | undefined; text: string }[];
		let address: string;
		beforeEach(async () => {
			answers = [];
			got = [];
			server = createServer((request, response) => {
				let text = '';
				request.on('data', (chunk: Buffer) => (text += chunk.toString()));
				request.on('end', () => {
					const status = answers.shift() ?? 200;
					if (status === 200)
						got.push({ size: findNotes(text)[0]!.size, type: request.headers['content-type'], text });
					response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
				});
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${newId<string>()}?token=x`;
			return () => server.close();
		});
		const port = () => String((server.address() as AddressInfo).port);

		test('that fails first is asked again, later and later, and then gets everything in order', async () => {
			const config = configFor(address);
			answers = [503, 500];
			const sizes = [await checkpoint()];
			await deliverCheckpoints(application(), config);
			expect(await stateOf(port())).toMatchObject({
				attempts: 1,
				lastError: 'HTTP 503',
				deliveredSize: null
			});
			// not yet: five seconds
			await deliverCheckpoints(application(), config);
			expect(answers).toEqual([500]);
			sizes.push(await checkpoint());
			await deliverCheckpoints(application(), config);
			expect(await stateOf(port())).toMatchObject({ attempts: 2, lastError: 'HTTP 500', waiting: 2 });
			sizes.push(await checkpoint());
			await deliverCheckpoints(application(), config);
			expect(got.map(({ size }) => size)).toEqual(sizes);
			expect(got[0]!.type).toBe('text/plain; charset=utf-8');
			expect(isSignedBy(findNotes(got[0]!.text)[0]!, key)).toBe(true);
			expect(await stateOf(port())).toMatchObject({ attempts: 0, lastError: null, waiting: 0 });
			expect((await stateOf(port())).label).not.toContain('token');
		});

		test('that stops in the middle has what it got, and goes on from there', async () => {
			const config = configFor(address);
			await checkpoint();
			await deliverCheckpoints(application(), config);
			const [second, third] = [await checkpoint(), await checkpoint()];
			answers = [200, 500];
			await deliverCheckpoints(application(), config);
			expect(await stateOf(port())).toMatchObject({ deliveredSize: second, attempts: 1, waiting: 1 });
			pass(1);
			await deliverCheckpoints(application(), config);
			expect(got.slice(1).map(({ size }) => size)).toEqual([second, third]);
		});

		test('that leads elsewhere is not followed', async () => {
			answers = [302];
			await checkpoint();
			await deliverCheckpoints(application(), configFor(address));
			expect(await stateOf(port())).toMatchObject({ lastError: 'HTTP 302' });
			expect(got).toEqual([]);
		});

		test('is asked by one process at a time', async () => {
			const config = configFor(address);
			await checkpoint();
			await Promise.all(Array.from({ length: 5 }, () => deliverCheckpoints(application(), config)));
			expect(got).toHaveLength(1);
		});

		test('that nobody answers at', async () => {
			const config = configFor(address);
			server.close();
			await checkpoint();
			const label = new URL(address).port;
			await deliverCheckpoints(application(), config);
			expect(await stateOf(label)).toMatchObject({ attempts: 1, lastError: 'ECONNREFUSED' });
		});
	});

	describe('mail', () => {
		let server: SMTPServer;
		let mails: string[];
		let smtpUrl: string;
		beforeEach(async () => {
			mails = [];
			server = new SMTPServer({
				authOptional: true,
				disabledCommands: ['STARTTLS'],
				onData(stream, _, done) {
					let text = '';
					stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
					stream.on('end', () => {
						mails.push(text);
						done();
					});
				}
			});
			const listening = server.listen(0, '127.0.0.1');
			await new Promise<void>((resolve) => listening.once('listening', resolve));
			smtpUrl = `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`;
			return () => new Promise<void>((resolve) => server.close(() => resolve()));
		});

		test('goes at most once an hour, with the newest checkpoint, and holds nothing of what was logged', async () => {
			const to = `revisor-${newId<string>()}@example.org`;
			const config = configFor(`mailto:${to}`, { SMTP_URL: smtpUrl });
			const first = await checkpoint();
			await deliverCheckpoints(application(), config);
			await checkpoint();
			await deliverCheckpoints(application(), config);
			expect(mails).toHaveLength(1);
			pass(60);
			const last = await checkpoint();
			await deliverCheckpoints(application(), config);
			expect(mails).toHaveLength(2);

			const parsed = await Promise.all(mails.map((mail) => PostalMime.parse(mail)));
			for (const [at, { subject, text, attachments, to: addressees }] of parsed.entries()) {
				const size = [first, last][at]!;
				expect(subject).toBe(`Kontrollpunkt för aktivitetsloggen: ${size} poster`);
				expect(addressees?.[0]?.address).toBe(to);
				const [note] = findNotes(text!);
				expect(note).toMatchObject({ size });
				expect(isSignedBy(note!, key)).toBe(true);
				const attached = new TextDecoder().decode(attachments[0]!.content as ArrayBuffer);
				expect(isSignedBy(findNotes(attached)[0]!, key)).toBe(true);
				expect(text).not.toMatch(/ärendets innehåll|case\.read/);
			}
			expect(await stateOf(to)).toMatchObject({ deliveredSize: last, waiting: 0 });
		});

		test('that the server refuses is tried again', async () => {
			const to = `nobody-${newId<string>()}@example.org`;
			const config = configFor(`mailto:${to}`, { SMTP_URL: smtpUrl });
			await checkpoint();
			const refuse = server.onRcptTo.bind(server);
			server.onRcptTo = (_, __, done) =>
				done(Object.assign(new Error('no such user'), { responseCode: 550 }));
			await deliverCheckpoints(application(), config);
			expect(await stateOf(to)).toMatchObject({ attempts: 1, lastError: 'EENVELOPE 550' });
			server.onRcptTo = refuse;
			pass(1);
			await deliverCheckpoints(application(), config);
			expect(mails).toHaveLength(1);
			expect(await stateOf(to)).toMatchObject({ attempts: 0, lastError: null });
		});
	});
});
