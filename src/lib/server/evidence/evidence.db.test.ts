/** Files of a case: who adds, sees, opens and seals them, and that everybody's hand on them is written down. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttachmentId, CaseId } from '../../../../database/column-types.ts';
import { eicar, hasClamd, startClamd } from '../../../../tests/support/clamd.ts';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { arriving, testVault, whole, type TestVault } from '../../../../tests/support/files.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { decideDuty, viewDuties } from '../cases/index.ts';
import { buildDutyDecision } from '../cases/test-data.ts';
import { rescanWaiting } from '../documents/index.ts';
import type { IncidentId } from '../incidents/index.ts';
import { listNotices } from '../notifications/index.ts';
import type { Tx } from '../platform/database.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import {
	addFile,
	evidenceList,
	openFile,
	sealFile,
	viewEvidence,
	viewEvidenceFile,
	viewOwnFiles,
	type AboutFile,
	type Added,
	type Place
} from './index.ts';

const nothingSaid: AboutFile = { sourceUrl: null, seenAt: null, sourceNote: null };
const pdf = (words = 'hej') => `%PDF-1.7\n${words}`;

describe.each(engines)('evidence, $engine', ({ open, available }) => {
	describe.skipIf(!available)('files of a case', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let vault: TestVault;
		let incident: IncidentId;
		let caseId: CaseId;

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
			vault = testVault(db, home.clock);
			incident = await report(home.as('reporter'));
			caseId = await caseOf(incident);
		});
		afterAll(async () => {
			vault.remove();
			await db.close();
		});

		async function caseOf(id: IncidentId): Promise<CaseId> {
			const found = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', id).executeTakeFirstOrThrow()
			);
			return found.id;
		}
		async function add(who: string, place: Place, content: Uint8Array | string, fileName = 'fil.pdf') {
			const file = { fileName, content: arriving(content) };
			return addFile(home.as(who), vault, place, file, nothingSaid);
		}
		const idOf = (added: Added): AttachmentId => {
			if (!added.ok) throw new Error(added.problem);
			return added.id;
		};
		const logged = async (action: string) =>
			db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['subjectKind', 'subjectId', 'role', 'actorId'])
					.where('action', '=', action)
					.execute()
			);

		test('the reporter adds a picture; the manager looks at the copy without metadata and takes out the original, and each is written down', async () => {
			const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
				.withExif({ IFD0: { Copyright: 'Hemlig', Orientation: '6' }, IFD3: { GPSLatitude: '59/1 0/1 0/1' } })
				.withMetadata({ orientation: 6 })
				.jpeg()
				.toBuffer();
			const id = idOf(await add('reporter', { report: incident }, photo, 'C:\\Alma\\Skärmbild.jpg'));

			expect(await listNotices(home.as('manager'))).toMatchObject([
				{ kind: 'caseReceived' },
				{ kind: 'fileAdded', path: `/cases/${caseId}/evidence` }
			]);
			const { files, hiddenCount } = await viewEvidence(home.as('manager'), caseId, 'sv');
			expect(hiddenCount).toBe(0);
			expect(files).toMatchObject([
				{
					id,
					name: 'Skärmbild.jpg',
					kind: 'image',
					state: 'ready',
					scan: 'notScanned',
					fromReporter: true,
					hasPicture: true,
					sha256: createHash('sha256').update(photo).digest('hex')
				}
			]);

			const picture = await openFile(home.as('manager'), vault, caseId, id, 'picture');
			const shown = await whole(picture.content);
			const facts = await sharp(shown).metadata();
			// turned the way that the telephone said, and nothing else of what it said
			expect([facts.width, facts.height, facts.exif, facts.orientation]).toEqual([
				40,
				60,
				undefined,
				undefined
			]);
			expect(shown.includes('Hemlig')).toBe(false);
			const original = await openFile(home.as('manager'), vault, caseId, id, 'original');
			expect(await whole(original.content)).toEqual(photo);
			// looking again is the same look
			await openFile(home.as('manager'), vault, caseId, id, 'picture');

			const { custody } = await viewEvidenceFile(home.as('manager'), caseId, id, 'sv');
			expect(custody.map(({ what, person, role }) => [what, person?.name ?? null, role]).reverse()).toEqual([
				['added', 'reporter', null],
				['cleared', null, null],
				['opened', 'manager', 'lineManager'],
				['exportedOriginal', 'manager', 'lineManager']
			]);
			expect(await logged('evidence.added')).toMatchObject([
				{ subjectKind: 'incident', subjectId: incident }
			]);
			expect(await logged('evidence.opened')).toMatchObject([{ subjectId: caseId, role: 'lineManager' }]);
			expect(await logged('evidence.exported')).toHaveLength(1);
			expect(await logged('case.read')).toMatchObject([{ subjectId: caseId, role: 'lineManager' }]);

			// on the disk there is neither a name nor a byte of it in the open
			for (const name of readdirSync(vault.folder, { recursive: true, encoding: 'utf8' })) {
				expect(name).not.toContain('Skärmbild');
				if (!/original$|\.[0-9a-f-]{36}$/.test(name)) continue;
				const kept = readFileSync(join(vault.folder, name));
				expect(kept.includes(photo.subarray(0, 40))).toBe(false);
			}
		});

		test('the same file again is the one that is there', async () => {
			const first = idOf(await add('manager', { case: caseId }, pdf('samma')));
			expect(idOf(await add('manager', { case: caseId }, pdf('samma')))).toBe(first);
			expect(idOf(await add('hrPartner', { case: caseId }, pdf('samma')))).not.toBe(first);
		});

		test.each([
			['a web page', '<!doctype html><script>alert(1)</script>', 'type'],
			['nothing at all', '', 'empty']
		])('%s is refused, and nothing of it is kept', async (_, content, problem) => {
			const before = readdirSync(vault.folder, { recursive: true }).length;
			expect(await add('manager', { case: caseId }, content)).toEqual({ ok: false, problem });
			expect(readdirSync(vault.folder, { recursive: true }).length).toBeLessThanOrEqual(before + 1);
		});

		test('what is larger than may be breaks off', async () => {
			const small = { ...vault, mostBytes: 100_000 };
			const content = arriving(`${pdf()}${'x'.repeat(200_000)}`);
			const file = { fileName: 'stor.pdf', content };
			expect(await addFile(home.as('manager'), small, { case: caseId }, file, nothingSaid)).toEqual({
				ok: false,
				problem: 'tooLarge'
			});
		});

		test('files are for those who read notes: the safety representative, a colleague and another unit get none', async () => {
			const id = idOf(await add('manager', { case: caseId }, pdf('för få')));
			for (const who of ['manager', 'head', 'hrPartner', 'securityCoordinator']) {
				expect((await viewEvidence(home.as(who), caseId, 'sv')).files.length, who).toBeGreaterThan(0);
			}
			await expect(viewEvidence(home.as('safetyRepresentative'), caseId, 'sv')).rejects.toThrow(Forbidden);
			const outside = ['colleague', 'gammaManager', 'controller', 'dataProtectionOfficer', 'reporter'];
			for (const who of outside) {
				await expect(viewEvidence(home.as(who), caseId, 'sv'), who).rejects.toThrow(NotFound);
				await expect(openFile(home.as(who), vault, caseId, id, 'original'), who).rejects.toThrow(NotFound);
				await expect(add(who, { case: caseId }, pdf('insmugglad')), who).rejects.toThrow(NotFound);
			}
			await expect(add('safetyRepresentative', { case: caseId }, pdf('x'))).rejects.toThrow(Forbidden);
			await expect(add('colleague', { report: incident }, pdf('x'))).rejects.toThrow(NotFound);
			for (const who of ['safetyRepresentative', ...outside]) {
				const seen = await home
					.as(who)
					.transaction((tx) => tx.selectFrom('attachment').select('id').execute());
				expect(
					seen.map((row) => row.id),
					who
				).not.toContain(id);
			}
		});

		test('a file of one case is not found in another', async () => {
			const id = idOf(await add('manager', { case: caseId }, pdf('här')));
			const other = await caseOf(await report(home.as('reporter')));
			await expect(openFile(home.as('manager'), vault, other, id, 'original')).rejects.toThrow(NotFound);
		});

		test('what a reporter with a hidden name sends is for those who handle; others see that it is there', async () => {
			const hidden = await report(home.as('reporter'), { values: { hideName: 'yes' } });
			const hiddenCase = await caseOf(hidden);
			const id = idOf(await add('reporter', { report: hidden }, pdf('röst'), 'Alma Hedin.pdf'));
			expect((await viewEvidence(home.as('manager'), hiddenCase, 'sv')).files).toHaveLength(1);
			const { files, hiddenCount } = await viewEvidence(home.as('hrPartner'), hiddenCase, 'sv');
			expect([files.length, hiddenCount]).toEqual([0, 1]);
			await expect(openFile(home.as('hrPartner'), vault, hiddenCase, id, 'original')).rejects.toThrow(
				NotFound
			);
			// what staff added is not the reporter's
			const own = idOf(await add('hrPartner', { case: hiddenCase }, pdf('hr')));
			expect(own).not.toBe(id);
			expect((await viewEvidence(home.as('hrPartner'), hiddenCase, 'sv')).files).toHaveLength(1);
		});

		test('whom a case is about has no file of it', async () => {
			const about = await report(home.as('reporter'), { values: { influencer: 'manager' } });
			const aboutCase = await caseOf(about);
			const id = idOf(await add('reporter', { report: about }, pdf('om chefen')));
			await expect(viewEvidence(home.as('manager'), aboutCase, 'sv')).rejects.toThrow(NotFound);
			await expect(openFile(home.as('manager'), vault, aboutCase, id, 'original')).rejects.toThrow(NotFound);
			const seen = await home
				.as('manager')
				.transaction((tx) => tx.selectFrom('attachment').select('id').execute());
			expect(seen.map((row) => row.id)).not.toContain(id);
			expect((await viewEvidence(home.as('head'), aboutCase, 'sv')).files).toHaveLength(1);
		});

		test('reporters see what they sent, and nothing that staff added', async () => {
			const mine = await report(home.as('reporter'));
			const id = idOf(await add('reporter', { report: mine }, pdf('min')));
			idOf(await add('manager', { case: await caseOf(mine) }, pdf('chefens')));
			const { files } = await viewOwnFiles(home.as('reporter'), mine, 'sv');
			expect(files.map((file) => file.id)).toEqual([id]);
			await expect(viewOwnFiles(home.as('colleague'), mine, 'sv')).rejects.toThrow(NotFound);
		});

		test('a mistake is sealed by who handles, with a reason: nobody opens it, and that it was there stays', async () => {
			const id = idOf(await add('manager', { case: caseId }, pdf('fel person'), 'Fel Namn.pdf'));
			const reason = { sealReason: 'Hörde till ett annat ärende.' };
			await expect(sealFile(home.as('hrPartner'), caseId, id, reason)).rejects.toThrow(Forbidden);
			expect(await sealFile(home.as('manager'), caseId, id, reason)).toBe(true);
			expect(await sealFile(home.as('manager'), caseId, id, reason)).toBe(false);
			await expect(openFile(home.as('manager'), vault, caseId, id, 'original')).rejects.toThrow(NotFound);
			const { file, custody, maySeal } = await viewEvidenceFile(home.as('manager'), caseId, id, 'sv');
			expect(file).toMatchObject({ state: 'sealed', name: null, sealed: { reason: reason.sealReason } });
			expect(maySeal).toBe(false);
			expect(custody[0]!.what).toBe('sealed');
			const list = await home.as('manager').transaction((tx) => evidenceList(tx, caseId));
			expect(list.map((line) => line.id)).not.toContain(id);
		});

		test('nobody rewrites or removes a file, its checksum or who has had it', async () => {
			const id = idOf(await add('manager', { case: caseId }, pdf('orörd')));
			const attempts: ((tx: Tx) => Promise<unknown>)[] = [
				(tx) => tx.deleteFrom('attachment').where('id', '=', id).execute(),
				(tx) =>
					tx
						.updateTable('attachment')
						.set({ sha256: Buffer.alloc(32) })
						.where('id', '=', id)
						.execute(),
				(tx) => tx.updateTable('attachment').set({ state: 'ready' }).where('id', '=', id).execute(),
				(tx) => tx.deleteFrom('attachmentCustody').execute()
			];
			for (const attempt of attempts) {
				await expect(home.as('manager').transaction(attempt)).rejects.toThrow();
			}
		});

		test('a scanner that does not answer keeps the file closed, and it opens when the scanner is back', async () => {
			const down = { ...vault, scanner: { path: join(vault.folder, 'nobody-listens') } };
			const file = { fileName: 'väntar.pdf', content: arriving(pdf('väntar')) };
			const id = idOf(await addFile(home.as('manager'), down, { case: caseId }, file, nothingSaid));
			const state = async () => (await viewEvidenceFile(home.as('manager'), caseId, id, 'sv')).file;
			expect(await state()).toMatchObject({ state: 'scanning', scan: 'unreachable' });
			await expect(openFile(home.as('manager'), vault, caseId, id, 'original')).rejects.toThrow(NotFound);
			home.clock.set(home.clock.now().add({ minutes: 2 }).toString());
			await rescanWaiting(down);
			expect(await state()).toMatchObject({ state: 'scanning' });
			await rescanWaiting(vault);
			expect(await state()).toMatchObject({ state: 'ready' });
		});

		describe('when the line to the database breaks while a file comes into its case', () => {
			/** Adds a file; the line is lost in the second transaction, which puts it into the case. @param commits when, in spite of it */
			async function addBroken(words: string, commits: 'before' | 'after' | 'never', into: TestVault) {
				const context = home.as('manager');
				let count = 0;
				let committing: Promise<void> | undefined;
				const transaction: typeof context.transaction = async (work) => {
					count++;
					if (count === 1) return context.transaction(work);
					await new Promise<void>((lose, fail) => {
						if (commits === 'never') return lose();
						committing = context.transaction(async (tx) => {
							await work(tx);
							if (commits === 'before') return;
							lose();
							await pause(200);
						});
						committing.then(lose, fail);
					});
					throw new Error('the line broke');
				};
				const file = { fileName: 'bevis.pdf', content: arriving(pdf(words)) };
				const adding = addFile({ ...context, transaction }, into, { case: caseId }, file, nothingSaid);
				await expect(adding).rejects.toThrow('the line broke');
				await committing;
			}
			const stored = () =>
				readdirSync(vault.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
					name.endsWith('.original')
				).length;

			test.each(['before', 'after'] as const)(
				'what is committed %s it is kept, and opens',
				async (commits) => {
					const words = `svaret kom bort, ${commits}`;
					await addBroken(words, commits, vault);
					const id = idOf(await add('manager', { case: caseId }, pdf(words)));
					const opened = await openFile(home.as('manager'), vault, caseId, id, 'original');
					expect((await whole(opened.content)).toString()).toBe(pdf(words));
				}
			);

			test('what was not committed leaves nothing behind', async () => {
				const before = stored();
				await addBroken('kom aldrig in', 'never', vault);
				expect(stored()).toBe(before);
			});

			test('as long as nobody can say which, it stays', async () => {
				const before = stored();
				const asKeeper = () => Promise.reject(new Error('down'));
				await addBroken('ovisst', 'never', { ...vault, asKeeper });
				expect(stored()).toBe(before + 1);
			});
		});

		test('whoever adds file after file is asked to wait', async () => {
			home.clock.set(home.clock.now().add({ minutes: 30 }).toString());
			const context = home.as('head');
			for (let number = 0; number < 30; number++) {
				idOf(
					await addFile(
						context,
						vault,
						{ case: caseId },
						{ fileName: 'a.pdf', content: arriving(pdf(String(number))) },
						nothingSaid
					)
				);
			}
			expect(await add('head', { case: caseId }, pdf('en till'))).toEqual({ ok: false, problem: 'tooOften' });
		});

		test('a file that staff added can be the receipt of a duty; the reporter’s own, or one of another case, cannot', async () => {
			const reported = await report(home.as('reporter'));
			const ofDuty = await caseOf(reported);
			const own = idOf(await add('reporter', { report: reported }, pdf('från rapportören')));
			const elsewhere = idOf(
				await add('manager', { case: await caseOf(await report(home.as('reporter'))) }, pdf('annat ärende'))
			);
			const receipt = idOf(await add('manager', { case: ofDuty }, pdf('kvitto'), 'kvitto.pdf'));
			const decide = (dutyFile: string) =>
				decideDuty(
					home.as('manager'),
					ofDuty,
					buildDutyDecision(home.as('manager'), { duty: 'support', dutyOutcome: 'done', dutyFile })
				);
			for (const wrong of [own, elsewhere]) {
				expect(await decide(wrong)).toMatchObject({ field: 'dutyFile', problem: 'fileNotThere' });
			}
			expect(await decide(receipt)).toEqual({ ok: true });

			const receiptsSeenBy = async (who: string) =>
				(await viewDuties(home.as(who), ofDuty, 'sv')).decided.flatMap(({ decisions }) =>
					decisions.map((decision) => decision.receipt?.name ?? null)
				);
			expect(await receiptsSeenBy('manager')).toEqual(['kvitto.pdf']);
			// who reads the case but not its files sees that it was done
			expect(await receiptsSeenBy('safetyRepresentative')).toEqual([null]);
		});
	});
});

