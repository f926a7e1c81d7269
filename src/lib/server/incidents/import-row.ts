/** From one record of the file to one incident, or to what is wrong with it. */

import { Temporal } from 'temporal-polyfill';
import { clipped } from '#lib/server/incidents/import-problem.ts';
import type { ImportProblem, ImportReason } from '#lib/server/incidents/import-problem.ts';
import { codeNamed, columnWords } from '#lib/server/incidents/import-words.ts';
import type {
	CodedColumn,
	ImportCodes,
	ImportColumn,
	ImportedMotive,
	ImportedSeverity,
	ImportedUndueInfluence
} from '#lib/server/incidents/import-words.ts';
import type { FileRecord } from '#lib/server/platform/csv-file.ts';
import { formOfSubform } from '#lib/server/incidents/taxonomy.ts';
import type { Channel, Form, Influencer, Purpose, Subform } from '#lib/server/incidents/taxonomy.ts';
import {
	parseOffsetDateTime,
	parseSwedishDate,
	parseSwedishDateTime,
	toInstant
} from '#lib/server/platform/swedish-dates.ts';
import { dateIn, zone } from '#lib/server/platform/working-days.ts';

/** One incident as the file tells it. */
export interface ImportRow {
	/** Line in the file where the row starts, from 1. */
	line: number;
	/** What the incident is called where it comes from. Unique within the file. */
	externalReference: string;
	occurredAt: Temporal.Instant;
	/** Same as `occurredAt` when the file does not say. Never before it. */
	reportedAt: Temporal.Instant;
	/** Name of the unit, as written; which unit it is, the database knows. */
	unit: string;
	text: string | null;
	/** Empty when only text tells what it was. */
	forms: Form[];
	/** Each belongs to one of `forms`. */
	subforms: Subform[];
	channel: Channel | null;
	influencer: Influencer | null;
	purpose: Purpose | null;
	undueInfluence: ImportedUndueInfluence | null;
	severity: ImportedSeverity | null;
	motive: ImportedMotive | null;
	/** When somebody first spoke with the exposed person. May be before the report: people talk before they write. */
	contactedAt: Temporal.Instant | null;
	/** Never before `reportedAt`. */
	closedAt: Temporal.Instant | null;
	caseReference: string | null;
}

/** Where each column is in a record, and what the file calls it. */
export type Header = ReadonlyMap<ImportColumn, { position: number; name: string }>;

/** What a row is checked against besides itself. */
interface RowSurroundings {
	header: Header;
	/** Nothing may have happened after this. */
	now: Temporal.Instant;
	/** What text looks like that was decoded in the wrong way. */
	garbled: RegExp;
	/** References met so far, with their lines; the row adds its own. */
	lineOfReference: Map<string, number>;
}

/** Longest accepted content of a cell, in characters. */
export const longestCell = {
	reference: 100,
	unit: 200,
	text: 10_000,
	caseReference: 100
} as const satisfies Partial<Record<ImportColumn, number>>;

/** Nothing that a municipality follows up today happened before; an earlier year is a typing mistake. */
const firstYearOfIncidents = 2000;

/** What a cell may hold to say that there is nothing to fill in. */
const emptyMark = /^[-\u2010-\u2015\u2212]$/u;

/** A record while it is read, with what has been found wrong in it. */
interface OpenRow {
	record: FileRecord;
	header: Header;
	problems: ImportProblem[];
}

/** Reads every cell, so that all problems of the row are known at once. `row` is null if there is any. */
export function readRow(
	record: FileRecord,
	{ header, now, garbled, lineOfReference }: RowSurroundings
): { row: ImportRow | null; problems: ImportProblem[] } {
	const open: OpenRow = { record, header, problems: [] };
	reportGarbledCells(open, garbled);

	const externalReference = readReference(open, lineOfReference);
	const dates = readDates(open, now);
	const unit = readRequired(open, 'unit');
	const text = readText(open);
	const kinds = readFormsAndSubforms(open);
	if (text === null && kinds.isEmpty) report(open, null, 'missingFormOrText');
	const rest = {
		channel: readCode(open, 'channel'),
		influencer: readCode(open, 'influencer'),
		purpose: readCode(open, 'purpose'),
		undueInfluence: readCode(open, 'undueInfluence'),
		severity: readSeverity(open),
		motive: readCode(open, 'motive'),
		caseReference: readShort(open, 'caseReference')
	};

	const { problems } = open;
	if (externalReference === null || dates === null || unit === null || problems.length > 0) {
		return { row: null, problems };
	}
	const { forms, subforms } = kinds;
	return {
		row: { line: record.line, externalReference, ...dates, unit, text, forms, subforms, ...rest },
		problems
	};
}

