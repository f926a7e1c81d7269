/** What an import would change: the organisation as it is and the lines of the files in, rows before and after out. Pure. */
import type { PersonId, UnitId } from '../organisation/index.ts';
import {
	brokenBy,
	headcountId,
	isOpen,
	isStillHeld,
	widensSightOf,
	type AssignmentRow,
	type HeadcountRow,
	type OrganisationSnapshot,
	type PersonRow,
	type ProtectedPersonRow,
	type RowChange,
	type UnitRow
} from '../organisation-changes/index.ts';
import type { FileKind } from './csv-columns.ts';
import type { AssignmentLine, HeadcountLine, ImportLines, PersonLine } from './csv-lines.ts';
import { clipped, type FileNote, type FileProblem, type ProblemReason } from './csv-problem.ts';
import { unitFinder, type FoundUnit } from './find-unit.ts';
import { planUnits } from './plan-units.ts';

/** What is decided outside the files. */
export interface Planning {
	/** 'ÅÅÅÅ-MM-DD', Europe/Stockholm: from when everything holds that the files give no day for. */
	today: string;
	/** The day before: the last day of what ends. */
	dayBefore: string;
	/** Who imports: nobody gives themselves a role, or shuts themselves out. */
	actorId: PersonId | null;
	/** Whether what is there but not in the files ends. */
	endMissing: boolean;
	/** People with protected personal data whom the files name, by id and e-mail address. */
	protectedNamed: readonly { id: PersonId; externalId: string | null; email: string | null }[];
	/** The same id for the same key each time that the same files are planned. */
	idFor<Id extends string>(key: string): Id;
}

export interface KindCounts {
	created: number;
	changed: number;
	ended: number;
	/** How many there are now, open or in force. */
	now: number;
}
export interface ImportPlan {
	/** Units from the top, then people, roles, headcounts. Empty when there are problems. */
	changes: RowChange[];
	counts: Record<FileKind, KindCounts>;
	problems: FileProblem[];
	notes: FileNote[];
}

/** When more than this part of something would end, somebody probably sent half a file. */
export const mostEnding = 0.1;

/** The kinds of which more than a tenth would end: asked about before they do. */
export function endsTooMany(counts: ImportPlan['counts']): FileKind[] {
	return (Object.keys(counts) as FileKind[]).filter((kind) => {
		const { ended, now } = counts[kind];
		return ended > now * mostEnding;
	});
}

/** Plans the whole import. */
export function planImport(
	snapshot: OrganisationSnapshot,
	lines: ImportLines,
	planning: Planning
): ImportPlan {
	const problems: FileProblem[] = [];
	const notes: FileNote[] = [];
	const units = lines.units
		? planUnits(snapshot.units, lines.units, planning)
		: { units: snapshot.units, problems: [] };
	problems.push(...units.problems);

	const findUnit = unitFinder(units.units.filter((unit) => isOpen(unit, planning.today)));
	const at: Stage = { snapshot, planning, findUnit, problems, notes };
	const people = planPeople(lines.people, at);
	const assignments = planAssignments(lines.assignments, people, at);
	const headcounts = lines.headcounts ? planHeadcounts(lines.headcounts, at) : [];

	const unitBefore = new Map(snapshot.units.map((unit) => [unit.id, unit]));
	const changes: RowChange[] = [
		...units.units.map((after): RowChange => {
			const { id } = after;
			return { table: 'unit', id, before: unitBefore.get(id) ?? null, after };
		}),
		...people.changes,
		...assignments,
		...headcounts
	].filter(({ before, after }) => !isSame(before, after));

	if (widensSightOf(planning.actorId, snapshot, changes, planning.today)) {
		problems.push({ file: null, line: null, reason: 'ownSight' });
	}
	if (problems.length === 0) problems.push(...brokenProblems(snapshot, changes, units.units, planning.today));
	return {
		changes: problems.length === 0 ? changes : [],
		counts: countsOf(snapshot, changes, planning.today),
		problems,
		notes
	};
}

/** Whether a row stays as it is, whatever order its columns were written in. */
function isSame(before: RowChange['before'], after: RowChange['after']): boolean {
	if (before === null || after === null) return before === after;
	const was = new Map<string, unknown>(Object.entries(before));
	return Object.entries(after).every(
		([column, value]) => JSON.stringify(was.get(column)) === JSON.stringify(value)
	);
}

interface Stage {
	snapshot: OrganisationSnapshot;
	planning: Planning;
	findUnit(text: string): FoundUnit;
	problems: FileProblem[];
	notes: FileNote[];
}

