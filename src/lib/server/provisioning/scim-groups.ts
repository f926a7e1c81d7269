/** Groups: a role at a unit, once an administrator has said so; until then a list of people that gives nothing. */
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { Schemas } from 'scimmy';
import type { PersonId, ScimGroupId } from '../../../../database/column-types.ts';
import * as activityLog from '../activity-log/index.ts';
import { lockOrganisation } from '../organisation-changes/index.ts';
import type { Tx } from '../platform/database.ts';
import { isId, newId } from '../platform/ids.ts';
import { checkVersion, listResponse, type ListQuery, type Selection, type Versioned } from './scim-answer.ts';
import type { ScimContext } from './scim-context.ts';
import { parseFilter, whereOf, type FilterColumns } from './scim-filter.ts';
import { ScimProblem } from './scim-problem.ts';
import { settleRoles } from './scim-roles.ts';
import { coreGroup } from './scim-schema.ts';
import { line, operationsOf } from './scim-user.ts';

interface GroupRow {
	id: ScimGroupId;
	displayName: string;
	externalId: string | null;
	createdAt: Temporal.Instant;
	modifiedAt: Temporal.Instant;
	/** Differs when the name, the id or a member does. */
	fingerprint: string;
}

/** What a group is to become. */
interface GroupWish {
	displayName: string;
	externalId: string | null;
	members: Set<PersonId>;
}

const columns: FilterColumns = {
	id: { column: sql`g.id::text`, kind: 'exactText' },
	displayname: { column: sql`g.display_name`, kind: 'text' },
	externalid: { column: sql`g.external_id`, kind: 'exactText' },
	'meta.created': { column: sql`g.created_at`, kind: 'instant' },
	'meta.lastmodified': { column: sql`g.modified_at`, kind: 'instant' }
};
/** A filter may ask who is in a group: it holds when any member fits. */
const memberColumn = { column: sql`m.person_id::text`, kind: 'exactText' } as const;

const selected = sql`g.id, g.display_name, g.external_id, g.created_at, g.modified_at,
	md5(g.display_name || ' ' || coalesce(g.external_id, '') || coalesce(
		(select string_agg(m.person_id::text, ' ' order by m.person_id) from scim_group_member m where m.group_id = g.id), ''
	)) as fingerprint`;

export async function listGroups(context: ScimContext, query: ListQuery, selection: Selection) {
	const filter = query.filter === undefined ? undefined : parseFilter(query.filter);
	const withMembers = (filter ?? []).some((all) => all.some(({ path }) => /^members(\.value)?$/.test(path)));
	const where =
		filter === undefined
			? sql`true`
			: withMembers
				? sql`exists (select from scim_group_member m where m.group_id = g.id and ${whereOf(filter, {
						...columns,
						members: memberColumn,
						'members.value': memberColumn
					})})`
				: whereOf(filter, columns);
	const wanted = query.sortBy?.toLowerCase();
	const by = wanted !== undefined && Object.hasOwn(columns, wanted) ? columns[wanted] : undefined;
	if (wanted !== undefined && !by)
		throw new ScimProblem('invalidValue', `Sorting by '${query.sortBy}' is not offered`);
	const order = by ? sql`${by.column} ${query.descending ? sql`desc` : sql`asc`} nulls last,` : sql``;
	return context.transaction(async (tx) => {
		const { rows: counted } = await sql<{
			total: number;
		}>`select count(*) as total from scim_group g where ${where}`.execute(tx);
		const { rows } = await sql<GroupRow>`select ${selected} from scim_group g where ${where}
			order by ${order} g.id limit ${query.count} offset ${query.startIndex - 1}`.execute(tx);
		await activityLog.record(tx, context, {
			action: 'provisioning.listed',
			subjectKind: 'scimClient',
			subjectId: context.client.id,
			details: { resource: 'Groups', count: rows.length, filtered: filter !== undefined }
		});
		const resources: unknown[] = [];
		for (const row of rows) resources.push((await show(tx, context, row, selection)).resource);
		return listResponse(resources, query.startIndex, counted[0]!.total);
	});
}