function report(
	{ record, header, problems }: OpenRow,
	field: ImportColumn | null,
	reason: ImportReason,
	details: Pick<ImportProblem, 'value' | 'found' | 'expected' | 'otherLine'> = {}
) {
	if (field === null) {
		problems.push({ line: record.line, column: null, reason, ...details });
		return;
	}
	const column = header.get(field)?.name ?? columnWords[field][0];
	problems.push({ line: record.line, column, field, reason, ...details });
}

/** The cell without the space around it; composed letters, so that 'å' is one character however it was typed. */
function cellText({ record, header }: OpenRow, field: ImportColumn): string {
	const position = header.get(field)?.position;
	const text = position === undefined ? '' : (record.cells[position] ?? '').normalize('NFC').trim();
	return emptyMark.test(text) ? '' : text;
}

function reportGarbledCells(open: OpenRow, garbled: RegExp) {
	for (const field of open.header.keys()) {
		if (garbled.test(cellText(open, field))) report(open, field, 'garbledText');
	}
}

// Text

function limited(open: OpenRow, field: keyof typeof longestCell, text: string): string {
	const expected = longestCell[field];
	const found = text.length > expected ? [...text].length : 0;
	if (found > expected) report(open, field, 'tooLong', { found, expected });
	return text;
}

/** A name or a reference: on one line, without double spaces. */
function readShort(open: OpenRow, field: 'reference' | 'unit' | 'caseReference'): string | null {
	const text = cellText(open, field).replace(/\s+/gu, ' ');
	return text === '' ? null : limited(open, field, text);
}

function readRequired(open: OpenRow, field: 'reference' | 'unit'): string | null {
	const text = readShort(open, field);
	if (text === null) report(open, field, 'missing');
	return text;
}

function readText(open: OpenRow): string | null {
	const text = cellText(open, 'text');
	return text === '' ? null : limited(open, 'text', text);
}

function readReference(open: OpenRow, lineOfReference: Map<string, number>): string | null {
	const reference = readRequired(open, 'reference');
	if (reference === null) return null;
	const otherLine = lineOfReference.get(reference);
	if (otherLine === undefined) lineOfReference.set(reference, open.record.line);
	else report(open, 'reference', 'duplicateReference', { value: clipped(reference), otherLine });
	return reference;
}

// Dates

/** A date from the file. Without a time of day it is known to the day only, and `at` is where it is put for now. */
interface Moment {
	at: Temporal.Instant;
	date: Temporal.PlainDate;
	hasTime: boolean;
	written: string;
}

/**
 * The four dates of a row, in an order that can be true.
 *
 * A date without a time means noon. On the day itself that can be impossible (reported at 9, occurred 'today'), so a
 * date without a time gives way to those of the same day that have one: it is moved to the nearest possible time.
 * Exactly 00:00 is how many systems export a date without a time; it is kept, but gives way in the same manner.
 */
function readDates(
	open: OpenRow,
	now: Temporal.Instant
): Pick<ImportRow, 'occurredAt' | 'reportedAt' | 'contactedAt' | 'closedAt'> | null {
	const occurred = readMoment(open, 'occurredAt', now);
	const reported = readMoment(open, 'reportedAt', now);
	const contacted = readMoment(open, 'contactedAt', now);
	const closed = readMoment(open, 'closedAt', now);
	if (cellText(open, 'occurredAt') === '') report(open, 'occurredAt', 'missing');
	if (occurred === null) return null;

	if (isBefore(reported, occurred)) reportMoment(open, 'reportedAt', 'reportedBeforeOccurred', reported);
	if (isBefore(contacted, occurred)) reportMoment(open, 'contactedAt', 'contactedBeforeOccurred', contacted);
	if (isBefore(closed, reported) || isBefore(closed, occurred)) {
		reportMoment(open, 'closedAt', 'closedBeforeReported', closed);
	}

	const occurredAt = occurred.hasTime
		? occurred.at
		: earliest(occurred.at, timeOf(reported), timeOf(contacted), timeOf(closed));
	const reportedAt = reported?.hasTime
		? reported.at
		: latest(occurredAt, reported ? earliest(reported.at, timeOf(closed)) : null);
	return {
		occurredAt,
		reportedAt,
		contactedAt: contacted && (contacted.hasTime ? contacted.at : latest(occurredAt, contacted.at)),
		closedAt: closed && (closed.hasTime ? closed.at : latest(reportedAt, closed.at))
	};
}

type DateColumn = 'occurredAt' | 'reportedAt' | 'contactedAt' | 'closedAt';

function readMoment(open: OpenRow, field: DateColumn, now: Temporal.Instant): Moment | null {
	const written = cellText(open, field);
	if (written === '') return null;
	const moment = momentOf(written, now);
	if (moment === null) report(open, field, 'badDate', { value: clipped(written) });
	else if (moment.date.year < firstYearOfIncidents) reportMoment(open, field, 'tooEarly', moment);
	else if (Temporal.Instant.compare(moment.at, now) > 0) reportMoment(open, field, 'future', moment);
	else return moment;
	return null;
}