interface PlannedPeople {
	changes: RowChange[];
	/** Everybody as they become, by the id of the other system and by e-mail address. */
	find(text: string): { id: PersonId; isActive: boolean } | undefined;
	/** Who leaves by this import. */
	leaving: ReadonlySet<PersonId>;
}

function planPeople(lines: readonly PersonLine[] | null, at: Stage): PlannedPeople {
	const { snapshot, planning, findUnit, problems, notes } = at;
	const byExternalId = new Map(
		snapshot.people.flatMap((one) => (one.externalId ? [[one.externalId, one]] : []))
	);
	const byEmail = new Map(
		snapshot.people.flatMap((one) => (one.email ? [[one.email.toLowerCase(), one]] : []))
	);
	const hiddenBy = new Map(
		planning.protectedNamed.flatMap(({ id, externalId, email }) => [
			...(externalId === null ? [] : [[externalId, id] as const]),
			...(email === null ? [] : [[email, id] as const])
		])
	);
	const hidden = new Map(snapshot.protectedPeople.map((one) => [one.id, one]));
	const after = new Map<PersonId, PersonRow>(snapshot.people.map((one) => [one.id, one]));
	const hiddenAfter = new Map<PersonId, ProtectedPersonRow>();
	const lineOf = new Map<PersonId, number>();

	for (const line of lines ?? []) {
		const problem = (reason: ProblemReason, more: Partial<FileProblem> = {}) =>
			void problems.push({ file: 'people', line: line.line, reason, ...more });
		const unit = findUnit(line.unit);
		if ('reason' in unit) problem(unit.reason, { value: clipped(line.unit) });
		const unitId = 'unit' in unit ? unit.unit.id : snapshot.units[0]!.id;

		const hiddenId =
			(line.externalId === null ? undefined : hiddenBy.get(line.externalId)) ??
			(line.email ? hiddenBy.get(line.email) : undefined);
		const named = line.externalId === null ? undefined : byExternalId.get(line.externalId);
		const mailed = line.email ? byEmail.get(line.email) : undefined;
		const found =
			named ?? (mailed && (line.externalId === null || mailed.externalId === null) ? mailed : undefined);
		const id = hiddenId ?? found?.id ?? planning.idFor<PersonId>(`person ${line.externalId ?? line.email}`);
		const earlier = lineOf.get(id);
		if (earlier !== undefined) {
			problem('duplicateRow', { otherLine: earlier, value: clipped(line.externalId ?? line.email ?? '') });
			continue;
		}
		lineOf.set(id, line.line);
		if (hiddenId !== undefined) {
			// where they work and whether is taken over; name and contact are for those who see them
			notes.push({ file: 'people', line: line.line, reason: 'protectedLeft' });
			if (hidden.has(id)) hiddenAfter.set(id, { id, unitId, isActive: line.active });
			continue;
		}
		if (id === planning.actorId && !line.active) problem('ownLeaving', { value: clipped(line.name) });
		after.set(id, {
			id,
			unitId,
			name: line.name,
			email: line.email === undefined ? (found?.email ?? null) : line.email,
			occupation: line.occupation === undefined ? (found?.occupation ?? null) : line.occupation,
			isActive: line.active,
			externalId: line.externalId ?? found?.externalId ?? null,
			isProtected: found?.isProtected ?? false
		});
	}
	if (lines && planning.endMissing) {
		for (const person of snapshot.people) {
			if (lineOf.has(person.id) || !person.isActive || person.id === planning.actorId) continue;
			after.set(person.id, { ...person, isActive: false });
		}
	}
	if (lines) problems.push(...takenKeys([...after.values()], lineOf));

	const before = new Map(snapshot.people.map((one) => [one.id, one]));
	const byKey = new Map<string, PersonRow | { id: PersonId; isActive: boolean }>();
	for (const [key, id] of hiddenBy)
		byKey.set(key, hiddenAfter.get(id) ?? hidden.get(id) ?? { id, isActive: true });
	for (const person of after.values()) if (person.email) byKey.set(person.email.toLowerCase(), person);
	for (const person of after.values()) if (person.externalId) byKey.set(person.externalId, person);
	const changes: RowChange[] = [
		...[...after.values()].map((person): RowChange => {
			const { id } = person;
			return { table: 'person', id, before: before.get(id) ?? null, after: person };
		}),
		...[...hiddenAfter.values()].map((person): RowChange => {
			const { id } = person;
			return { table: 'protectedPerson', id, before: hidden.get(id)!, after: person };
		})
	];
	const leaving = changes.flatMap((change) =>
		(change.table === 'person' || change.table === 'protectedPerson') &&
		change.before?.isActive &&
		!change.after.isActive
			? [change.id]
			: []
	);
	return {
		changes,
		find: (text) => byKey.get(text) ?? byKey.get(text.toLowerCase()),
		leaving: new Set(leaving)
	};
}

