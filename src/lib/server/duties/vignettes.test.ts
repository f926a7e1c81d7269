/**
 * Every step that the example events require is suggested, and not everything always. The second set was written afterwards, in other words,
 * and no rule was made for it: what it shows is how the rules do on events that nobody thought of.
 */
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { evaluateDuties } from './engine.ts';
import { factsOf, type AssessedFacts, type ReportedFacts } from './facts.ts';
import type { DutyKey } from './rule.ts';

interface Vignette {
	id: string;
	text: string;
	report: Partial<ReportedFacts>;
	assessment: Omit<AssessedFacts, 'insteadKind'>;
	instead: AssessedFacts['insteadKind'];
	duties: DutyKey[];
}

const read = (name: string) =>
	JSON.parse(readFileSync(new URL(`../../../../tests/fixtures/${name}`, import.meta.url), 'utf8')) as unknown;
const required = read('vignette-duties.json') as Record<string, DutyKey[]>;
const first = (read('vignettes.json') as Vignette[]).map((one) => ({ ...one, duties: required[one.id]! }));
const second = read('more-vignettes.json') as Vignette[];

const day = Temporal.PlainDate.from('2026-03-04');
const unanswered: ReportedFacts = {
	text: null,
	forms: [],
	subforms: [],
	channel: null,
	influencer: null,
	purpose: null,
	inDanger: null,
	consequences: [],
	childConcerned: null,
	injury: null,
	weapon: null,
	fearedForLife: null
};
const suggested = ({ text, report, assessment, instead }: Vignette) =>
	evaluateDuties(
		factsOf({ ...unanswered, ...report, text }, { ...assessment, insteadKind: instead }, null),
		day
	).map(({ key }) => key);

describe.each([
	{ name: 'the example events', events: first, mostExtra: 1 },
	{ name: 'events in other words', events: second, mostExtra: 1 }
])('$name', ({ events, mostExtra }) => {
	test.each(events)('$id: each required step is suggested', (event) => {
		expect(suggested(event)).toEqual(expect.arrayContaining(event.duties));
	});

	test('on average at most one suggestion more than what is required', () => {
		const extra = events.map((event) => suggested(event).filter((key) => !event.duties.includes(key)).length);
		expect(extra.reduce((sum, count) => sum + count, 0) / events.length).toBeLessThanOrEqual(mostExtra);
	});
});

test.each([
	['complaint', 'complaintRoute'],
	['appeal', 'appealRoute'],
	['publicRecordsRequest', 'publicRecordsRoute'],
	['accident', 'accidentRoute'],
	['careDeviation', 'careDeviationRoute'],
	['supplierQuestion', 'supplierFollowUp'],
	['suicidalityWithoutDemand', 'suicideRoutine'],
	['other', 'otherRoute']
] as const)('%s goes another way: %s', (instead, route) => {
	const facts = factsOf(
		{ ...unanswered, forms: ['unsure'] },
		{
			undueInfluence: 'no',
			form: null,
			subform: null,
			severity: 1,
			motive: null,
			decisionAffected: null,
			insteadKind: instead
		},
		null
	);
	const keys = evaluateDuties(facts, day).map(({ key }) => key);
	expect(keys).toContain(route);
	expect(keys.filter((key) => key === 'police' || key === 'avSerious')).toEqual([]);
});
