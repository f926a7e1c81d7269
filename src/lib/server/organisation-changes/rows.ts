import { sql, type RawBuilder } from 'kysely';
import type { UnitId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { Conflict } from '../platform/errors.ts';
import type {
	AssignmentRow,
	HeadcountRow,
	PersonRow,
	ProtectedPersonRow,
	RowChange,
	UnitRow
} from './change.ts';
import { headcountId } from './change.ts';

type Table = RowChange['table'];
interface Rows {
	unit: UnitRow;
	person: PersonRow;
	protectedPerson: ProtectedPersonRow;
	assignment: AssignmentRow;
	unitHeadcount: HeadcountRow;
}

/** The columns that a change may say something about, in a fixed order. */
export const columnsOf = {
	unit: ['id', 'parentId', 'level', 'name', 'activity', 'area', 'path', 'validFrom', 'validTo', 'externalId'],
	person: ['id', 'unitId', 'name', 'email', 'occupation', 'isActive', 'externalId', 'isProtected'],
	protectedPerson: ['id', 'unitId', 'isActive'],
	assignment: ['id', 'personId', 'unitId', 'role', 'validFrom', 'validTo', 'deputyForId'],
	unitHeadcount: ['unitId', 'year', 'occupation', 'headcount']
} as const satisfies { [T in Table]: readonly (keyof Rows[T])[] };

/** How many rows go into one statement: a few megabytes at most. */
const mostPerStatement = 5_000;

function chunks<Item>(items: readonly Item[]): Item[][] {
	return Array.from({ length: Math.ceil(items.length / mostPerStatement) }, (_, index) =>
		items.slice(index * mostPerStatement, (index + 1) * mostPerStatement)
	);
}

/** Whether two rows of a table say the same. */
export function isSame(table: Table, one: object | null, other: object | null): boolean {
	return asText(table, one) === asText(table, other);
}

function asText(table: Table, row: object | null): string {
	return row === null
		? 'null'
		: JSON.stringify(columnsOf[table].map((column) => (row as Record<string, unknown>)[column] ?? null));
}

/** How the rows that some changes touch are now, by id; a row that is not there, or not to be seen, is absent. */
export async function currentRows(
	tx: Tx,
	changes: readonly Pick<RowChange, 'table' | 'id'>[]
): Promise<{ [T in Table]: Map<string, Rows[T]> }> {
	const idsOf = (table: Table) => chunks(changes.filter((one) => one.table === table).map(({ id }) => id));
	const unit = new Map<string, UnitRow>();
	for (const ids of idsOf('unit')) {
		for (const row of await readUnits(tx, sql`where id = any (${ids}::uuid[])`)) unit.set(row.id, row);
	}
	const person = new Map<string, PersonRow>();
	for (const ids of idsOf('person')) {
		for (const row of await readPeople(tx, sql`where id = any (${ids}::uuid[])`)) person.set(row.id, row);
	}
	const protectedPerson = new Map<string, ProtectedPersonRow>();
	if (idsOf('protectedPerson').length > 0) {
		for (const row of await readProtectedPeople(tx)) protectedPerson.set(row.id, row);
	}
	const assignment = new Map<string, AssignmentRow>();
	for (const ids of idsOf('assignment')) {
		for (const row of await readAssignments(tx, sql`where id = any (${ids}::uuid[])`)) {
			assignment.set(row.id, row);
		}
	}
	const unitHeadcount = new Map<string, HeadcountRow>();
	for (const ids of idsOf('unitHeadcount')) {
		const units = [...new Set(ids.map((id) => id.slice(0, id.indexOf('|'))))];
		for (const row of await readHeadcounts(tx, sql`where unit_id = any (${units}::uuid[])`)) {
			unitHeadcount.set(headcountId(row), row);
		}
	}
	return { unit, person, protectedPerson, assignment, unitHeadcount };
}

const everything = sql``;

export async function readUnits(tx: Tx, where: RawBuilder<unknown> = everything): Promise<UnitRow[]> {
	const { rows } =
		await sql<UnitRow>`select id, parent_id, level, name, activity, area, path, valid_from, valid_to,
		external_id from unit ${where} order by cardinality(path), name, id`.execute(tx);
	return rows;
}

export async function readPeople(tx: Tx, where: RawBuilder<unknown> = everything): Promise<PersonRow[]> {
	const { rows } =
		await sql<PersonRow>`select id, unit_id, name, email, occupation, is_active, external_id, is_protected
		from person ${where} order by name, id`.execute(tx);
	return rows;
}

export async function readProtectedPeople(tx: Tx): Promise<ProtectedPersonRow[]> {
	const { rows } = await sql<ProtectedPersonRow>`
		select id, unit_id, is_active from hidden_people() order by id`.execute(tx);
	return rows;
}

export async function readAssignments(
	tx: Tx,
	where: RawBuilder<unknown> = everything
): Promise<AssignmentRow[]> {
	const { rows } =
		await sql<AssignmentRow>`select id, person_id, unit_id, role, valid_from, valid_to, deputy_for_id
		from assignment ${where} order by valid_from, id`.execute(tx);
	return rows;
}

export async function readHeadcounts(
	tx: Tx,
	where: RawBuilder<unknown> = everything
): Promise<HeadcountRow[]> {
	const { rows } = await sql<HeadcountRow>`select unit_id, year, occupation, headcount
		from unit_headcount ${where} order by year, occupation, unit_id`.execute(tx);
	return rows;
}

/** A statement that creates rows, and one that changes them, from a JSON list. Each answers how many rows it wrote. */
const statements: {
	[T in Exclude<Table, 'protectedPerson'>]: {
		create(json: string, municipalityId: UnitId, by: string | null, at: string): RawBuilder<unknown>;
		change(json: string): RawBuilder<unknown>;
	};
} = {
	unit: {
		create: (json, municipalityId) => sql`
			insert into unit (id, municipality_id, parent_id, level, name, activity, area, path, valid_from, valid_to, external_id)
			select id, ${municipalityId}, "parentId", level, name, activity, area, path, "validFrom", "validTo", "externalId"
			from jsonb_to_recordset(${json}::jsonb) as r (id uuid, "parentId" uuid, level text, name text, activity text,
				area text, path uuid[], "validFrom" date, "validTo" date, "externalId" text)`,
		change: (json) => sql`
			update unit u set parent_id = r."parentId", level = r.level, name = r.name, activity = r.activity, area = r.area,
				path = r.path, valid_from = r."validFrom", valid_to = r."validTo", external_id = r."externalId"
			from jsonb_to_recordset(${json}::jsonb) as r (id uuid, "parentId" uuid, level text, name text, activity text,
				area text, path uuid[], "validFrom" date, "validTo" date, "externalId" text)
			where u.id = r.id`
	},
	person: {
		create: (json, municipalityId) => sql`
			insert into person (id, municipality_id, unit_id, name, email, occupation, is_active, external_id, is_protected)
			select id, ${municipalityId}, "unitId", name, email, occupation, "isActive", "externalId", "isProtected"
			from jsonb_to_recordset(${json}::jsonb) as r (id uuid, "unitId" uuid, name text, email text, occupation text,
				"isActive" boolean, "externalId" text, "isProtected" boolean)`,
		change: (json) => sql`
			update person p set unit_id = r."unitId", name = r.name, email = r.email, occupation = r.occupation,
				is_active = r."isActive", external_id = r."externalId", is_protected = r."isProtected"
			from jsonb_to_recordset(${json}::jsonb) as r (id uuid, "unitId" uuid, name text, email text, occupation text,
				"isActive" boolean, "externalId" text, "isProtected" boolean)
			where p.id = r.id`
	},
	assignment: {
		create: (json, municipalityId, by, at) => sql`
			insert into assignment (id, municipality_id, person_id, unit_id, role, valid_from, valid_to, deputy_for_id,
				created_by, created_at)
			select id, ${municipalityId}, "personId", "unitId", role, "validFrom", "validTo", "deputyForId", ${by}::uuid,
				${at}::timestamptz
			from jsonb_to_recordset(${json}::jsonb) as r (id uuid, "personId" uuid, "unitId" uuid, role text,
				"validFrom" date, "validTo" date, "deputyForId" uuid)`,
		change: (json) => sql`
			update assignment a set valid_from = r."validFrom", valid_to = r."validTo"
			from jsonb_to_recordset(${json}::jsonb) as r (id uuid, "validFrom" date, "validTo" date)
			where a.id = r.id`
	},
	unitHeadcount: {
		create: (json, municipalityId) => sql`
			insert into unit_headcount (municipality_id, unit_id, year, occupation, headcount)
			select ${municipalityId}, "unitId", year, occupation, headcount
			from jsonb_to_recordset(${json}::jsonb) as r ("unitId" uuid, year smallint, occupation text, headcount integer)`,
		change: (json) => sql`
			update unit_headcount h set headcount = r.headcount
			from jsonb_to_recordset(${json}::jsonb) as r ("unitId" uuid, year smallint, occupation text, headcount integer)
			where (h.unit_id, h.year, h.occupation) = (r."unitId", r.year, r.occupation)`
	}
};

/**
 * Writes rows as they become, whole tables at a time: units first, since people and roles lean on them.
 * @throws Conflict when one of them is not there, or not for the actor to change
 */
export async function writeRows(
	tx: Tx,
	changes: readonly RowChange[],
	{ municipalityId, by, at }: { municipalityId: UnitId; by: string | null; at: string }
): Promise<void> {
	for (const table of ['unit', 'person', 'assignment', 'unitHeadcount'] as const) {
		const ofTable = changes.filter((one) => one.table === table && one.after !== null);
		const created = ofTable.filter(({ before }) => before === null);
		const changed = ofTable.filter(({ before }) => before !== null);
		for (const part of chunks(created)) {
			await statements[table].create(jsonOf(table, part), municipalityId, by, at).execute(tx);
		}
		for (const part of chunks(changed)) {
			// the planner believes that a list in JSON, and what row-level security lets through, are a few rows: it would compare each with each
			await sql`select set_config('enable_nestloop', 'off', true)`.execute(tx);
			const { numAffectedRows } = await statements[table].change(jsonOf(table, part)).execute(tx);
			await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx);
			if (numAffectedRows !== BigInt(part.length)) throw new Conflict();
		}
	}
	for (const change of changes) {
		if (change.table === 'protectedPerson') {
			const { unitId, isActive } = change.after;
			const { rows } = await sql<{ done: boolean }>`
				select change_hidden_person(${change.id}, ${unitId}, ${isActive}) as done`.execute(tx);
			if (!rows[0]?.done) throw new Conflict();
		}
	}
	const removed = changes.flatMap((change) =>
		change.table === 'unitHeadcount' && change.after === null && change.before ? [change.before] : []
	);
	for (const part of chunks(removed)) {
		await sql`
			delete from unit_headcount h
			using jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r ("unitId" uuid, year smallint, occupation text)
			where (h.unit_id, h.year, h.occupation) = (r."unitId", r.year, r.occupation)`.execute(tx);
	}
}

function jsonOf(table: Table, changes: readonly RowChange[]): string {
	return JSON.stringify(changes.map(({ after }) => onlyColumns(table, after!)));
}

/** A row without anything that does not belong to its table. */
export function onlyColumns(table: Table, row: object): Record<string, unknown> {
	return Object.fromEntries(
		columnsOf[table].map((column) => [column, (row as Record<string, unknown>)[column] ?? null])
	);
}

/** Keeps what each row was and became. */
export async function insertJournalRows(
	tx: Tx,
	changeId: string,
	municipalityId: UnitId,
	changes: readonly RowChange[]
): Promise<void> {
	for (const part of chunks(changes)) {
		const json = JSON.stringify(
			part.map(({ table, id, before, after }) => ({
				table,
				id,
				before: before && onlyColumns(table, before),
				after: after && onlyColumns(table, after)
			}))
		);
		await sql`
			insert into organisation_change_row (change_id, municipality_id, table_name, row_id, before, after)
			select ${changeId}, ${municipalityId}, "table", id, nullif(before, 'null'), nullif(after, 'null')
			from jsonb_to_recordset(${json}::jsonb) as r ("table" text, id text, before jsonb, after jsonb)`.execute(tx);
	}
}
