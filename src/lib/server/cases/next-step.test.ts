import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { nextStep, type CaseFacts, type MeasureFacts } from './next-step.ts';
import { caseStatuses, isEnded } from './status.ts';

const at = (text: string) => Temporal.Instant.from(text);
const settings = { assessmentWorkingDays: 3 };

/** Reported on Thursday 5 March 2026. */
const facts = (overrides: Partial<CaseFacts> = {}): CaseFacts => ({
	status: 'received',
	reportedAt: at('2026-03-05T09:00:00Z'),
	contactDueAt: at('2026-03-06T22:59:59Z'),
	firstContactAt: null,
	reopenedAt: null,
	assessedAt: null,
	undueInfluence: null,
	measures: [],
	...overrides
});
const contacted = { status: 'assessing', firstContactAt: at('2026-03-05T12:00:00Z') } as const;
const assessed = { ...contacted, assessedAt: at('2026-03-06T12:00:00Z'), undueInfluence: 'yes' } as const;
const measure = (overrides: Partial<MeasureFacts> = {}): MeasureFacts => ({
	dueDate: Temporal.PlainDate.from('2026-04-10'),
	doneAt: null,
	isCancelled: false,
	evaluatedAt: null,
	...overrides
});

/** kind and the promised day in Sweden, e.g. ['assess', '2026-03-10'] */
function stepOf(overrides: Partial<CaseFacts>) {
	const step = nextStep(facts(overrides), settings);
	if (!step) return null;
	const due = step.dueAt.toZonedDateTimeISO('Europe/Stockholm');
	expect(due.toPlainTime().toString()).toBe('23:59:59');
	return [step.kind, due.toPlainDate().toString()];
}

describe('the next step', () => {
	test('before anything else, the reporter is contacted as promised', () => {
		expect(stepOf({})).toEqual(['contact', '2026-03-06']);
		expect(stepOf({ measures: [measure()] })).toEqual(['contact', '2026-03-06']);
	});

	test('then the case is assessed, within three working days over a weekend', () => {
		expect(stepOf(contacted)).toEqual(['assess', '2026-03-10']);
	});

	test('a reopened case is assessed anew, counted from the reopening', () => {
		expect(stepOf({ ...contacted, reopenedAt: at('2026-06-01T08:00:00Z') })).toEqual([
			'assess',
			'2026-06-04'
		]);
	});

	test('an assessed case without measures needs a decision on what to do', () => {
		expect(stepOf(assessed)).toEqual(['plan', '2026-03-11']);
	});

	test('the measure that is due first decides the date', () => {
		const first = measure({ dueDate: Temporal.PlainDate.from('2026-03-27') });
		expect(stepOf({ ...assessed, status: 'acting', measures: [measure(), first] })).toEqual([
			'doMeasures',
			'2026-03-27'
		]);
	});

	test('a due date on the day summer time begins ends at midnight in Sweden', () => {
		const onChange = measure({ dueDate: Temporal.PlainDate.from('2026-03-29') });
		const step = nextStep(facts({ ...assessed, status: 'acting', measures: [onChange] }), settings);
		expect(step?.dueAt.toString()).toBe('2026-03-29T21:59:59Z');
	});

	test('when all measures are done, the effect of the one done first is judged after two weeks', () => {
		const done = [
			measure({ doneAt: at('2026-04-03T10:00:00Z') }),
			measure({ doneAt: at('2026-04-01T10:00:00Z') })
		];
		expect(stepOf({ ...assessed, status: 'acting', measures: done })).toEqual(['evaluate', '2026-04-15']);
	});

	test('when everything is judged, the case is closed with feedback', () => {
		const judged = measure({ doneAt: at('2026-04-01T10:00:00Z'), evaluatedAt: at('2026-04-15T10:00:00Z') });
		expect(stepOf({ ...assessed, status: 'followingUp', measures: [judged] })).toEqual([
			'close',
			'2026-04-20'
		]);
	});

	test('a cancelled measure waits for nothing', () => {
		expect(stepOf({ ...assessed, status: 'acting', measures: [measure({ isCancelled: true })] })).toEqual([
			'close',
			'2026-03-11'
		]);
	});

	test('what was not undue influence is ended as that', () => {
		expect(stepOf({ ...assessed, undueInfluence: 'no' })).toEqual(['judgeNot', '2026-03-11']);
	});

	test.each(caseStatuses.filter(isEnded))('nothing is promised in a case that is %s', (status) => {
		expect(stepOf({ status, measures: [measure()] })).toBeNull();
	});
});
