import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../../../database/column-types.ts';
import { rules } from '../duties/rules.ts';
import { defaultSettings } from '../organisation/settings.ts';
import { zone } from '../platform/working-days.ts';
import { deadlinesOf, deadlinesOfRecord, type RemindedFacts } from './deadlines.ts';
import { forgottenDays, keyOf, remindersDue } from './ladder.ts';
import { waitingDuty } from './remind.ts';
import { at, buildFacts, buildMeasure, declinedAftercare } from './test-data.ts';

const settings = { assessmentWorkingDays: 3 };

/** Every step until an instant, when it is asked once, at that instant: 'kind step → whom, when its time came'. */
function dueBy(now: string, facts: RemindedFacts, made: ReadonlySet<string> = new Set()): string[] {
	return remindersDue(deadlinesOf(facts, settings), made, at(now)).map((reminder) => {
		const local = reminder.at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
		return `${reminder.kind} ${reminder.step} → ${reminder.to}, ${local}`;
	});
}
const contacted = { firstContactAt: at('2027-03-05T10:00'), status: 'assessing' } as const;
const assessed = {
	...contacted,
	assessedAt: at('2027-03-08T10:00'),
	undueInfluence: 'yes',
	status: 'acting'
} as const;

describe('a promise of contact', () => {
	test('is left alone as long as it can still be kept', () => {
		expect(dueBy('2027-03-08T23:59', buildFacts())).toEqual([]);
	});

	test('that is not kept: the handler at once, the next manager up at noon, the one above a working day later', () => {
		expect(dueBy('2027-03-09T00:00', buildFacts())).toEqual(['contactLate told → handler, 2027-03-08T23:59']);
		expect(dueBy('2027-03-10T12:00', buildFacts())).toEqual([
			'contactLate told → handler, 2027-03-08T23:59',
			'contactLate escalated → above, 2027-03-09T12:00',
			'contactLate escalatedAgain → furtherAbove, 2027-03-10T12:00'
		]);
	});

	test('made on Maundy Thursday is to be kept on the Tuesday after Easter, and escalates on the Wednesday', () => {
		const facts = buildFacts({ reportedAt: at('2027-03-25T15:00') });
		expect(dueBy('2027-03-30T23:00', facts)).toEqual([]);
		expect(dueBy('2027-03-31T12:00', facts)).toEqual([
			'contactLate told → handler, 2027-03-30T23:59',
			'contactLate escalated → above, 2027-03-31T12:00'
		]);
	});

	test('made before Christmas waits for the eves, the holidays and the weekend', () => {
		const facts = buildFacts({ reportedAt: at('2026-12-23T15:00') });
		expect(dueBy('2026-12-28T23:00', facts)).toEqual([]);
		expect(dueBy('2026-12-29T12:00', facts)).toHaveLength(2);
	});

	test('that somebody kept late is not reminded of any more', () => {
		expect(
			dueBy('2027-03-09T13:00', buildFacts({ ...contacted, firstContactAt: at('2027-03-09T11:00') }))
		).toEqual([]);
	});

	test('of an imported case was made by somebody else', () => {
		expect(dueBy('2027-03-20T12:00', buildFacts({ isImported: true }))).toEqual([]);
	});
});

test('an assessment that is late: the handler in the morning, the next manager up a working day later', () => {
	expect(dueBy('2027-03-10T23:59', buildFacts(contacted))).toEqual([]);
	expect(dueBy('2027-03-12T07:00', buildFacts(contacted))).toEqual([
		'assessmentLate told → handler, 2027-03-11T07:00',
		'assessmentLate escalated → above, 2027-03-12T07:00'
	]);
});

