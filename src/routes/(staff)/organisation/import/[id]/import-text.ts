import { m } from '#lib/paraglide/messages.js';
import type { RoleCode, UnitLevel } from '#lib/server/organisation/index.ts';
import type { FieldChange, FileKind, FileNote, viewImport } from '#lib/server/provisioning/index.ts';

/** An upload that waits for a yes. */
export type Shown = Extract<Awaited<ReturnType<typeof viewImport>>, { state: 'shown' }>;

function placeText(file: FileKind | null, line: number | null, column?: string): string {
	if (file === null) return m.import_whole();
	const name = m[`import_file_${file}`]();
	if (line === null) return m.import_place_file({ file: name });
	return column === undefined
		? m.import_place_line({ file: name, line })
		: m.import_place_column({ file: name, line, column });
}

/** Where, what is wrong, and what to do. */
export function problemText({ file, line, column, reason, ...problem }: Shown['problems'][number]): string {
	const { value = '', count = 0, otherLine = 0, words = [] } = problem;
	const text = m[`import_problem_${reason}`]({ value, count, otherLine, words: words.join(', ') });
	return `${placeText(file, line, column)} ${text}`;
}

/** What is left alone, and why. */
export function noteText({ file, line, reason, value = '' }: FileNote): string {
	return `${placeText(file, line)} ${m[`import_note_${reason}`]({ value })}`;
}

/** 'Enhet: Alfa blir Beta'; of what is new only what it is. */
export function fieldText({ field, before, after }: FieldChange, isNew: boolean): string {
	const name = fieldNames[field]?.() ?? field;
	const text = (value: string | null) =>
		value === null ? m.import_nothing_there() : valueText(field, value);
	return isNew ? `${name}: ${text(after)}` : `${name}: ${text(before)} ${m.import_becomes()} ${text(after)}`;
}

const fieldNames: Record<string, () => string> = {
	name: m.import_field_name,
	unitId: m.import_field_unitId,
	parentId: m.import_field_parentId,
	level: m.import_field_level,
	activity: m.import_field_activity,
	area: m.import_field_area,
	path: m.import_field_path,
	validFrom: m.import_field_validFrom,
	validTo: m.import_field_validTo,
	externalId: m.import_field_externalId,
	email: m.import_field_email,
	occupation: m.import_field_occupation,
	isActive: m.import_field_isActive,
	role: m.import_field_role,
	deputyForId: m.import_field_deputyForId,
	year: m.import_field_year,
	headcount: m.import_field_headcount
};

function valueText(field: string, value: string): string {
	if (field === 'role') return m[`role_${value as RoleCode}`]();
	if (field === 'level') return m[`import_level_${value as UnitLevel}`]();
	if (field === 'isActive') return value === 'true' ? m.answer_yes() : m.answer_no();
	return value;
}