/** Two people cannot have one address, or one id in the other system. */
function takenKeys(people: readonly PersonRow[], lineOf: ReadonlyMap<PersonId, number>): FileProblem[] {
	const problems: FileProblem[] = [];
	for (const [key, reason] of [
		['externalId', 'idTaken'],
		['email', 'emailTaken']
	] as const) {
		const groups = Map.groupBy(
			people.filter((person) => person[key]),
			(person) => person[key]!.toLowerCase()
		);
		for (const [value, group] of groups) {
			if (group.length < 2) continue;
			const [first, second] = group.map(({ id }) => lineOf.get(id)).filter((line) => line !== undefined);
			if (first === undefined) continue;
			problems.push({
				file: 'people',
				line: second ?? first,
				reason,
				value: clipped(value),
				...(second !== undefined && { otherLine: first })
			});
		}
	}
	return problems;
}

function planAssignments(
	lines: readonly AssignmentLine[] | null,
	people: PlannedPeople,
	{ snapshot, planning, findUnit, problems, notes }: Stage
): RowChange[] {
	const { today, dayBefore, actorId } = planning;
	const keyOf = ({
		personId,
		role,
		unitId,
		deputyForId
	}: Omit<AssignmentRow, 'id' | 'validFrom' | 'validTo'>) =>
		`${personId} ${role} ${unitId} ${deputyForId ?? ''}`;
	const known = Map.groupBy(snapshot.assignments, keyOf);
	const lineOf = new Map<string, number>();
	const changes: RowChange[] = [];

	for (const line of lines ?? []) {
		const problem = (reason: ProblemReason, value: string, otherLine?: number) =>
			void problems.push({
				file: 'assignments',
				line: line.line,
				reason,
				value: clipped(value),
				...(otherLine !== undefined && { otherLine })
			});
		const unit = findUnit(line.unit);
		const person = people.find(line.person);
		const deputised = line.deputyFor === null ? null : people.find(line.deputyFor);
		if ('reason' in unit) problem(unit.reason, line.unit);
		if (!person) problem('unknownPerson', line.person);
		if (deputised === undefined) problem('unknownPerson', line.deputyFor!);
		if ('reason' in unit || !person || deputised === undefined) continue;

		const wanted = {
			personId: person.id,
			role: line.role,
			unitId: unit.unit.id,
			deputyForId: deputised?.id ?? null
		};
		const candidates = (known.get(keyOf(wanted)) ?? []).filter(({ id }) => !lineOf.has(id));
		const found =
			candidates.find(({ validFrom }) => validFrom === line.validFrom) ??
			candidates.find((one) => isStillHeld(one, today));
		const validFrom = line.validFrom ?? found?.validFrom ?? today;
		const id = found?.id ?? planning.idFor(`assignment ${keyOf(wanted)} ${validFrom}`);
		const earlier = lineOf.get(id);
		if (earlier !== undefined) {
			problem('duplicateRow', line.person, earlier);
			continue;
		}
		lineOf.set(id, line.line);
		const validTo = line.validTo === undefined ? (found?.validTo ?? null) : line.validTo;
		const after = { id, ...wanted, validFrom, validTo };
		if (validTo !== null && validTo < validFrom) problem('endsBeforeStart', validTo);
		if (!person.isActive && isStillHeld(after, today)) problem('inactivePerson', line.person);
		const isChanged = !found || found.validFrom !== validFrom || found.validTo !== validTo;
		if (isChanged && person.id === actorId) problem('ownRole', line.person);
		changes.push({ table: 'assignment', id, before: found ?? null, after });
	}

	for (const assignment of snapshot.assignments) {
		const { id, personId, deputyForId } = assignment;
		if (lineOf.has(id) || !isStillHeld(assignment, today)) continue;
		// deputies are named by the managers themselves, and end on their day
		const isMissing = lines !== null && planning.endMissing && deputyForId === null;
		if (!isMissing && !people.leaving.has(personId)) continue;
		if (personId === actorId) {
			notes.push({ file: 'assignments', line: null, reason: 'ownRoleKept' });
			continue;
		}
		const validTo = assignment.validFrom > dayBefore ? dayBeforeDay(assignment.validFrom) : dayBefore;
		changes.push({ table: 'assignment', id, before: assignment, after: { ...assignment, validTo } });
	}
	return changes;
}