describe('a measure', () => {
	test('is warned of on the last working day before: Thursday before Easter', () => {
		const facts = buildFacts({ ...assessed, measures: [buildMeasure()] });
		expect(dueBy('2027-03-25T06:59', facts)).toEqual([]);
		expect(dueBy('2027-03-25T07:00', facts)).toEqual(['measureSoon told → owner, 2027-03-25T07:00']);
	});

	test('given after the time of its warning is not warned of', () => {
		const measure = buildMeasure({ createdAt: at('2027-03-26T10:00') });
		expect(dueBy('2027-03-29T12:00', buildFacts({ ...assessed, measures: [measure] }))).toEqual([]);
	});

	test('that is late is told to its owner, then to the handler, and is not warned of any more', () => {
		const facts = buildFacts({ ...assessed, measures: [buildMeasure()] });
		expect(dueBy('2027-04-01T07:00', facts)).toEqual([
			'measureLate told → owner, 2027-03-31T07:00',
			'measureLate escalated → handler, 2027-04-01T07:00'
		]);
	});

	test('that was moved to another day is reminded of by its new day', () => {
		const before = buildFacts({ ...assessed, measures: [buildMeasure()] });
		const made = new Set(
			remindersDue(deadlinesOf(before, settings), new Set(), at('2027-03-25T07:00')).map(keyOf)
		);
		const moved = buildMeasure({ dueDate: Temporal.PlainDate.from('2027-04-09') });
		const after = buildFacts({ ...assessed, measures: [moved] });
		expect(dueBy('2027-03-26T07:00', after, made)).toEqual([]);
		expect(dueBy('2027-04-08T07:00', after, made)).toEqual(['measureSoon told → owner, 2027-04-08T07:00']);
	});

	test('that was done is followed up: in the morning of the day, or of the working day before a free one', () => {
		const measures = [buildMeasure({ doneAt: at('2027-03-14T10:00') })];
		// 14 days later is Easter Sunday, which is also the day of the change to summer time
		expect(dueBy('2027-03-25T07:00', buildFacts({ ...assessed, measures }))).toEqual([
			'effectDue told → handler, 2027-03-25T07:00'
		]);
		expect(dueBy('2027-03-30T07:00', buildFacts({ ...assessed, measures }))).toEqual([
			'effectLate told → handler, 2027-03-30T07:00'
		]);
	});
});

describe('a duty', () => {
	const duty = {
		key: 'avSerious',
		startedAt: at('2027-03-05T09:00'),
		isInWords: true,
		isLegal: false,
		answeringRole: null
	};

	test('whose law gives no number is warned of halfway to the local level, and told when it is passed', () => {
		const facts = buildFacts({ ...assessed, duties: [{ ...duty, dueAt: at('2027-03-05T17:00') }] });
		expect(dueBy('2027-03-05T12:59', facts)).toEqual([]);
		expect(dueBy('2027-03-05T13:00', facts)).toEqual(['dutyNear told → handler, 2027-03-05T13:00']);
		expect(dueBy('2027-03-08T12:00', facts)).toEqual([
			'dutyLate told → handler, 2027-03-05T17:00',
			'dutyLate escalated → above, 2027-03-08T12:00'
		]);
	});

	test('says which role answers for it, so that they are reminded too', () => {
		const startedAt = at('2027-03-05T09:00');
		const waiting = waitingDuty({ key: 'threatAssessment', ruleVersion: 1, startedAt }, defaultSettings);
		const facts = buildFacts({ ...assessed, duties: [waiting, { ...duty, dueAt: at('2027-03-05T17:00') }] });
		expect(
			deadlinesOf(facts, settings)
				.filter(({ kind }) => kind === 'dutyLate')
				.map(({ subject, answeringRole }) => [subject, answeringRole])
		).toEqual([
			['threatAssessment', 'securityCoordinator'],
			['avSerious', undefined]
		]);
	});

	test('with a number of hours is warned of 24 hours before, counted through the change to summer time', () => {
		const due = {
			...duty,
			startedAt: at('2027-03-26T12:00'),
			isInWords: false,
			isLegal: true,
			dueAt: at('2027-03-28T12:00')
		};
		const open = buildFacts({ ...contacted, reportedAt: at('2027-03-26T11:00'), duties: [due] });
		expect(dueBy('2027-03-27T10:59', open)).toEqual([]);
		expect(dueBy('2027-03-27T11:00', open)).toEqual(['dutyNear told → handler, 2027-03-27T11:00']);
	});

	test.each(['closed', 'transferred', 'notUndueInfluence'] as const)(
		'that nobody has decided is told and escalated also when its case is %s',
		(status) => {
			const facts = buildFacts({ ...assessed, status, duties: [{ ...duty, dueAt: at('2027-03-05T17:00') }] });
			expect(dueBy('2027-03-08T12:00', facts)).toEqual([
				'dutyLate told → handler, 2027-03-05T17:00',
				'dutyLate escalated → above, 2027-03-08T12:00'
			]);
			expect(dueBy('2027-03-08T12:00', { ...facts, duties: [] })).toEqual([]);
		}
	);

	test('that a report raises ends long before its case is no longer looked through: 91 days, less those of being forgotten', () => {
		const start = at('2027-03-05T09:00');
		for (const rule of rules.filter(({ when }) => when.length > 0)) {
			const { dueAt } = waitingDuty(
				{ key: rule.key, ruleVersion: rule.version, startedAt: start },
				defaultSettings
			);
			const last = start.add({ hours: 24 * (91 - forgottenDays) });
			expect(Temporal.Instant.compare(dueAt!, last), rule.key).toBe(-1);
		}
	});

	test('without an end of its own is not reminded of', () => {
		const facts = buildFacts({ ...assessed, measures: [buildMeasure()], duties: [{ ...duty, dueAt: null }] });
		expect(dueBy('2027-03-20T13:00', facts)).toEqual([]);
	});
});

