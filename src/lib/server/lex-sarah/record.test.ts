import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../organisation/index.ts';
import { clocksOf, isPossibleDecision, missingForClosing, type RecordFacts } from './record.ts';

const at = (text: string) => Temporal.Instant.from(text);
const buildRecord = (overrides: Partial<RecordFacts> = {}): RecordFacts => ({
	status: 'investigating',
	handedOverAt: at('2026-03-04T08:00:00Z'),
	startedAt: at('2026-03-04T09:00:00Z'),
	decision: {
		assessment: 'shortcoming',
		reportToIvo: false,
		decidedAt: at('2026-03-06T08:00:00Z'),
		ivoSentOn: null
	},
	entryKinds: ['investigation', 'measure'],
	...overrides
});
const serious = { ...buildRecord().decision!, assessment: 'serious' as const, reportToIvo: true };

describe('a record can be closed', () => {
	test('when it is investigated, remedied and decided', () => {
		expect(missingForClosing(buildRecord())).toEqual([]);
	});
	test('not before somebody has investigated and decided', () => {
		expect(missingForClosing(buildRecord({ decision: null, entryKinds: [] }))).toEqual([
			'investigation',
			'decision'
		]);
	});
	test('not when a shortcoming was found and nothing was done about it', () => {
		expect(missingForClosing(buildRecord({ entryKinds: ['investigation'] }))).toEqual(['measure']);
	});
	test('without measures when there was no shortcoming', () => {
		const decision = { ...buildRecord().decision!, assessment: 'noShortcoming' as const };
		expect(missingForClosing(buildRecord({ decision, entryKinds: ['investigation'] }))).toEqual([]);
	});
	test('not before IVO has been told of what is serious', () => {
		expect(missingForClosing(buildRecord({ decision: serious }))).toEqual(['ivoSent']);
		expect(missingForClosing(buildRecord({ decision: { ...serious, ivoSentOn: '2026-03-06' } }))).toEqual([]);
	});
});

describe('a decision', () => {
	test('that it is serious goes with telling IVO, never without', () => {
		expect(isPossibleDecision({ assessment: 'serious', ivo: 'yes' })).toBe(true);
		expect(isPossibleDecision({ assessment: 'serious', ivo: 'no' })).toBe(false);
	});
	test.each(['noShortcoming', 'shortcoming'] as const)('of %s may go to IVO or not', (assessment) => {
		expect(isPossibleDecision({ assessment, ivo: 'yes' })).toBe(true);
		expect(isPossibleDecision({ assessment, ivo: 'no' })).toBe(true);
	});
});

describe('the clocks', () => {
	const states = (record: RecordFacts, now: string) =>
		clocksOf(record, defaultSettings, at(now)).map(({ key, state }) => [key, state]);

	test("'genast' runs from the hand-over, and is late by one local level when no officer has begun", () => {
		const received = buildRecord({ startedAt: null, decision: null, entryKinds: [] });
		expect(states(received, '2026-03-04T08:01:00Z')).toEqual([['investigate', 'running']]);
		expect(states(received, '2026-03-05T08:00:01Z')).toEqual([['investigate', 'late']]);
	});
	test("'genast' does not end when an officer begins: by another local level it is late until all is done", () => {
		const begun = buildRecord({ decision: null, entryKinds: [] });
		// five working days after Wednesday end with the next Wednesday, in Sweden
		expect(states(begun, '2026-03-11T22:59:59Z')).toEqual([['investigate', 'running']]);
		expect(states(begun, '2026-03-11T23:00:00Z')).toEqual([['investigate', 'late']]);
		const notRemedied = buildRecord({ entryKinds: ['investigation'] });
		const notInvestigated = buildRecord({ entryKinds: ['measure'] });
		for (const record of [notRemedied, notInvestigated]) {
			expect(states(record, '2026-03-20T08:00:00Z')).toEqual([['investigate', 'late']]);
		}
		expect(states(buildRecord(), '2026-03-20T08:00:00Z')).toEqual([['investigate', 'stopped']]);
	});
	test("'snarast' runs from the decision until IVO has been told, and only when it is to be", () => {
		const record = buildRecord({ decision: serious });
		expect(states(record, '2026-03-06T09:00:00Z')[1]).toEqual(['ivo', 'running']);
		expect(states(record, '2026-03-10T09:00:00Z')[1]).toEqual(['ivo', 'late']);
		const told = buildRecord({ decision: { ...serious, ivoSentOn: '2026-03-06' } });
		expect(states(told, '2026-03-10T09:00:00Z')[1]).toEqual(['ivo', 'stopped']);
	});
});
