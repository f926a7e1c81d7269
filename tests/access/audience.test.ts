/**
 * 'Vem kan se det här?' names exactly those who may read: on organisations made by chance, everybody whom `may` lets read a case is in
 * its audience, and nobody else. The same on the database: audience.db.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { audienceOf, mayCase, standInFor } from '../../src/lib/server/cases/index.ts';
import { generateOrganisation } from './generated-organisation.ts';

const seeds = Array.from({ length: 200 }, (_, index) => index + 1);

describe('the audience of a case', () => {
	test.each(seeds)('organisation %i', (seed) => {
		const { actors, cases, holdersAlong, besideOf } = generateOrganisation(seed);
		for (const subject of cases) {
			const members = audienceOf(subject, holdersAlong(subject.unitPath), besideOf(subject));
			const readers = actors.filter((actor) => mayCase(actor, 'read', subject).yes);
			expect(members.map(({ personId }) => personId).sort()).toEqual(
				readers.map(({ personId }) => personId).sort()
			);
			for (const { personId, readsNotes, seesReporterName, reasons } of members) {
				const actor = actors.find((one) => one.personId === personId)!;
				expect(readsNotes).toBe(mayCase(actor, 'readNotes', subject).yes);
				expect(seesReporterName).toBe(mayCase(actor, 'readReporterName', subject).yes);
				expect(reasons.length).toBeGreaterThan(0);
			}
			const standIn = standInFor(subject, holdersAlong(subject.unitPath));
			if (standIn) {
				const actor = actors.find((one) => one.personId === standIn.personId)!;
				expect(mayCase(actor, 'move', subject).yes).toBe(true);
			}
		}
	});

	test('the organisations hold what matters: deputies, shared cases, people who are kept out, and readers', () => {
		const all = seeds.map(generateOrganisation);
		const some = (holds: (one: (typeof all)[number]) => boolean) => all.filter(holds).length;
		expect(
			some(({ actors }) => actors.some(({ roles }) => roles.some((held) => held.deputyForId)))
		).toBeGreaterThan(50);
		expect(some(({ cases }) => cases.some(({ sharedWith }) => sharedWith.length > 0))).toBeGreaterThan(50);
		expect(
			some(({ actors, cases }) =>
				cases.some((subject) =>
					actors.some(({ roles }) =>
						roles.some((held) => held.deputyForId && subject.excludedPersonIds.includes(held.deputyForId))
					)
				)
			)
		).toBeGreaterThan(50);
	});
});