export async function readOneGroup(
	context: ScimContext,
	id: string,
	selection: Selection
): Promise<Versioned> {
	return context.transaction(async (tx) => {
		const row = await getGroup(tx, id);
		await record(tx, context, 'provisioning.read', row.id, {});
		return show(tx, context, row, selection);
	});
}

async function getGroup(tx: Tx, id: string): Promise<GroupRow> {
	const { rows } = isId<ScimGroupId>(id)
		? await sql<GroupRow>`select ${selected} from scim_group g where g.id = ${id}`.execute(tx)
		: { rows: [] };
	if (!rows[0]) throw new ScimProblem('notFound', `There is no group with the id '${id}'.`);
	return rows[0];
}

/** By hand: scimmy needs 0.3 s for the members of a group with everybody in it. */
async function show(
	tx: Tx,
	{ base }: ScimContext,
	row: GroupRow,
	{ only, without }: Selection
): Promise<Versioned> {
	const wants = (name: string) => {
		const names = (list: string[]) =>
			list.some((one) => one.toLowerCase().replace(`${coreGroup}:`.toLowerCase(), '').split('.')[0] === name);
		return only
			? names(only)
			: !names((without ?? []).filter((one) => !one.includes('.') || one.includes(':')));
	};
	const version = versionOf(row);
	const location = `${base}/Groups/${row.id}`;
	const memberIds = wants('members') ? await memberIdsOf(tx, row.id) : [];
	const resource = {
		schemas: [coreGroup],
		id: row.id,
		...(row.externalId !== null && wants('externalid') && { externalId: row.externalId }),
		...(wants('displayname') && { displayName: row.displayName }),
		...(wants('members') && {
			members: memberIds.map((value) => ({ value, type: 'User', $ref: `${base}/Users/${value}` }))
		}),
		...(wants('meta') && {
			meta: {
				resourceType: 'Group',
				created: row.createdAt.toString({ fractionalSecondDigits: 3 }),
				lastModified: row.modifiedAt.toString({ fractionalSecondDigits: 3 }),
				location,
				version
			}
		})
	};
	return { resource, version, location };
}

const versionOf = ({ fingerprint }: GroupRow) => `W/"${fingerprint}"`;

async function memberIdsOf(tx: Tx, groupId: ScimGroupId): Promise<PersonId[]> {
	const rows = await tx
		.selectFrom('scimGroupMember')
		.select('personId')
		.where('groupId', '=', groupId)
		.orderBy('personId')
		.execute();
	return rows.map(({ personId }) => personId);
}

export async function createGroup(
	context: ScimContext,
	body: unknown,
	selection: Selection
): Promise<Versioned> {
	const wish = readGroup(body);
	return context.transaction(async (tx) => {
		await lockOrganisation(tx, context.client.municipalityId);
		const id = newId<ScimGroupId>();
		await checkIsFree(tx, id, wish.displayName);
		const at = context.now().toString();
		await tx
			.insertInto('scimGroup')
			.values({
				id,
				municipalityId: context.client.municipalityId,
				clientId: context.client.id,
				displayName: wish.displayName,
				externalId: wish.externalId,
				createdAt: at,
				modifiedAt: at
			})
			.execute();
		await addMembers(tx, context, id, [...wish.members]);
		await record(tx, context, 'provisioning.groupCreated', id, { added: wish.members.size });
		return show(tx, context, await getGroup(tx, id), selection);
	});
}

/** The whole group anew (PUT). */
export async function replaceGroup(
	context: ScimContext,
	id: string,
	body: unknown,
	ifMatch: string | null,
	selection: Selection
): Promise<Versioned> {
	const wish = readGroup(body);
	return changeGroup(context, id, ifMatch, selection, () => wish);
}