describe('looking after the exposed person', () => {
	const closed = { ...assessed, status: 'closed', aftercare: [] } as const;

	test('goes on after the case is closed: a week and a month after the report', () => {
		expect(dueBy('2027-03-12T06:59', buildFacts(closed))).toEqual([]);
		expect(dueBy('2027-03-12T07:00', buildFacts(closed))).toEqual([
			'aftercareDue told → handler, 2027-03-12T07:00'
		]);
		expect(dueBy('2027-03-17T07:00', buildFacts(closed))).toEqual([
			'aftercareLate told → handler, 2027-03-15T07:00',
			'aftercareLate escalated → above, 2027-03-17T07:00'
		]);
		expect(dueBy('2027-03-17T07:00', buildFacts({ ...closed, isCaredForElsewhere: true }))).toEqual([]);
		// a month later is Easter Monday, so Tuesday
		const week = { step: 'week', outcome: 'done', postponedTo: null } as const;
		expect(dueBy('2027-04-05T07:00', buildFacts({ ...closed, aftercare: [week] }))).toEqual([
			'aftercareDue told → handler, 2027-04-05T07:00'
		]);
	});

	test('is not asked for of who declined, nor of a case that was handed over or was something else', () => {
		expect(dueBy('2027-04-20T07:00', buildFacts({ ...closed, aftercare: declinedAftercare }))).toEqual([]);
		expect(
			dueBy('2027-04-20T07:00', buildFacts({ ...assessed, status: 'transferred', aftercare: [] }))
		).toEqual([]);
	});
});

test('a threat is the coordinator’s: asked for and not assessed, or to be looked at again, also after the case is closed', () => {
	const threat = { id: 'threat', requestedAt: at('2027-03-08T10:00'), reviewDate: null };
	const asked = buildFacts({ ...assessed, status: 'notUndueInfluence', threats: [threat] });
	expect(dueBy('2027-03-10T06:59', asked)).toEqual([]);
	expect(dueBy('2027-03-10T07:00', asked)).toEqual(['requestLate told → coordinator, 2027-03-10T07:00']);
	expect(dueBy('2027-03-12T07:00', asked)).toEqual([
		'requestLate told → coordinator, 2027-03-10T07:00',
		'requestLate escalated → handler, 2027-03-11T07:00',
		'requestLate escalatedAgain → managerAbove, 2027-03-12T07:00'
	]);
	const review = { ...threat, reviewDate: Temporal.PlainDate.from('2027-03-28') };
	const assessedThreat = buildFacts({ ...asked, threats: [review] });
	// Palm Sunday week: the working day before Easter Sunday is Maundy Thursday
	expect(dueBy('2027-03-25T07:00', assessedThreat)).toEqual([
		'reviewDue told → coordinator, 2027-03-25T07:00'
	]);
	expect(dueBy('2027-03-30T07:00', assessedThreat)).toEqual([
		'reviewLate told → coordinator, 2027-03-30T07:00'
	]);
	expect(dueBy('2027-04-01T07:00', assessedThreat).slice(1)).toEqual([
		'reviewLate escalated → handler, 2027-03-31T07:00',
		'reviewLate escalatedAgain → managerAbove, 2027-04-01T07:00'
	]);
});

