/** What an author corrects: old and new kept, figures that follow, and nothing masked that survives in an older version. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IncidentId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { repeatManyTimes, viewCase, viewOwnReport } from '../cases/index.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import * as v from 'valibot';
import {
	additionSchema,
	addToIncident,
	correctAddition,
	correctIncident,
	correctionSchema,
	listFields,
	manyTimesSchema,
	maskIncident
} from './index.ts';

describe.each(engines)('on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('a report that is corrected', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let id: IncidentId;

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());
		beforeEach(async () => {
			home.clock.set(home.clock.now().add({ minutes: 20 }).toString());
			id = await report(home.as('reporter'), { values: { text: 'Hon ringde i går.', place: 'Receptionen' } });
		});

		const stored = () => viewOwnReport(home.as('reporter'), id, 'sv');
		/** The form as the page fills it in, with what somebody changed. */
		const form = async (changes: Record<string, string | string[]> = {}, seen?: string) => {
			const { details, occurredAt, corrections } = await stored();
			const local = occurredAt.toZonedDateTimeISO('Europe/Stockholm');
			const filled = Object.fromEntries(
				Object.entries(details)
					.filter(([, value]) => value !== null && typeof value !== 'boolean')
					.map(([name, value]) => [name, value as string | string[]])
			);
			return v.parse(correctionSchema, {
				...Object.fromEntries(listFields.map((name) => [name, []])),
				...filled,
				seen: seen ?? corrections.at(-1)?.id ?? '',
				occurredDate: local.toPlainDate().toString(),
				occurredTime: local.toPlainTime().toString({ smallestUnit: 'minute' }),
				...changes
			});
		};
		const correct = async (changes: Record<string, string | string[]>, seen?: string) =>
			correctIncident(home.as('reporter'), id, await form(changes, seen));
		const caseOf = async () => {
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', id).executeTakeFirstOrThrow()
			);
			return row.id;
		};

		test('shows the handler what stood there before, and after, and when', async () => {
			expect(await correct({ text: 'Han ringde i förrgår.', forms: ['threat'], place: '' })).toEqual({
				done: 'corrected'
			});
			const { incident } = await viewCase(home.as('manager'), await caseOf(), 'sv');
			expect(incident.text).toBe('Han ringde i förrgår.');
			expect(incident.corrections).toMatchObject([
				{ field: 'text', oldValue: 'Hon ringde i går.', newValue: 'Han ringde i förrgår.' },
				{ field: 'forms', oldValue: ['harassment'], newValue: ['threat'] },
				{ field: 'place', oldValue: 'Receptionen', newValue: null }
			]);
			expect(incident.corrections[0]!.atText).toMatch(/2026/);
		});

		test('is no correction when nothing is another', async () => {
			expect(await correct({})).toEqual({ done: 'nothing' });
			expect((await stored()).corrections).toEqual([]);
		});

		test('counts in the figures as it now reads, once', async () => {
			const counted = async () => {
				const { rows } = await db.askAsOwner((ask) =>
					sql<{ form: string; count: number }>`select form, sum(sign)::integer as count from statistic_entry
						group by form having sum(sign) <> 0`.execute(ask)
				);
				return Object.fromEntries(rows.map(({ form: code, count }) => [code, count]));
			};
			const before = await counted();
			await correct({ forms: ['violence'] });
			const after = await counted();
			expect(after.violence ?? 0).toBe((before.violence ?? 0) + 1);
			expect(after.harassment ?? 0).toBe((before.harassment ?? 0) - 1);
		});

		test('in two windows: the second one is told, and changes nothing', async () => {
			const seen = (await stored()).corrections.at(-1)?.id ?? '';
			await correct({ text: 'Först.' });
			expect(await correct({ text: 'Sedan.' }, seen)).toEqual({
				done: 'refused',
				field: '',
				problem: 'changedSince'
			});
			expect((await stored()).details.text).toBe('Först.');
			// the very same form twice is no conflict
			expect(await correct({ text: 'Först.' }, seen)).toEqual({ done: 'nothing' });
		});

		test('is not corrected to or from a manager: who must be kept out is decided when it is sent', async () => {
			expect(await correct({ influencer: 'manager' })).toMatchObject({ problem: 'otherRecipient' });
			expect(await correct({ influencer: 'relative' })).toEqual({ done: 'corrected' });
		});

		test('did not happen after it was told of', async () => {
			expect(await correct({ occurredDate: '2026-12-24' })).toMatchObject({
				field: 'occurredDate',
				problem: 'future'
			});
		});

		test('belongs to who reported it: not to the manager, a colleague or the affected person', async () => {
			const input = await form({ text: 'x' });
			for (const who of ['manager', 'colleague', 'director', 'administrator']) {
				await expect(correctIncident(home.as(who), id, input), who).rejects.toThrow(NotFound);
			}
			const onBehalf = await report(home.as('reporter'), { affectedPersonId: home.person('colleague') });
			await expect(correctIncident(home.as('colleague'), onBehalf, input)).rejects.toThrow(NotFound);
		});

		test('what is masked afterwards is masked in every older version and in what was added', async () => {
			await correct({ text: 'Han heter 19121212-1212 och bor kvar.', witnesses: 'Ring 070-123 45 67' });
			await correct({ text: 'Han bor kvar.', witnesses: '' });
			const addition = v.parse(additionSchema, {
				...Object.fromEntries(listFields.map((name) => [name, []])),
				moreText: 'Numret är 19121212-1212.'
			});
			await addToIncident(home.as('reporter'), id, addition);
			expect((await stored()).findings.map(({ text }) => text)).toContain('19121212-1212');

			await maskIncident(home.as('reporter'), id, () => '[bort]');
			expect((await stored()).findings).toEqual([]);
			const kept = await db.askAsOwner(async (ask) => {
				const { rows } = await sql<{ all: string }>`select
					(select string_agg(old_value::text || new_value::text, ' ') from incident_correction where incident_id = ${id})
					|| (select string_agg(text, ' ') from incident_addition where incident_id = ${id})
					|| (select text from incident where id = ${id}) as all`.execute(ask);
				return rows[0]!.all;
			});
			expect(kept).toContain('[bort]');
			expect(kept).not.toContain('1212-1212');
			expect(kept).not.toContain('070-123');
		});

		test('an addition is corrected by who wrote it, and by nobody else', async () => {
			const empty = Object.fromEntries(listFields.map((name) => [name, []]));
			await addToIncident(
				home.as('reporter'),
				id,
				v.parse(additionSchema, { ...empty, moreText: 'Och sedan.' })
			);
			const { additions } = await stored();
			const input = { seen: '', addition: additions[0]!.id, correctedText: 'Och före det.' };
			await expect(correctAddition(home.as('manager'), id, input)).rejects.toThrow(NotFound);
			await expect(
				correctAddition(home.as('reporter'), id, { ...input, addition: newId<string>() })
			).rejects.toThrow(NotFound);
			expect(await correctAddition(home.as('reporter'), id, input)).toEqual({ done: 'corrected' });
			const after = await stored();
			expect(after.additions[0]!.text).toBe('Och före det.');
			expect(after.corrections).toMatchObject([
				{ field: 'text', oldValue: 'Och sedan.', newValue: 'Och före det.' }
			]);
		});

		test('an answer that is given again in ‘Lägg till mer’ keeps the old one too', async () => {
			const empty = Object.fromEntries(listFields.map((name) => [name, []]));
			const again = v.parse(additionSchema, { ...empty, place: 'Parkeringen', matter: 'Ett beslut' });
			expect(await addToIncident(home.as('reporter'), id, again)).toBe('added');
			expect((await stored()).corrections).toMatchObject([
				{ field: 'place', oldValue: 'Receptionen', newValue: 'Parkeringen' }
			]);
		});

		describe('many calls in one report', () => {
			const many = (values: Record<string, string>) =>
				v.parse(manyTimesSchema, { key: newId<string>(), ...values });
			const text = (number: string, times: number) => `Igen, ${times} gånger. Se ${number}.`;

			test('are one event with how many and when, which repeats the first', async () => {
				const receipt = await repeatManyTimes(
					home.as('reporter'),
					id,
					many({
						manyCount: '12',
						manyFirstDate: '2026-03-02',
						manyFirstTime: '08:10',
						manyLastDate: '2026-03-03'
					}),
					text
				);
				expect(receipt).toMatchObject({ ok: true });
				const again = await viewOwnReport(
					home.as('reporter'),
					(receipt as { incidentId: IncidentId }).incidentId,
					'sv'
				);
				expect(again).toMatchObject({ occurrences: 12, repeats: { id } });
				expect(again.details.text).toMatch(/^Igen, 12 gånger/);
				expect(again.occurredAt.toString()).toBe('2026-03-02T07:10:00Z');
				expect(again.lastOccurredAt?.toString()).toBe('2026-03-03T11:00:00Z');
				const { rows } = await db.askAsOwner((ask) =>
					sql<{ count: number }>`select count(*)::integer as count from statistic_entry
						where day = '2026-03-02' and sign = 1`.execute(ask)
				);
				expect(rows[0]!.count).toBe(1);
			});

			test('are shown on the case with their period', async () => {
				const receipt = await repeatManyTimes(
					home.as('reporter'),
					id,
					many({ manyCount: '3', manyFirstDate: '2026-03-01', manyLastDate: '2026-03-02' }),
					text
				);
				id = (receipt as { incidentId: IncidentId }).incidentId;
				const { incident } = await viewCase(home.as('manager'), await caseOf(), 'sv');
				expect(incident.occurrences).toBe(3);
				expect(incident.periodText).toBe('1–2 mars 2026');
			});

			test.each([
				[{ manyCount: '3', manyFirstDate: '2026-03-03', manyLastDate: '2026-03-02' }, 'lastBeforeFirst'],
				[{ manyCount: '3', manyLastDate: '2026-12-24' }, 'future']
			])('cannot be at %o', async (values, problem) => {
				const receipt = await repeatManyTimes(home.as('reporter'), id, many(values), text);
				expect(receipt).toMatchObject({ ok: false, problem: 'time', wrong: { problem } });
				await expect(repeatManyTimes(home.as('manager'), id, many(values), text)).rejects.toThrow(NotFound);
			});

			test.each(['', '1', '0', '-2', '1,5', '1001', 'många'])('%j is no number of them', (manyCount) => {
				expect(v.safeParse(manyTimesSchema, { key: newId<string>(), manyCount }).success).toBe(false);
			});

			test('can be said in ‘Lägg till mer’ as well', async () => {
				const empty = Object.fromEntries(listFields.map((name) => [name, []]));
				const input = v.parse(additionSchema, { ...empty, occurrences: '4', lastDate: '2026-03-04' });
				expect(await addToIncident(home.as('reporter'), id, input)).toBe('added');
				expect(await stored()).toMatchObject({ occurrences: 4, corrections: [] });
			});
		});
	});
});