/** Name or members (PATCH). By hand, since a group may have everybody in it and most often one member changes. */
export async function updateGroup(
	context: ScimContext,
	id: string,
	body: unknown,
	ifMatch: string | null,
	selection: Selection
): Promise<Versioned> {
	const operations = operationsOf(body);
	return changeGroup(context, id, ifMatch, selection, (now) => {
		for (const { op, path, value } of operations) {
			if (path !== undefined) patch(now, op, path, value);
			else if (typeof value === 'object' && value !== null && !Array.isArray(value))
				for (const [name, one] of Object.entries(value)) patch(now, op, name, one);
			else
				throw new ScimProblem('invalidValue', "Without a 'path', 'value' must be an object of attributes.");
		}
		return now;
	});
}

const oneMember = /^members\s*\[\s*value\s+eq\s+"([^"]*)"\s*\]$/i;

function patch(group: GroupWish, op: string, path: string, value: unknown): void {
	const name = path.replace(new RegExp(`^${coreGroup}:`, 'i'), '').toLowerCase();
	if (['schemas', 'id', 'meta'].includes(name)) return;
	const single = oneMember.exec(path);
	if (single && op === 'remove') {
		group.members.delete(single[1] as PersonId);
	} else if (name === 'members') {
		if (op === 'remove' && value === undefined) group.members.clear();
		else if (op === 'remove') for (const id of memberValues(value)) group.members.delete(id);
		else {
			if (op === 'replace') group.members.clear();
			for (const id of memberValues(value)) group.members.add(id);
		}
	} else if (name === 'displayname' && op !== 'remove') {
		group.displayName = nameOf(value);
	} else if (name === 'externalid') {
		group.externalId = op === 'remove' ? null : (line('externalId', value) ?? null);
	} else {
		throw new ScimProblem('invalidPath', `'${path}' of a group cannot be changed like that.`);
	}
}

function nameOf(value: unknown): string {
	const name = line('displayName', value);
	if (name === undefined) throw new ScimProblem('invalidValue', "Attribute 'displayName' must not be empty");
	return name;
}

function memberValues(value: unknown): PersonId[] {
	return [value].flat().map((member: unknown) => {
		const { value: id, type } = (typeof member === 'object' && member !== null ? member : {}) as {
			value?: unknown;
			type?: unknown;
		};
		if (typeof type === 'string' && type.toLowerCase() === 'group')
			throw new ScimProblem('invalidValue', 'Groups in groups are not offered: send their members.');
		if (typeof id !== 'string')
			throw new ScimProblem('invalidValue', "Each member needs a 'value': the user's id.");
		return id as PersonId;
	});
}

function readGroup(body: unknown): GroupWish {
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw new ScimProblem('invalidSyntax', 'The body must be one JSON object: a Group.');
	const { members, ...rest } = body as { members?: unknown };
	let read: { displayName?: unknown; externalId?: unknown };
	try {
		// schemas, unknown attributes and their case are scimmy's; the members are many and are read below
		read = JSON.parse(JSON.stringify(new Schemas.Group(rest as never, 'in'))) as typeof read;
	} catch (error) {
		if (error instanceof TypeError) throw new ScimProblem('invalidValue', error.message);
		throw error;
	}
	return {
		displayName: nameOf(read.displayName),
		externalId: line('externalId', read.externalId) ?? null,
		members: new Set(members === undefined || members === null ? [] : memberValues(members))
	};
}

