import { readFileSync } from 'node:fs';
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
	insultOfOfficial: { subforms: ['insults'] },
	attemptAgainstOfficial: { forms: ['violence'], injury: 'no' }
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
			['threatAgainstOfficial', 'unlawfulThreat'],
			['threatAgainstOfficial', 'grossThreatAgainstOfficial', 'attemptAgainstOfficial', 'unlawfulThreat']
		],
		[
			'a threat without a weapon is the same before and after',
			{ forms: ['threat'] },
			['threatAgainstOfficial', 'unlawfulThreat'],
			['threatAgainstOfficial', 'unlawfulThreat']
		],
		[
			'who followed somebody made an attack by the one wording or the other',
			{ subforms: ['following'] },
			['formerAttackOnOfficial', 'molestation'],
			['attackOnOfficial', 'molestation']
		],
		[
			'insulting an official was an insult like any other',
			{ subforms: ['insults'] },
			['insult'],
			['insultOfOfficial', 'insult']
		],
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

const assessedAs = (changes: Partial<AssessedFacts>): AssessedFacts => ({
	undueInfluence: 'yes',
	form: null,
	subform: null,
	severity: 3,
	motive: null,
	decisionAffected: null,
	insteadKind: null,
	...changes
});

describe('who works here can commit what anybody can', () => {
	test.each<[string, Partial<ReportedFacts>, OffenceCode[]]>([
		['a threat', { forms: ['threat'] }, ['unlawfulThreat']],
		['violence', { forms: ['violence'], subforms: ['physicalAssault'] }, ['assault']],
		['an insult', { subforms: ['insults'] }, ['insult']]
	])('%s by a manager or a colleague', (_, event, expected) => {
		for (const influencer of ['manager', 'colleague'] as const) {
			expect(possibleOn('2026-03-04', { ...event, influencer }), influencer).toEqual(expected);
		}
	});
});

test('following somebody again and again may be stalking, once may not', () => {
	const event: Partial<ReportedFacts> = { forms: ['harassment'], subforms: ['following'] };
	const persistent = assessedAs({ form: 'harassment', subform: 'following', motive: 'persistent' });
	const once = assessedAs({ form: 'harassment', subform: 'following', motive: 'planned' });
	expect(possibleOn('2026-03-04', event, persistent)).toContain('stalking');
	expect(possibleOn('2026-03-04', event, once)).not.toContain('stalking');
});

test('something held over somebody is extortion only when the words set a condition', () => {
	const filmed: Partial<ReportedFacts> = { forms: ['harassment'], subforms: ['unauthorisedFilming'] };
	expect(
		possibleOn('2026-03-04', { ...filmed, text: 'Filmen läggs ut om han inte får bidraget.' })
	).toContain('extortion');
	expect(possibleOn('2026-03-04', { ...filmed, text: 'Han filmade mötet.' })).not.toContain('extortion');
});

describe('of the example events', () => {
	interface Event {
		id: string;
		text: string;
		report: Partial<ReportedFacts>;
		assessment: Omit<AssessedFacts, 'insteadKind'>;
		instead: AssessedFacts['insteadKind'];
	}
	const read = (name: string) =>
		JSON.parse(
			readFileSync(new URL(`../../../../tests/fixtures/${name}`, import.meta.url), 'utf8')
		) as unknown;
	const events = read('vignettes.json') as Event[];
	const expected = read('vignette-offences.json') as Record<string, string[]>;

	test.each(events)('$id: each offence that is labelled as possible', (event) => {
		const facts = factsOf(
			report({ ...event.report, text: event.text }),
			{ ...event.assessment, insteadKind: event.instead },
			null
		);
		const citations = possibleOffences(facts, Temporal.PlainDate.from('2026-03-04')).map(
			({ citation }) => citation
		);
		expect(citations).toEqual(expect.arrayContaining(expected[event.id]!));
		if (expected[event.id]!.length === 0) expect(citations).toEqual([]);
	});
});
