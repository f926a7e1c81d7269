import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { factsOf, type AssessedFacts, type ReportedFacts } from './facts.ts';
import { offences, possibleOffences, type OffenceCode } from './offences.ts';

const report = (answers: Partial<ReportedFacts>): ReportedFacts => ({
	text: null,
	forms: [],
	subforms: [],
	channel: null,
	influencer: 'serviceUser',
	purpose: null,
	inDanger: null,
	consequences: [],
	childConcerned: null,
	injury: null,
	weapon: null,
	fearedForLife: null,
	...answers
});
const possibleOn = (day: string, answers: Partial<ReportedFacts>, assessed: AssessedFacts | null = null) =>
	possibleOffences(factsOf(report(answers), assessed, null), Temporal.PlainDate.from(day)).map(
		({ code }) => code
	);

/** An event that each offence with a limited wording fits. One that is added without an event here fails below. */
const eventOf: Partial<Record<OffenceCode, Partial<ReportedFacts>>> = {
	grossThreatAgainstOfficial: { forms: ['threat'], weapon: 'yes' },
	attackOnOfficial: { subforms: ['following'] },
	formerAttackOnOfficial: { subforms: ['following'] },
	insultOfOfficial: { subforms: ['insults'] }
};
const limits = Object.entries(offences).map(([code, offence]) => ({
	code: code as OffenceCode,
	first: 'validFrom' in offence ? offence.validFrom : null,
	last: 'validTo' in offence ? offence.validTo : null
}));
const nextDay = (day: string, days: 1 | -1) => Temporal.PlainDate.from(day).add({ days }).toString();

describe('an offence is possible by the wording of the day on which it happened', () => {
	test('each one whose wording began or ended has an event here, and no other', () => {
		const limited = limits.filter(({ first, last }) => first !== null || last !== null);
		expect(limited.map(({ code }) => code).sort()).toEqual(Object.keys(eventOf).sort());
	});

	test.each(limits.filter(({ first }) => first !== null))(
		'$code: not on the day before $first, but on that day',
		({ code, first }) => {
			expect(possibleOn(nextDay(first!, -1), eventOf[code]!)).not.toContain(code);
			expect(possibleOn(first!, eventOf[code]!)).toContain(code);
		}
	);

	test.each(limits.filter(({ last }) => last !== null))(
		'$code: still on $last, and not on the day after',
		({ code, last }) => {
			expect(possibleOn(last!, eventOf[code]!)).toContain(code);
			expect(possibleOn(nextDay(last!, 1), eventOf[code]!)).not.toContain(code);
		}
	);

	test.each<[string, Partial<ReportedFacts>, OffenceCode[], OffenceCode[]]>([
		[
			'a threat with a weapon could not be a gross one before',
			{ forms: ['threat'], weapon: 'yes' },
			['threatAgainstOfficial'],
			['threatAgainstOfficial', 'grossThreatAgainstOfficial']
		],
		[
			'a threat without a weapon is the same before and after',
			{ forms: ['threat'] },
			['threatAgainstOfficial'],
			['threatAgainstOfficial']
		],
		[
			'who followed somebody made an attack by the one wording or the other',
			{ subforms: ['following'] },
			['formerAttackOnOfficial', 'molestation'],
			['attackOnOfficial', 'molestation']
		],
		['insulting an official was no offence of its own', { subforms: ['insults'] }, [], ['insultOfOfficial']],
		[
			'violence is the same before and after',
			{ forms: ['violence'] },
			['violenceAgainstOfficial'],
			['violenceAgainstOfficial']
		]
	])('%s: 1 and 2 July 2025', (_, event, before, after) => {
		expect(possibleOn('2025-07-01', event)).toEqual(before);
		expect(possibleOn('2025-07-02', event)).toEqual(after);
	});

	test('exactly one wording of the attack covers each day', () => {
		const wordings: OffenceCode[] = ['attackOnOfficial', 'formerAttackOnOfficial'];
		for (const day of ['2015-01-01', '2025-07-01', '2025-07-02', '2040-01-01']) {
			const there = possibleOn(day, { subforms: ['following'] }).filter((code) => wordings.includes(code));
			expect(there, day).toHaveLength(1);
		}
	});
});

test('none is possible when it was judged to be something else than undue influence', () => {
	const judged: AssessedFacts = {
		undueInfluence: 'no',
		form: null,
		subform: null,
		severity: null,
		motive: null,
		decisionAffected: null,
		insteadKind: 'complaint'
	};
	expect(possibleOn('2026-03-04', { forms: ['threat'] }, judged)).toEqual([]);
});
