/** A page that somebody goes back to has the key of the form before. The same words are one record; other words are never lost. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../database/column-types.ts';
import * as aftercare from '../src/lib/server/aftercare/index.ts';
import * as documents from '../src/lib/server/case-documents/index.ts';
import { relateCases } from '../src/lib/server/case-links/index.ts';
import * as reviews from '../src/lib/server/decision-review/index.ts';
import * as lexSarah from '../src/lib/server/lex-sarah/index.ts';
import { buildDecision, buildEntry, buildHandOver } from '../src/lib/server/lex-sarah/test-data.ts';
import * as logReview from '../src/lib/server/log-review/index.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import * as safety from '../src/lib/server/safety-requests/index.ts';
import { engines, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

describe.each(engines.filter(({ available }) => available))(
	'a form that was gone back to ($engine)',
	({ open }) => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let id: CaseId;
		const caseOf = async (who: string) => {
			const incident = await report(home.as(who));
			return db.asOwner((tx) =>
				tx
					.selectFrom('caseFile')
					.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
					.select(['caseFile.id', 'incident.year', 'incident.number'])
					.where('incidentId', '=', incident)
					.executeTakeFirstOrThrow()
			);
		};
		const manager = () => home.as('manager');
		const officer = () => home.as('lexSarahOfficer');
		const handOver = buildHandOverOf();
		/** The form of the hand-over, with one key. */
		function buildHandOverOf() {
			const key = newId<string>();
			return (whatHappened: string) => buildHandOver(manager(), { key, whatHappened });
		}

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
			id = (await caseOf('reporter')).id;
		}, 60_000);
		afterAll(() => db.close());

		const forms: [
			what: string,
			table: string,
			column: string,
			send: (key: string, words: string) => unknown
		][] = [
			[
				'a request to the employer',
				'safety_request',
				'demand',
				(key, demand) =>
					safety.askEmployer(home.as('safetyRepresentative'), {
						key,
						case: id,
						unit: null,
						demand,
						background: null,
						wantedAnswerOn: null
					})
			],
			[
				'a question of conflict of interest',
				'conflict_question',
				'circumstance',
				(key, circumstance) =>
					reviews.raiseQuestion(manager(), id, { key, circumstance, conflictReference: null })
			],
			[
				'a decision that was pointed out',
				'decision_review',
				'influence',
				(key, influence) =>
					reviews.pointOutDecision(manager(), id, {
						key,
						reference: 'A-12',
						decision: 'Beslut om bistånd',
						influence,
						concernsChild: false
					})
			],
			[
				'a question to a lawyer',
				'case_secrecy_question',
				'question',
				(key, secrecyQuestion) =>
					documents.askAdviser(manager(), id, { key, adviser: home.person('legalAdviser'), secrecyQuestion })
			],
			[
				'a number in another system',
				'case_external_reference',
				'reference',
				(key, reference) =>
					documents.addReference(manager(), id, { key, system: 'ia', systemName: null, reference })
			],
			[
				'a disclosure',
				'disclosure',
				'registry_number',
				(key, registryNumber) => documents.beginDisclosure(manager(), id, { key, registryNumber })
			],
			[
				'support afterwards',
				'aftercare_step',
				'note',
				(key, note) =>
					aftercare.recordStep(manager(), id, { key, step: 'week', outcome: 'done', postponedTo: null, note })
			],
			[
				'a review of the log',
				'log_review',
				'reason',
				(key, reason) =>
					logReview.recordReview(home.as('dataProtectionOfficer'), {
						key,
						method: 'sample',
						periodFrom: '2026-02-01',
						periodTo: '2026-02-28',
						entryCount: 10,
						link: '/log/sample',
						outcome: 'remark',
						reason
					})
			]
		];

		const storedIn = (table: string, column: string) =>
			db.asOwner(async (tx) => {
				const { rows } = await sql<{ words: string }>`
				select ${sql.ref(column)} as words from ${sql.table(table)} order by 1`.execute(tx);
				return rows.map(({ words }) => words);
			});

		test.each(forms)(
			'%s is stored once, and once more with other words',
			async (_what, table, column, send) => {
				const key = newId<string>();
				for (const words of ['Först.', 'Först.', 'Sedan.', 'Sedan.', 'Först.']) await send(key, words);
				expect(await storedIn(table, column)).toEqual(['Först.', 'Sedan.']);
			}
		);

		test('a lex Sarah record is handed over once, and other words are told that there is a record', async () => {
			const send = (words: string) => lexSarah.handOver(manager(), id, handOver(words), 'Överlämnat');
			expect(await send('Först.')).toEqual({ ok: true });
			expect(await send('Först.')).toEqual({ ok: true });
			expect(await send('Sedan.')).toEqual({ ok: false, problem: 'alreadyOpen' });
		});

		test('what is added to a lex Sarah record is stored once for each words, also by who may not read it', async () => {
			const record = lexSarah.recordIdOf(id, handOver('Först.'));
			const [key, entry] = [newId<string>(), buildEntry()];
			for (const supplementText of ['Mer.', 'Mer.', 'Ännu mer.', 'Ännu mer.']) {
				await lexSarah.supplement(manager(), id, { key, supplementText });
			}
			for (const entryText of ['Läst.', 'Läst.', 'Läst igen.']) {
				await lexSarah.document(officer(), record, { ...entry, entryText });
			}
			expect(await storedIn('lex_sarah_entry', 'text')).toHaveLength(4);
		});

		test('a lex Sarah decision with other words is not taken for the one before', async () => {
			const record = lexSarah.recordIdOf(id, handOver('Först.'));
			const { version } = await lexSarah.viewRecord(officer(), record, 'sv');
			const form = buildDecision({ version: String(version) });
			const decide = (reason: string) => lexSarah.decide(officer(), record, { ...form, reason });
			expect(await decide('Först.')).toEqual({ ok: true });
			expect(await decide('Först.')).toEqual({ ok: true });
			expect(await decide('Sedan.')).toEqual({ ok: false, problem: 'changed' });
		});

		test('a link to another case is made once, and other words are told that it is there', async () => {
			const other = await caseOf('betaReporter');
			const link = { key: newId<string>(), relateNumber: { year: other.year!, number: other.number! } };
			const relate = (relateReason: string) => relateCases(home.as('head'), id, { ...link, relateReason });
			expect(await relate('Först.')).toEqual({ ok: true });
			expect(await relate('Först.')).toEqual({ ok: true });
			expect(await relate('Sedan.')).toMatchObject({ field: 'relateNumber', problem: 'already' });
		});
	}
);