if (process.env.CI) test('this machine has ClamAV', () => expect(hasClamd).toBe(true));

describe.skipIf(!hasServer || !hasClamd)('evidence with a real virus scanner', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let vault: TestVault;
	let scanner: Awaited<ReturnType<typeof startClamd>>;
	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		scanner = await startClamd();
		vault = testVault(db, home.clock, { scanner: scanner.address });
	});
	afterAll(async () => {
		await scanner.stop();
		vault.remove();
		await db.close();
	});

	test('a clean file opens; one with a virus is in quarantine and opened by nobody', async () => {
		const incident = await report(home.as('reporter'));
		const caseId = await db.asOwner(async (tx) => {
			const row = await tx
				.selectFrom('caseFile')
				.select('id')
				.where('incidentId', '=', incident)
				.executeTakeFirstOrThrow();
			return row.id;
		});
		const add = async (content: string) => {
			const file = { fileName: 'fil.pdf', content: arriving(content) };
			return addFile(home.as('reporter'), vault, { report: incident }, file, nothingSaid);
		};
		// larger than what fits on the way to the scanner at once
		await add(pdf('x'.repeat(5_000_000)));
		await add(pdf(`${'y'.repeat(300_000)}${eicar}`));
		const { files } = await viewEvidence(home.as('manager'), caseId, 'sv');
		expect(files.map(({ state, scan }) => [state, scan])).toEqual([
			['ready', 'clean'],
			['quarantined', 'found']
		]);
		const [, bad] = files;
		for (const how of ['picture', 'copy', 'original'] as const) {
			await expect(openFile(home.as('manager'), vault, caseId, bad!.id, how)).rejects.toThrow(NotFound);
		}
		const { custody } = await viewEvidenceFile(home.as('manager'), caseId, bad!.id, 'sv');
		expect(custody.map(({ what }) => what)).toEqual(['quarantined', 'added']);
	});
});
