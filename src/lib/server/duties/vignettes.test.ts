/**
 * Every step that the example events require is suggested, and not everything always. The second set was written afterwards, in other words,
 * and no rule was made for it: what it shows is how the rules do on events that nobody thought of.
 */
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { evaluateDuties, ruleOfVersion } from './engine.ts';
import { factsOf, type AssessedFacts, type ReportedFacts } from './facts.ts';
import { reasonCodes } from './reasons.ts';
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

const wordsIn = (language: string) =>
	JSON.parse(
		readFileSync(new URL(`../../../../messages/${language}/duties.json`, import.meta.url), 'utf8')
	) as Record<string, string>;
const languages = { sv: wordsIn('sv'), en: wordsIn('en') };

describe('each suggestion can be explained', () => {
	test.each([...first, ...second])(
		'$id: its reasons have words in both languages, and what is law has a citation',
		({ text, report, assessment, instead }) => {
			const facts = factsOf(
				{ ...unanswered, ...report, text },
				{ ...assessment, insteadKind: instead },
				null
			);
			for (const { key, version, reasons } of evaluateDuties(facts, day)) {
				const rule = ruleOfVersion(key, version);
				if (rule.basis !== 'local') expect(rule.citation, key).toMatch(/\d/u);
				expect(reasons.length, key).toBeGreaterThan(0);
				for (const [language, words] of Object.entries(languages)) {
					expect(words[`duty_${key}_law`], `${language} ${key}`).toMatch(/\p{L}/u);
					for (const code of reasons) {
						expect(words[`duty_reason_${code}`], `${language} ${code}`).toMatch(/\p{L}/u);
					}
				}
			}
		}
	);
});

describe('the report alone, before anybody has assessed it', () => {
	const alone = ({ text, report }: Vignette) =>
		evaluateDuties(factsOf({ ...unanswered, ...report, text }, null, null), day);
	/** What cannot wait for an assessment: of an event of these, what its own words and answers suggest. */
	const urgent: DutyKey[] = [
		...(['emergency', 'suicideRoutine', 'avSerious', 'fkInjury'] as const),
		...(['police', 'personalDataBreach', 'threatAssessment'] as const)
	];
	const suggestedAtOnce: Record<string, DutyKey[]> = {
		V02: ['suicideRoutine'],
		V03: ['avSerious', 'police', 'threatAssessment'],
		V07: ['avSerious', 'fkInjury', 'police'],
		V09: ['police'],
		V10: ['police'],
		V20: ['personalDataBreach'],
		V21: ['avSerious', 'police', 'threatAssessment'],
		V22: ['avSerious', 'police', 'threatAssessment'],
		V31: ['avSerious', 'fkInjury', 'police', 'threatAssessment'],
		V36: ['fkInjury'],
		V40: ['suicideRoutine', 'fkInjury']
	};

	test.each(first)('$id: what cannot wait', (event) => {
		const keys = alone(event).map(({ key }) => key);
		expect(keys.filter((key) => urgent.includes(key))).toEqual(suggestedAtOnce[event.id] ?? []);
	});

	test.each(first.filter(({ report }) => report.purpose === 'yes'))(
		'$id: who says that it was to influence their work is supported, and it is looked into',
		(event) => {
			const keys = alone(event).map(({ key }) => key);
			expect(keys).toEqual(expect.arrayContaining(['support', 'investigate']));
		}
	);

	test('no reason speaks of a judgement that nobody has made', () => {
		const judged = reasonCodes.filter((code) =>
			/^(Bedömt|Bedömningen)/u.test(languages.sv[`duty_reason_${code}`]!)
		);
		expect(judged.length).toBeGreaterThan(5);
		for (const event of [...first, ...second]) {
			const reasons = alone(event).flatMap((duty) => duty.reasons);
			expect(
				reasons.filter((code) => judged.includes(code)),
				event.id
			).toEqual([]);
		}
	});
});

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