function dayBeforeDay(day: string): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function planHeadcounts(
	lines: readonly HeadcountLine[],
	{ snapshot, planning, findUnit, problems }: Stage
): RowChange[] {
	const before = new Map(snapshot.headcounts.map((row) => [headcountId(row), row]));
	const after = new Map<string, { row: HeadcountRow; line: number }>();
	for (const { line, unit, ...rest } of lines) {
		const found = findUnit(unit);
		if ('reason' in found) {
			problems.push({ file: 'headcounts', line, reason: found.reason, value: clipped(unit) });
			continue;
		}
		const row = { unitId: found.unit.id, ...rest };
		const id = headcountId(row);
		const earlier = after.get(id);
		if (earlier) {
			const value = clipped(row.occupation);
			problems.push({ file: 'headcounts', line, reason: 'duplicateRow', otherLine: earlier.line, value });
		} else after.set(id, { row, line });
	}
	const years = new Set(lines.map(({ year }) => year));
	const missing = planning.endMissing
		? snapshot.headcounts.filter((row) => years.has(row.year) && !after.has(headcountId(row)))
		: [];
	return [
		...[...after].map(([id, { row }]): RowChange => ({
			table: 'unitHeadcount',
			id,
			before: before.get(id) ?? null,
			after: row
		})),
		...missing.map((row): RowChange => ({
			table: 'unitHeadcount',
			id: headcountId(row),
			before: row,
			after: null
		}))
	];
}

/** What would no longer fit together, once per unit. */
function brokenProblems(
	snapshot: OrganisationSnapshot,
	changes: readonly RowChange[],
	units: readonly UnitRow[],
	today: string
): FileProblem[] {
	const broken = brokenBy(snapshot, changes, today);
	if (broken.length === 0) return [];
	const nameOf = new Map<UnitId, string>(units.map(({ id, name }) => [id, name]));
	const unitOf = new Map<string, UnitId | null>([
		...units.map(({ id, parentId }) => [id, parentId] as const),
		...snapshot.people.map(({ id, unitId }) => [id, unitId] as const),
		...snapshot.protectedPeople.map(({ id, unitId }) => [id, unitId] as const),
		...snapshot.assignments.map(({ id, unitId }) => [id, unitId] as const)
	]);
	for (const { table, id, after } of changes) {
		if (table !== 'unit' && after) unitOf.set(id, after.unitId);
	}
	const groups = Map.groupBy(broken, ({ code, id }) => `${code} ${unitOf.get(id) ?? id}`);
	return [...groups.values()].map((group): FileProblem => {
		const { code, id } = group[0]!;
		const value = clipped(nameOf.get(unitOf.get(id) ?? (id as UnitId)) ?? '');
		return { file: null, line: null, reason: code, value, count: group.length };
	});
}

function countsOf(
	snapshot: OrganisationSnapshot,
	changes: readonly RowChange[],
	today: string
): ImportPlan['counts'] {
	const none = (now: number): KindCounts => ({ created: 0, changed: 0, ended: 0, now });
	const counts = {
		units: none(snapshot.units.filter((unit) => isOpen(unit, today)).length),
		people: none([...snapshot.people, ...snapshot.protectedPeople].filter(({ isActive }) => isActive).length),
		assignments: none(snapshot.assignments.filter((one) => isStillHeld(one, today)).length),
		headcounts: none(snapshot.headcounts.length)
	};
	const kindOf = {
		unit: 'units',
		person: 'people',
		protectedPerson: 'people',
		assignment: 'assignments',
		unitHeadcount: 'headcounts'
	} as const;
	for (const change of changes) {
		counts[kindOf[change.table]][effectOf(change, today)] += 1;
	}
	return counts;
}

/** What a change does to its row: makes it, ends it, or says something else about it. */
export function effectOf(change: RowChange, today: string): 'created' | 'changed' | 'ended' {
	if (change.before === null) return 'created';
	const isThere = (row: RowChange['after']): boolean => {
		if (row === null) return false;
		if ('isActive' in row) return row.isActive;
		if ('path' in row) return isOpen(row, today);
		return 'role' in row ? isStillHeld(row, today) : true;
	};
	return isThere(change.before) && !isThere(change.after) ? 'ended' : 'changed';
}
