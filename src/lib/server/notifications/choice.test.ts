import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { RoleCode } from '../organisation/index.ts';
import {
	afterQuiet,
	allowedWays,
	defaultChoice,
	mailTime,
	nextDigest,
	topicsFor,
	waitMinutes,
	type NoticeChoice
} from './choice.ts';
import { noticeKinds, type NoticeKindCode } from './kinds.ts';

const at = (iso: string) => Temporal.Instant.from(iso);
const local = (instant: Temporal.Instant | null) =>
	instant?.toZonedDateTimeISO('Europe/Stockholm').toPlainDateTime().toString({ smallestUnit: 'minute' }) ??
	null;
const choose = (choice: Partial<NoticeChoice>): NoticeChoice => ({ ...defaultChoice, ...choice });
const when = (kind: NoticeKindCode, iso: string, choice: Partial<NoticeChoice> = {}, ...roles: RoleCode[]) =>
	local(mailTime(noticeKinds[kind], at(iso), choose(choice), roles));

describe('when somebody is mailed', () => {
	// 4 March 2026 is a Wednesday; Sweden is an hour ahead of UTC until 29 March
	test.each<[string, string | null, NoticeKindCode, string]>([
		['danger in the night: now', '2026-03-04T03:15', 'dangerReported', '2026-03-04T02:15Z'],
		['a new report in the day: now', '2026-03-04T14:00', 'caseReceived', '2026-03-04T13:00Z'],
		[
			'a new report in the evening: when the night is over',
			'2026-03-05T07:00',
			'caseReceived',
			'2026-03-04T20:30Z'
		],
		['one after midnight: the same morning', '2026-03-05T07:00', 'caseReceived', '2026-03-05T00:30Z'],
		['what can wait: with the next day’s mail', '2026-03-05T08:00', 'caseToRead', '2026-03-04T13:00Z'],
		['what can wait, told on a Friday: on Monday', '2026-03-09T08:00', 'caseToRead', '2026-03-06T13:00Z'],
		['before Good Friday: after Easter', '2026-04-07T08:00', 'caseToRead', '2026-04-02T13:00Z']
	])('%s', (_, expected, kind, told) => {
		expect(when(kind, told)).toBe(expected);
	});

	test('the night in which summer time begins, and that in which it ends', () => {
		expect(when('caseReceived', '2026-03-28T22:00Z')).toBe('2026-03-29T07:00');
		expect(when('caseReceived', '2026-10-24T21:00Z')).toBe('2026-10-25T07:00');
		// there is no half past two on 29 March, and two of them on 25 October
		expect(local(afterQuiet(at('2026-03-29T00:30Z'), choose({ quiet: { from: 22, to: 2 } })))).toBe(
			'2026-03-29T03:00'
		);
		expect(local(nextDigest(at('2026-10-23T10:00Z'), { digestHour: 2 }))).toBe('2026-10-26T02:00');
	});

	test('quiet hours may be in the day, all around the clock, or none', () => {
		expect(when('caseReceived', '2026-03-04T11:30Z', { quiet: { from: 12, to: 14 } })).toBe(
			'2026-03-04T14:00'
		);
		expect(when('caseReceived', '2026-03-04T22:00Z', { quiet: null })).toBe('2026-03-04T23:00');
		expect(when('caseReceived', '2026-03-04T22:00Z', { quiet: { from: 8, to: 8 } })).toBe('2026-03-04T23:00');
	});

	test('whoever wants one mail a day, or none, is heard', () => {
		expect(when('messageFromHandler', '2026-03-04T13:00Z', { topics: { ownReports: 'daily' } })).toBe(
			'2026-03-05T08:00'
		);
		expect(when('messageFromHandler', '2026-03-04T13:00Z', { topics: { ownReports: 'never' } })).toBeNull();
		expect(
			when('caseToRead', '2026-03-04T13:00Z', { topics: { newReports: 'never' } }, 'safetyRepresentative')
		).toBeNull();
	});

	test('but not below what the role requires', () => {
		const never = { topics: { danger: 'never', newReports: 'never' } } as const;
		expect(when('dangerReported', '2026-03-04T02:00Z', never, 'lineManager')).toBe('2026-03-04T03:00');
		expect(when('caseReceived', '2026-03-04T13:00Z', never, 'lineManager')).toBe('2026-03-05T08:00');
		expect(allowedWays('danger', ['lineManager'])).toEqual(['whenNeeded']);
		expect(allowedWays('newReports', ['lineManager'])).toEqual(['whenNeeded', 'daily']);
		expect(allowedWays('ownReports', ['lineManager'])).toEqual(['whenNeeded', 'daily', 'never']);
		// whoever can be made to be somebody else is always told
		expect(allowedWays('ownSignIn', [])).toEqual(['whenNeeded', 'daily']);
	});

	test('everybody is asked about what concerns them', () => {
		expect(topicsFor([])).toEqual(['tasks', 'ownReports', 'ownSignIn']);
		expect(topicsFor(['systemAdministrator'])).toContain('administration');
		expect(topicsFor(['lineManager'])).toEqual(
			expect.arrayContaining(['danger', 'newReports', 'messages', 'cases'])
		);
	});

	test('waits grow, to an end', () => {
		expect([1, 2, 3, 4, 5, 100].map((attempts) => waitMinutes(attempts, 15))).toEqual([1, 2, 4, 8, 15, 15]);
	});
});