function momentOf(written: string, now: Temporal.Instant): Moment | null {
	const date = parseSwedishDate(written);
	if (date) {
		const noon = toInstant(date.toPlainDateTime({ hour: 12 }));
		const isToday = dateIn(now).equals(date);
		return { at: isToday ? earliest(noon, now) : noon, date, hasTime: false, written };
	}
	const withOffset = parseOffsetDateTime(written);
	const local = withOffset
		? withOffset.toZonedDateTimeISO(zone).toPlainDateTime()
		: parseSwedishDateTime(written);
	if (!local) return null;
	const hasTime = local.hour !== 0 || local.minute !== 0 || local.second !== 0;
	return { at: withOffset ?? toInstant(local), date: local.toPlainDate(), hasTime, written };
}

/** Whether a moment certainly comes before another: on the same day only if both have a time. */
function isBefore(moment: Moment | null, other: Moment | null): moment is Moment {
	if (moment === null || other === null || Temporal.Instant.compare(moment.at, other.at) >= 0) return false;
	return (moment.hasTime && other.hasTime) || !moment.date.equals(other.date);
}

function timeOf(moment: Moment | null): Temporal.Instant | null {
	return moment?.hasTime ? moment.at : null;
}

function earliest(first: Temporal.Instant, ...others: (Temporal.Instant | null)[]): Temporal.Instant {
	return others.reduce<Temporal.Instant>(
		(at, other) => (other && Temporal.Instant.compare(other, at) < 0 ? other : at),
		first
	);
}

function latest(first: Temporal.Instant, other: Temporal.Instant | null): Temporal.Instant {
	return other && Temporal.Instant.compare(other, first) > 0 ? other : first;
}

function reportMoment(open: OpenRow, field: DateColumn, reason: ImportReason, moment: Moment | null) {
	report(open, field, reason, { value: clipped(moment?.written ?? '') });
}

// Codes

function readCode<Column extends CodedColumn>(open: OpenRow, field: Column): ImportCodes[Column] | null {
	const text = cellText(open, field);
	if (text === '') return null;
	const code = codeNamed(field, text);
	if (code === null) report(open, field, 'unknownCode', { value: clipped(text) });
	return code;
}

/** '3', 'Allvarlig', '3 – Allvarlig' or '3 (måste utredas)': where a figure comes first, it decides. */
function readSeverity(open: OpenRow): ImportedSeverity | null {
	const figure = /^([1-4])(?: ?[-\u2010-\u2015:.(=]| )\D*$/u.exec(cellText(open, 'severity'))?.[1];
	const code = figure ?? readCode(open, 'severity');
	return code === null ? null : (Number(code) as ImportedSeverity);
}

/**
 * Several values in one cell: 'Hot | Våld', 'Hot + Våld', 'Hot, Våld', one per line, or 'Hot/Våld'.
 * The whole is tried before it is split at '/', because some labels hold one: 'Erbjudande/korruption'.
 */
function readCodes<Column extends 'forms' | 'subforms'>(open: OpenRow, field: Column) {
	const named: { code: ImportCodes[Column]; written: string }[] = [];
	const parts = cellText(open, field)
		.split(/[|+,;\n]/u)
		.flatMap((part) => (codeNamed(field, part) === null ? part.split('/') : [part]))
		.map((part) => part.trim())
		.filter((part) => part !== '');
	for (const written of parts) {
		const code = codeNamed(field, written);
		if (code === null) report(open, field, 'unknownCode', { value: clipped(written) });
		else named.push({ code, written: clipped(written) });
	}
	return named;
}

/**
 * The forms of the row and the subforms that specify them. A subform names its form by itself when the row names none
 * (or only 'unsure'); beside other forms it contradicts them, and a person has to say which is right.
 */
function readFormsAndSubforms(open: OpenRow): { forms: Form[]; subforms: Subform[]; isEmpty: boolean } {
	const forms = new Set<Form>();
	for (const { code, written } of readCodes(open, 'forms')) {
		if (code === 'abuseOfPosition') report(open, 'forms', 'onlyByAssessment', { value: written });
		else forms.add(code);
	}
	const namesForm = [...forms].some((form) => form !== 'unsure');

	const subforms = new Set<Subform>();
	for (const { code, written } of readCodes(open, 'subforms')) {
		const form = formOfSubform(code);
		if (form === 'abuseOfPosition') {
			report(open, 'subforms', 'onlyByAssessment', { value: written });
		} else if (namesForm && !forms.has(form)) {
			report(open, 'subforms', 'subformOfOtherForm', { value: written });
		} else {
			if (!namesForm) forms.delete('unsure');
			forms.add(form);
			subforms.add(code);
		}
	}
	const isEmpty = cellText(open, 'forms') === '' && cellText(open, 'subforms') === '';
	return { forms: [...forms], subforms: [...subforms], isEmpty };
}
