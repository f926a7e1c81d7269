import { Temporal } from 'temporal-polyfill';
import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import {
	mayOrganisation,
	type ChangeId,
	type OrganisationSnapshot,
	type RowChange
} from '../organisation-changes/index.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { fileKinds, knownWords, type FileKind } from './csv-columns.ts';
import type { FileNote, FileProblem } from './csv-problem.ts';
import { draftMinutes, findDraft, mostUploadBytes, planDraft, type ImportFailure } from './import-draft.ts';
import { effectOf, endsTooMany, type KindCounts } from './plan-import.ts';

/** One column of one row. Codes (role, level, yes or no) as codes. */
export interface FieldChange {
	field: string;
	before: string | null;
	after: string | null;
}
/** One row as it becomes, to be read. */
export interface ChangeView {
	kind: FileKind;
	effect: 'created' | 'changed' | 'ended';
	/** Null: somebody with protected personal data. */
	name: string | null;
	fields: FieldChange[];
}
export const rowsPerPage = 25;
/** More problems than anybody corrects in one go. */
const mostProblems = 200;

interface ShownImport {
	state: 'shown';
	id: string;
	hash: string;
	/** Until when the files are kept. */
	untilText: string;
	endMissing: boolean;
	counts: ({ kind: FileKind } & KindCounts)[];
	endsTooMany: FileKind[];
	total: number;
	/** With the words that the cell may hold, where they are few. */
	problems: (FileProblem & { words?: string[] })[];
	problemCount: number;
	notes: FileNote[];
	/** Which kind the list shows; null: all. */
	kind: FileKind | null;
	page: number;
	pageCount: number;
	changes: ChangeView[];
}
type StartedImport =
	| { state: 'running'; id: string; rowCount: number }
	| { state: 'done'; id: string; rowCount: number; changeId: ChangeId }
	| { state: 'failed'; id: string; problem: ImportFailure }
	| { state: 'interrupted'; id: string };

/** An upload: what it would change and what is wrong with it; or how far it has come. @throws NotFound */
export async function viewImport(
	context: Context,
	id: string,
	parameters: URLSearchParams,
	locale: DateLocale
): Promise<ShownImport | StartedImport> {
	require(mayOrganisation(context.actor, 'change'));
	return context.transaction(async (tx) => {
		const draft = await findDraft(tx, context, id);
		const rowCount = draft.rowCount ?? 0;
		switch (draft.state) {
			case 'running':
				return { state: draft.state, id, rowCount };
			case 'done':
				return { state: draft.state, id, rowCount, changeId: draft.changeId! };
			case 'failed':
				return { state: draft.state, id, problem: draft.problem as ImportFailure };
			case 'interrupted':
				return { state: draft.state, id };
			case 'shown':
		}
		const { plan, hash, snapshot } = await planDraft(tx, context, draft);
		const today = dateIn(context.now()).toString();
		const kind = fileKinds.find((one) => one === parameters.get('kind')) ?? null;
		const listed = kind === null ? plan.changes : plan.changes.filter((change) => kindOf(change) === kind);
		const pageCount = Math.max(1, Math.ceil(listed.length / rowsPerPage));
		const page = Math.min(Math.max(1, Math.floor(Number(parameters.get('page')) || 1)), pageCount);
		const names = namesIn(snapshot, plan.changes);
		return {
			state: 'shown',
			id,
			hash,
			untilText: formatDateTime(
				Temporal.Instant.from(draft.createdAt).add({ minutes: draftMinutes }),
				locale
			),
			endMissing: draft.endMissing,
			counts: fileKinds.map((one) => ({ kind: one, ...plan.counts[one] })),
			endsTooMany: endsTooMany(plan.counts),
			total: plan.changes.length,
			problems: plan.problems.slice(0, mostProblems).map((problem) => withWords(problem, locale)),
			problemCount: plan.problems.length,
			notes: plan.notes.slice(0, mostProblems),
			kind,
			page,
			pageCount,
			changes: listed
				.slice((page - 1) * rowsPerPage, page * rowsPerPage)
				.map((change) => describeChange(change, names, today, locale))
		};
	});
}

function withWords(problem: FileProblem, locale: DateLocale): FileProblem & { words?: string[] } {
	if (problem.reason === 'unknownRole') return { ...problem, words: knownWords('role', locale) };
	return problem.reason === 'unknownLevel' ? { ...problem, words: knownWords('level', locale) } : problem;
}

/** What the page with the upload form needs. */
export function viewUploadForm({ actor }: Context) {
	require(mayOrganisation(actor, 'change'));
	return { kinds: fileKinds, mostMegabytes: mostUploadBytes / 1_000_000 };
}

const kinds = {
	unit: 'units',
	person: 'people',
	protectedPerson: 'people',
	assignment: 'assignments',
	unitHeadcount: 'headcounts'
} as const;
const kindOf = ({ table }: RowChange): FileKind => kinds[table];

/** Names of units and people, as they are and as they become. */
function namesIn(snapshot: OrganisationSnapshot, changes: readonly RowChange[]): Map<string, string> {
	const named = changes.flatMap(({ table, id, after }) =>
		(table === 'unit' || table === 'person') && 'name' in after ? [[id as string, after.name] as const] : []
	);
	return new Map<string, string>([
		...[...snapshot.units, ...snapshot.people].map(({ id, name }) => [id as string, name] as const),
		...named
	]);
}

/** A change in words: whom or what, and each column that becomes another. Pure. */
export function describeChange(
	change: RowChange,
	names: ReadonlyMap<string, string>,
	today: string,
	locale: DateLocale
): ChangeView {
	const { before, after } = change;
	const columns = Object.keys(after ?? before ?? {}).filter((column) => !hiddenColumns.includes(column));
	const textOf = (row: object | null, column: string): string | null => {
		const value = row === null ? null : (new Map(Object.entries(row)).get(column) as unknown);
		if (value === null || value === undefined) return null;
		if (Array.isArray(value)) {
			return value
				.slice(1, -1)
				.map((id: string) => names.get(id) ?? '')
				.join(' / ');
		}
		if (dateColumns.includes(column)) return formatDate(Temporal.PlainDate.from(String(value)), locale);
		return column.endsWith('Id') && column !== 'externalId'
			? (names.get(String(value)) ?? null)
			: String(value);
	};
	const fields = columns
		.map((field) => ({ field, before: textOf(before, field), after: textOf(after, field) }))
		.filter((field) => field.before !== field.after)
		// a unit that moves has another path because it has another parent: once is enough
		.filter(({ field }, _, all) => field !== 'path' || !all.some((other) => other.field === 'parentId'));
	return { kind: kindOf(change), effect: effectOf(change, today), name: nameOf(change, names), fields };
}

/** The row's own id says nothing to a reader, its name is said beside, and nobody's protection is changed by an import. */
const hiddenColumns = ['id', 'personId', 'isProtected'];
/** Calendar dates, which people read in words. */
const dateColumns = ['validFrom', 'validTo'];

function nameOf(change: RowChange, names: ReadonlyMap<string, string>): string | null {
	switch (change.table) {
		case 'unit':
		case 'person':
			return change.before?.name ?? change.after.name;
		case 'protectedPerson':
			return null;
		case 'assignment':
			return names.get(change.after.personId) ?? null;
		case 'unitHeadcount': {
			const row = change.after ?? change.before!;
			return names.get(row.unitId) ?? '';
		}
	}
}
