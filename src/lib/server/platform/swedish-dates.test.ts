import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
	formatDate,
	formatDateTime,
	formatDuration,
	formatMonth,
	parseOffsetDateTime,
	parseSwedishDate,
	parseSwedishDateTime,
	toInstant
} from './swedish-dates.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const date = (text: string) => Temporal.PlainDate.from(text);

describe('reading a date', () => {
	test.each([
		'2021-03-05',
		'2021-3-5',
		'2021/03/05',
		'20210305',
		'210305',
		'5/3 2021',
		'5/3-21',
		'5/3-2021',
		'05/03 21',
		'5/3 – 2021',
		'5.3.2021',
		'05.03.2021',
		'5 mars 2021',
		'5 MARS 2021',
		'5 mar. 2021',
		'5 mar 21',
		'5 March 2021',
		'5:e mars 2021',
		'den 5 mars 2021',
		'fredag 5 mars 2021',
		'Fredagen den 5 mars 2021',
		' 5\u00a0mars\u202f2021 ',
		'2021\u201103\u201105'
	])("'%s' is 5 March 2021", (written) => {
		expect(parseSwedishDate(written)?.toString()).toBe('2021-03-05');
	});

	test.each([
		['1:a maj 2020', '2020-05-01'],
		['24 dec. 2019', '2019-12-24'],
		['3 okt 2022', '2022-10-03'],
		['29 februari 2024', '2024-02-29'],
		['290224', '2029-02-24'],
		['000229', '2000-02-29']
	])("'%s' is %s", (written, expected) => {
		expect(parseSwedishDate(written)?.toString()).toBe(expected);
	});

	test.each([
		'',
		'-',
		'i går',
		'vecka 53 2020',
		'2021-02-29',
		'2021-13-01',
		'2021-00-10',
		'2021-04-31',
		'30 februari 2024',
		'0 mars 2021',
		'5 marsch 2021',
		'20211305',
		'0021-03-05',
		'44260',
		'5 mars',
		'5/3',
		'2021-03',
		'2021-03/05',
		'210305-1234',
		'2021-03-05 14:30'
	])("'%s' is not a date", (written) => {
		expect(parseSwedishDate(written)).toBeNull();
	});

	test.each(['5/3/2021', '05-03-21', '5.3.21'])(
		"'%s' is refused, because people and programs mean different days by it",
		(written) => {
			expect(parseSwedishDate(written)).toBeNull();
		}
	);

	test('a weekday that contradicts the date makes both doubtful', () => {
		expect(parseSwedishDate('måndag 5 mars 2021')).toBeNull();
	});

	test('a year in two digits is always in this century', () => {
		expect(parseSwedishDate('991231')?.year).toBe(2099);
		expect(parseSwedishDate('1/1-00')?.year).toBe(2000);
	});

	test('the last days of week 53 keep their own calendar date', () => {
		const sunday = parseSwedishDate('3 januari 2021');
		expect(sunday?.toString()).toBe('2021-01-03');
		expect(sunday?.weekOfYear).toBe(53);
		expect(sunday?.yearOfWeek).toBe(2020);
	});
});

describe('reading a date with a time', () => {
	test.each([
		'2021-03-05 14:30',
		'2021-03-05 14.30',
		'2021-03-05T14:30',
		'2021-03-05 14:30:00',
		'2021-03-05T14:30:00.123',
		'20210305T1430',
		'210305 kl 1430',
		'5 mars 2021 kl. 14.30',
		'5 mars 2021, kl 14:30',
		'den 5 mars 2021 klockan 14.30',
		'5/3 2021 14.30',
		'5/3-21 kl.14.30',
		'5.3.2021 14.30',
		'5 March 2021 at 14:30'
	])("'%s' is half past two on 5 March 2021", (written) => {
		expect(parseSwedishDateTime(written)?.toString()).toBe('2021-03-05T14:30:00');
	});

	test.each([
		['5 mars 2021 kl. 9', '2021-03-05T09:00:00'],
		['5 mars 2021 kl 930', '2021-03-05T09:30:00'],
		['2021-03-05 9.05', '2021-03-05T09:05:00'],
		['2021-03-05 00.00', '2021-03-05T00:00:00'],
		['2021-03-05 23.59.59', '2021-03-05T23:59:59']
	])("'%s' is %s", (written, expected) => {
		expect(parseSwedishDateTime(written)?.toString()).toBe(expected);
	});

	test.each([
		'2021-03-05',
		'14:30',
		'5 mars 14.30',
		'2021-03-05 14',
		'2021-03-05 24:00',
		'2021-03-05 14:60',
		'2021-03-05 14:30:60',
		'2021-02-29 14:30',
		'2021-03-05 2:30 PM',
		'2021-03-05 kl. 14–15',
		'2021-03-05T14:30Z',
		'2021-03-05T14:30+01:00'
	])("'%s' is not a local date with a time", (written) => {
		expect(parseSwedishDateTime(written)).toBeNull();
	});

	test.each([
		['2021-03-05T13:30:00Z', '2021-03-05T13:30:00Z'],
		['2021-03-05T13:30:00.250Z', '2021-03-05T13:30:00Z'],
		['2021-03-05 14:30+01:00', '2021-03-05T13:30:00Z'],
		['2021-03-05 14:30:00 +0100', '2021-03-05T13:30:00Z'],
		['2021-10-31T02:30:00+01', '2021-10-31T01:30:00Z'],
		['2021-03-05T08:30-05:00', '2021-03-05T13:30:00Z']
	])("'%s', which says its own zone, is %s", (written, expected) => {
		expect(parseOffsetDateTime(written)?.toString()).toBe(expected);
	});

	test.each([
		'2021-03-05 14:30',
		'2021-02-30T14:30Z',
		'2021-03-05T14:30+15:00',
		'2021-03-05Z',
		'Z',
		'2021-03-05'
	])("'%s' is not a time with a zone", (written) => {
		expect(parseOffsetDateTime(written)).toBeNull();
	});
});