async function changeGroup(
	context: ScimContext,
	id: string,
	ifMatch: string | null,
	selection: Selection,
	change: (now: GroupWish) => GroupWish
): Promise<Versioned> {
	return context.transaction(async (tx) => {
		await lockOrganisation(tx, context.client.municipalityId);
		const row = await getGroup(tx, id);
		checkVersion(ifMatch, versionOf(row));
		const before = new Set(await memberIdsOf(tx, row.id));
		const wish = change({
			displayName: row.displayName,
			externalId: row.externalId,
			members: new Set(before)
		});
		if (wish.displayName !== row.displayName) await checkIsFree(tx, row.id, wish.displayName);
		const added = [...wish.members].filter((one) => !before.has(one));
		const removed = [...before].filter((one) => !wish.members.has(one));
		await tx
			.updateTable('scimGroup')
			.set({
				displayName: wish.displayName,
				externalId: wish.externalId,
				clientId: context.client.id,
				modifiedAt: context.now().toString()
			})
			.where('id', '=', row.id)
			.execute();
		if (removed.length > 0) {
			await sql`delete from scim_group_member where group_id = ${row.id}
				and person_id = any (${`{${removed.join(',')}}`}::uuid[])`.execute(tx);
		}
		await addMembers(tx, context, row.id, added);
		const roles = await settleRoles(tx, context, [...added, ...removed]);
		await record(tx, context, 'provisioning.groupChanged', row.id, {
			added: added.length,
			removed: removed.length,
			rolesGiven: roles.given,
			rolesEnded: roles.ended
		});
		return show(tx, context, await getGroup(tx, row.id), selection);
	});
}

/** @throws ScimProblem unknownMember, when somebody is not there */
async function addMembers(
	tx: Tx,
	{ client }: ScimContext,
	groupId: ScimGroupId,
	ids: readonly PersonId[]
): Promise<void> {
	const wrong = ids.find((id) => !isId(id));
	const unknown = (id: string) =>
		new ScimProblem('unknownMember', `There is no user with the id '${id.slice(0, 100)}' to be a member.`);
	if (wrong !== undefined) throw unknown(wrong);
	if (ids.length === 0) return;
	const { rows } = await sql<{ personId: PersonId }>`
		insert into scim_group_member (group_id, person_id, municipality_id)
		select ${groupId}, p.id, ${client.municipalityId}
		from person p left join scim_user su on su.person_id = p.id
		where su.left_at is null and p.id = any (${`{${ids.join(',')}}`}::uuid[])
		returning person_id`.execute(tx);
	const known = new Set(rows.map(({ personId }) => personId));
	const missing = ids.find((id) => !known.has(id));
	if (missing !== undefined) throw unknown(missing);
}

/** The group is gone, and with it the roles that only it gave. */
export async function removeGroup(context: ScimContext, id: string, ifMatch: string | null): Promise<void> {
	await context.transaction(async (tx) => {
		await lockOrganisation(tx, context.client.municipalityId);
		const row = await getGroup(tx, id);
		checkVersion(ifMatch, versionOf(row));
		const members = await memberIdsOf(tx, row.id);
		await tx.deleteFrom('scimGroup').where('id', '=', row.id).execute();
		const roles = await settleRoles(tx, context, members);
		await record(tx, context, 'provisioning.groupRemoved', row.id, {
			removed: members.length,
			rolesEnded: roles.ended
		});
	});
}

/** @throws ScimProblem taken */
async function checkIsFree(tx: Tx, own: ScimGroupId, displayName: string): Promise<void> {
	const other = await tx
		.selectFrom('scimGroup')
		.select('id')
		.where(sql<string>`lower(display_name)`, '=', sql<string>`lower(${displayName}::text)`)
		.where('id', '<>', own)
		.executeTakeFirst();
	if (other) throw new ScimProblem('taken', "Another group has the same 'displayName'.");
}

function record(
	tx: Tx,
	context: ScimContext,
	action: `provisioning.${'read' | 'groupCreated' | 'groupChanged' | 'groupRemoved'}`,
	subjectId: ScimGroupId,
	details: activityLog.Activity['details']
): Promise<void> {
	return activityLog.record(tx, context, {
		action,
		subjectKind: 'scimGroup',
		subjectId,
		details: { client: context.client.id, ...details }
	});
}