describe('what people are asked', () => {
	test('the exposed person: on the day of the week’s and of the month’s question, also in a closed case', () => {
		const facts = buildFacts({ ...assessed, status: 'closed', supportAnswered: [] });
		expect(dueBy('2027-03-12T06:59', facts)).toEqual([]);
		expect(dueBy('2027-03-12T07:00', facts)).toEqual(['supportAsked told → exposed, 2027-03-12T07:00']);
		// the month's day is the Monday a week after Easter Monday
		expect(dueBy('2027-04-05T07:00', facts)).toHaveLength(2);
	});

	test('the exposed person who has answered the week’s is asked the month’s; who answered that, nothing', () => {
		const closed = { ...assessed, status: 'closed' } as const;
		const answered = (supportAnswered: RemindedFacts['supportAnswered']) =>
			dueBy('2027-04-05T07:00', buildFacts({ ...closed, supportAnswered }));
		expect(answered(['week'])).toEqual(['supportAsked told → exposed, 2027-04-05T07:00']);
		expect(answered(['month'])).toEqual([]);
		expect(dueBy('2027-04-05T07:00', buildFacts({ status: 'transferred', supportAnswered: [] }))).toEqual([]);
	});

	test('a colleague: some working days after the question and when it is late, then the handler; not after the end', () => {
		const statement = {
			id: 'statement',
			personId: 'colleague' as PersonId,
			askedAt: at('2027-03-08T10:00'),
			dueDate: Temporal.PlainDate.from('2027-03-15'),
			remindedFrom: Temporal.PlainDate.from('2027-03-11')
		};
		const facts = buildFacts({ ...assessed, measures: [buildMeasure()], statements: [statement] });
		expect(dueBy('2027-03-11T06:59', facts)).toEqual([]);
		expect(dueBy('2027-03-11T07:00', facts)).toEqual(['statementSoon told → asked, 2027-03-11T07:00']);
		expect(dueBy('2027-03-17T07:00', facts)).toEqual([
			'statementLate told → asked, 2027-03-16T07:00',
			'statementLate escalated → handler, 2027-03-17T07:00'
		]);
		expect(dueBy('2027-03-17T07:00', { ...facts, status: 'closed' })).toEqual([]);
	});

	test('an employer whom a safety representative waits for, by the local level, also after the case has ended', () => {
		const request = {
			kind: 'safetyRequestLate',
			id: 'request',
			startedAt: at('2027-03-11T10:00'),
			localDueAt: at('2027-03-12T10:00')
		} as const;
		const facts = buildFacts({ ...assessed, status: 'closed', requests: [request] });
		expect(dueBy('2027-03-12T09:59', facts)).toEqual([]);
		expect(dueBy('2027-03-15T12:00', facts)).toEqual([
			'safetyRequestLate told → handler, 2027-03-12T10:00',
			'safetyRequestLate escalated → above, 2027-03-15T12:00'
		]);
	});
});

describe('a lex Sarah record', () => {
	const work = {
		id: 'record',
		startedAt: at('2027-03-23T09:00'),
		localDueAt: at('2027-03-31T23:59:59')
	} as const;
	const due = (now: string, kind: 'lexSarahStartLate' | 'lexSarahInvestigateLate') =>
		remindersDue(deadlinesOfRecord({ ...work, kind }), new Set(), at(now)).map(
			({ kind: of, step, to, at: when }) =>
				`${of} ${step} → ${to}, ${when.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })}`
		);

	test('that is investigated is warned of halfway, through Easter and the change to summer time, then told and escalated', () => {
		expect(due('2027-03-27T15:59', 'lexSarahInvestigateLate')).toEqual([]);
		expect(due('2027-03-27T17:00', 'lexSarahInvestigateLate')).toEqual([
			'lexSarahInvestigateNear told → officers, 2027-03-27T15:59'
		]);
		expect(due('2027-04-02T12:00', 'lexSarahInvestigateLate')).toEqual([
			'lexSarahInvestigateLate told → officers, 2027-03-31T23:59',
			'lexSarahInvestigateLate escalated → above, 2027-04-01T12:00',
			'lexSarahInvestigateLate escalatedAgain → furtherAbove, 2027-04-02T12:00'
		]);
	});

	test('that waits is not forgotten, as what nobody else asks for: an officer may be appointed months later', () => {
		expect(due('2027-10-01T12:00', 'lexSarahStartLate')).toHaveLength(3);
		expect(due('2027-10-01T12:00', 'lexSarahInvestigateLate')).toHaveLength(3);
	});
});

describe('however it is asked', () => {
	const facts = buildFacts({ measures: [buildMeasure()] });
	const all = dueBy('2027-04-05T12:00', facts);

	test('every minute, every hour or after days of standstill: each step once, in the same order', () => {
		const askedEvery = (hours: number) => {
			const made = new Set<string>();
			const steps: string[] = [];
			for (let now = at('2027-03-05T09:00'); now.until(at('2027-04-05T12:00')).sign >= 0;) {
				for (const reminder of remindersDue(deadlinesOf(facts, settings), made, now)) {
					made.add(keyOf(reminder));
					steps.push(`${reminder.kind} ${reminder.step}`);
				}
				now = now.add({ hours });
			}
			return steps;
		};
		const late = askedEvery(1).filter((step) => !step.startsWith('measureSoon'));
		expect(late).toEqual(all.map((text) => text.split(' →')[0]));
		expect(askedEvery(5).filter((step) => !step.startsWith('measureSoon'))).toEqual(late);
		expect(askedEvery(1)).toContain('measureSoon told');
	});

	test('a clock that is put back makes nothing again', () => {
		const reminders = remindersDue(deadlinesOf(facts, settings), new Set(), at('2027-04-05T12:00'));
		const made = new Set(reminders.map(keyOf));
		for (const now of ['2027-03-09T13:00', '2027-04-01T08:00', '2027-04-05T12:00']) {
			expect(dueBy(now, facts, made).filter((text) => !text.startsWith('measureSoon'))).toEqual([]);
		}
	});

	test('what ended months ago is left alone', () => {
		expect(dueBy('2027-07-05T12:00', facts)).toEqual([]);
	});
});