describe('local time and the change of clocks', () => {
	const at = (local: string) => toInstant(Temporal.PlainDateTime.from(local)).toString();

	test('winter is one hour and summer two hours before UTC', () => {
		expect(at('2021-03-05T14:30')).toBe('2021-03-05T13:30:00Z');
		expect(at('2021-07-05T14:30')).toBe('2021-07-05T12:30:00Z');
	});

	test('a time in the hour that is skipped in spring is moved one hour forward', () => {
		expect(at('2021-03-28T01:59')).toBe('2021-03-28T00:59:00Z');
		expect(at('2021-03-28T02:30')).toBe('2021-03-28T01:30:00Z');
		expect(at('2021-03-28T03:30')).toBe('2021-03-28T01:30:00Z');
	});

	test('a time in the hour that comes twice in autumn is the first one', () => {
		expect(at('2021-10-31T02:30')).toBe('2021-10-31T00:30:00Z');
		expect(at('2021-10-31T03:00')).toBe('2021-10-31T02:00:00Z');
	});

	test('noon is noon on the days when the clocks change', () => {
		expect(at('2021-03-28T12:00')).toBe('2021-03-28T10:00:00Z');
		expect(at('2021-10-31T12:00')).toBe('2021-10-31T11:00:00Z');
	});
});

describe('writing dates', () => {
	test('a date is written as a Swede writes it', () => {
		expect(formatDate(date('2021-03-05'), 'sv')).toBe('5 mars 2021');
		expect(formatDate(date('2024-02-29'), 'sv')).toBe('29 februari 2024');
		expect(formatDate(date('2021-03-05'), 'en')).toBe('5 March 2021');
	});

	test('an instant is shown as the date it is in Sweden', () => {
		expect(formatDate(instant('2020-12-31T22:59:59Z'), 'sv')).toBe('31 december 2020');
		expect(formatDate(instant('2020-12-31T23:00:00Z'), 'sv')).toBe('1 januari 2021');
	});

	test('a time is written with kl. and a full stop in Swedish', () => {
		expect(formatDateTime(instant('2021-03-05T13:30:00Z'), 'sv')).toBe('5 mars 2021 kl. 14.30');
		expect(formatDateTime(instant('2021-03-05T13:30:00Z'), 'en')).toBe('5 March 2021 at 14:30');
		expect(formatDateTime(instant('2021-03-05T08:05:00Z'), 'sv')).toBe('5 mars 2021 kl. 09.05');
		expect(formatDateTime(instant('2021-03-04T23:00:00Z'), 'sv')).toBe('5 mars 2021 kl. 00.00');
	});

	test('the clock jumps over two in spring and shows half past two twice in autumn', () => {
		expect(formatDateTime(instant('2021-03-28T00:59:00Z'), 'sv')).toBe('28 mars 2021 kl. 01.59');
		expect(formatDateTime(instant('2021-03-28T01:00:00Z'), 'sv')).toBe('28 mars 2021 kl. 03.00');
		expect(formatDateTime(instant('2021-10-31T00:30:00Z'), 'sv')).toBe('31 oktober 2021 kl. 02.30');
		expect(formatDateTime(instant('2021-10-31T01:30:00Z'), 'sv')).toBe('31 oktober 2021 kl. 02.30');
	});

	test('a month is the month of the calendar, also in week 53', () => {
		expect(formatMonth(date('2021-01-03'), 'sv')).toBe('januari 2021');
		expect(formatMonth(instant('2020-12-31T23:30:00Z'), 'sv')).toBe('januari 2021');
		expect(formatMonth(Temporal.PlainYearMonth.from('2021-03'), 'sv')).toBe('mars 2021');
		expect(formatMonth(Temporal.PlainYearMonth.from('2021-03'), 'en')).toBe('March 2021');
	});

	test.each([
		[{ days: 1 }, '1 dag', '1 day'],
		[{ days: 3 }, '3 dagar', '3 days'],
		[{ days: 2.5 }, '2,5 dagar', '2.5 days'],
		[{ days: 0 }, '0 dagar', '0 days'],
		[{ hours: 1 }, '1 timme', '1 hour'],
		[{ hours: 1.04 }, '1 timme', '1 hour'],
		[{ hours: 1.5 }, '1,5 timmar', '1.5 hours'],
		[{ hours: 72 }, '72 timmar', '72 hours'],
		[{ hours: 0.2 }, '12 minuter', '12 minutes'],
		[{ hours: 1 / 60 }, '1 minut', '1 minute'],
		[{ hours: 0 }, '0 timmar', '0 hours']
	])('%o is %s, %s', (duration, swedish, english) => {
		expect(formatDuration(duration, 'sv')).toBe(swedish);
		expect(formatDuration(duration, 'en')).toBe(english);
	});

	test('what is written can be read back', () => {
		const noon = Temporal.PlainDateTime.from('2024-02-29T12:00');
		expect(parseSwedishDateTime(formatDateTime(toInstant(noon), 'sv'))?.equals(noon)).toBe(true);
		expect(parseSwedishDateTime(formatDateTime(toInstant(noon), 'en'))?.equals(noon)).toBe(true);
	});
});
