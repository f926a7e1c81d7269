/** Users: people, as an identity system reads and writes them. */
import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { Schemas } from 'scimmy';
import { Temporal } from 'temporal-polyfill';
import type { PersonId, ScimClientId, UnitId } from '../../../../database/column-types.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	applyRows,
	lockOrganisation,
	type AssignmentRow,
	type PersonRow,
	type RowChange
} from '../organisation-changes/index.ts';
import type { Tx } from '../platform/database.ts';
import { isId, newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import type { ScimContext } from './scim-context.ts';
import { isLookup, parseFilter, whereOf, type FilterColumns } from './scim-filter.ts';
import { checkVersion, listResponse, type ListQuery, type Selection, type Versioned } from './scim-answer.ts';
import { endedAssignment } from './scim-roles.ts';
import { placeOf } from './scim-place.ts';
import { ScimProblem } from './scim-problem.ts';
import { enterpriseUser } from './scim-schema.ts';
import { emailOf, nameOf, patchUser, readUser, toResource, type GivenUser } from './scim-user.ts';

/** A person with what an identity system has said about them. */
interface UserRow extends PersonRow {
	clientId: ScimClientId | null;
	userName: string;
	scimExternalId: string | null;
	given: GivenUser | null;
	createdAt: Temporal.Instant | null;
	modifiedAt: Temporal.Instant | null;
}

/** The name by which a person is found: what an identity system gave, else their address here, else their id. */
const userName = sql<string>`coalesce(su.user_name, p.email, p.external_id, p.id::text)`;
/** A person whom no identity system has written to may still be known by the id that an import gave. */
const externalId = sql<
	string | null
>`case when su.person_id is null then p.external_id else su.external_id end`;
const given = (...path: string[]) => sql<string | null>`su.given #>> ${`{${path.join(',')}}`}`;

const columns: FilterColumns = {
	id: { column: sql`p.id::text`, kind: 'exactText' },
	username: { column: userName, kind: 'text' },
	externalid: { column: externalId, kind: 'exactText' },
	active: { column: sql`p.is_active`, kind: 'boolean' },
	displayname: { column: sql`p.name`, kind: 'text' },
	name: { column: sql`p.name`, kind: 'text' },
	'name.formatted': { column: sql`p.name`, kind: 'text' },
	'name.familyname': { column: given('name', 'familyName'), kind: 'text' },
	'name.givenname': { column: given('name', 'givenName'), kind: 'text' },
	title: { column: sql`p.occupation`, kind: 'text' },
	emails: { column: sql`p.email`, kind: 'text' },
	'emails.value': { column: sql`p.email`, kind: 'text' },
	'emails.type': { column: sql`case when p.email is not null then 'work' end`, kind: 'text' },
	[`${enterpriseUser}:department`.toLowerCase()]: { column: given('department'), kind: 'text' },
	[`${enterpriseUser}:organization`.toLowerCase()]: { column: given('organization'), kind: 'text' },
	[`${enterpriseUser}:manager.value`.toLowerCase()]: { column: given('managerId'), kind: 'exactText' },
	'meta.created': { column: sql`su.created_at`, kind: 'instant' },
	'meta.lastmodified': { column: sql`su.modified_at`, kind: 'instant' }
};
const keys = ['id', 'username', 'externalid'];

const from = sql`from person p left join scim_user su on su.person_id = p.id`;
const selected = sql`p.id, p.unit_id, p.name, p.email, p.occupation, p.is_active, p.external_id, p.is_protected,
	su.client_id, ${userName} as user_name, ${externalId} as scim_external_id, su.given, su.created_at, su.modified_at`;
/** Whom the identity system has deleted is not there for it. */
const isThere = sql`su.left_at is null`;

/**
 * A list, as a filter asks for it. Somebody with protected personal data is in the lists of the client that answers for them,
 * and otherwise found only by a key that the client already knows; never by parts of a name, which would tell it.
 */
export async function listUsers(context: ScimContext, query: ListQuery, selection: Selection) {
	const filter = query.filter === undefined ? undefined : parseFilter(query.filter);
	const mayBeSeen =
		filter === undefined
			? sql`(not p.is_protected or su.client_id = ${context.client.id})`
			: isLookup(filter, keys)
				? sql`true`
				: sql`not p.is_protected`;
	const where = sql`where ${isThere} and ${mayBeSeen} and ${filter ? whereOf(filter, columns) : sql`true`}`;
	return context.transaction(async (tx) => {
		const { rows: counted } = await sql<{ total: number }>`select count(*) as total ${from} ${where}`.execute(
			tx
		);
		const { rows } =
			query.count === 0
				? { rows: [] }
				: await sql<UserRow>`select ${selected} ${from} ${where}
					order by ${orderOf(query)} p.id limit ${query.count} offset ${query.startIndex - 1}`.execute(tx);
		await activityLog.record(tx, context, {
			action: 'provisioning.listed',
			subjectKind: 'scimClient',
			subjectId: context.client.id,
			details: { resource: 'Users', count: rows.length, filtered: filter !== undefined }
		});
		const resources = rows.map((row) => show(context, row, selection).resource);
		return listResponse(resources, query.startIndex, counted[0]!.total);
	});
}

/** `order by` of a list, with its comma; nothing when the order was not asked for. */
function orderOf({ sortBy, descending }: ListQuery): RawBuilder<unknown> {
	if (sortBy === undefined) return sql``;
	const wanted = sortBy.toLowerCase();
	const found = Object.hasOwn(columns, wanted) ? columns[wanted] : undefined;
	if (!found) throw new ScimProblem('invalidValue', `Sorting by '${sortBy}' is not offered`);
	const by = found.kind === 'text' ? sql`lower(${found.column})` : found.column;
	return descending ? sql`${by} desc nulls last,` : sql`${by} asc nulls last,`;
}

/** One user. @throws ScimProblem notFound */
export async function readOneUser(
	context: ScimContext,
	id: string,
	selection: Selection
): Promise<Versioned> {
	return context.transaction(async (tx) => {
		const row = await getUser(tx, id);
		await record(tx, context, 'provisioning.read', row.id, {});
		return show(context, row, selection);
	});
}

async function findUser(tx: Tx, id: string): Promise<UserRow | undefined> {
	if (!isId<PersonId>(id)) return undefined;
	const { rows } = await sql<UserRow>`select ${selected} ${from} where p.id = ${id} and ${isThere}`.execute(
		tx
	);
	return rows[0];
}

async function getUser(tx: Tx, id: string): Promise<UserRow> {
	const row = await findUser(tx, id);
	if (!row) throw new ScimProblem('notFound', `There is no user with the id '${id}'.`);
	return row;
}

/** What this client may be told about a person, in its own words where it has said something. */
function toldUser(context: ScimContext, row: UserRow): GivenUser {
	const isOwn = row.given !== null && row.clientId === context.client.id;
	const said: Partial<GivenUser> = isOwn ? row.given! : {};
	const known = {
		userName: row.userName,
		...(row.scimExternalId !== null && { externalId: row.scimExternalId })
	};
	// of somebody protected, a client is told nothing that it did not say itself
	if (row.isProtected) return { ...said, ...known };
	const { displayName, emails, title, ...rest } = said;
	const wasRenamed = !isOwn || nameOf(row.given!) !== row.name;
	const otherEmail = !isOwn || emailOf(row.given!) !== row.email;
	return {
		...rest,
		...known,
		...(wasRenamed ? { displayName: row.name } : displayName !== undefined && { displayName }),
		...(!otherEmail ? emails && { emails } : row.email !== null && { emails: [workEmail(row.email)] }),
		...(row.occupation !== null && { title: row.occupation })
	};
}
const workEmail = (value: string) => ({ value, type: 'work', primary: true });

/** Changes with everything that is told, and only then. */
function versionOf(resource: unknown): string {
	return `W/"${createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 22)}"`;
}

function show(context: ScimContext, row: UserRow, selection: Selection): Versioned {
	const user = toldUser(context, row);
	const plain = toResource(row.id, user, row.isActive);
	const version = versionOf(plain);
	// a name to show, also when the client gave only its parts
	if (!row.isProtected) plain.displayName ??= row.name;
	const shown = new Schemas.User(
		{
			...plain,
			meta: {
				resourceType: 'User',
				version,
				...(row.createdAt && { created: new Date(row.createdAt.epochMilliseconds) }),
				...(row.modifiedAt && { lastModified: new Date(row.modifiedAt.epochMilliseconds) })
			}
		} as never,
		'out',
		`${context.base}/Users`,
		selection.filter
	);
	const resource = { schemas: plain.schemas, ...(JSON.parse(JSON.stringify(shown)) as object) };
	return { resource, version, location: `${context.base}/Users/${row.id}` };
}

/** A new person. @throws ScimProblem taken, when the name or the address is somebody else's */
export async function createUser(
	context: ScimContext,
	body: unknown,
	selection: Selection
): Promise<Versioned> {
	const { user, active = true } = readUser(body);
	return context.transaction(async (tx) => {
		await lockOrganisation(tx, context.client.municipalityId);
		const id = newId<PersonId>();
		await checkIsFree(tx, id, user);
		const after: PersonRow = {
			id,
			unitId: await findUnitFor(tx, context, user),
			name: nameOf(user),
			email: emailOf(user),
			occupation: user.title ?? null,
			isActive: active,
			externalId: user.externalId ?? null,
			isProtected: false
		};
		await write(tx, context, [{ table: 'person', id, before: null, after }]);
		await keep(tx, context, id, user);
		await record(tx, context, 'provisioning.userCreated', id, { active });
		return show(context, await getUser(tx, id), selection);
	});
}

/** The whole user anew (PUT). What is not in the body is no longer said; without `active` it stays as it was. */
export async function replaceUser(
	context: ScimContext,
	id: string,
	body: unknown,
	ifMatch: string | null,
	selection: Selection
): Promise<Versioned> {
	const wanted = readUser(body);
	return changeUser(context, id, ifMatch, selection, async () => wanted);
}

/** Some attributes of a user (PATCH). */
export async function updateUser(
	context: ScimContext,
	id: string,
	body: unknown,
	ifMatch: string | null,
	selection: Selection
): Promise<Versioned> {
	return changeUser(context, id, ifMatch, selection, (row) =>
		patchUser(toResource(row.id, toldUser(context, row), row.isActive), body)
	);
}

async function changeUser(
	context: ScimContext,
	id: string,
	ifMatch: string | null,
	selection: Selection,
	change: (row: UserRow) => Promise<{ user: GivenUser; active: boolean | undefined }>
): Promise<Versioned> {
	return context.transaction(async (tx) => {
		await lockOrganisation(tx, context.client.municipalityId);
		const row = await getUser(tx, id);
		checkVersion(ifMatch, show(context, row, {}).version);
		const { user, active = row.isActive } = await change(row);
		const told = toldUser(context, row);
		const isSame =
			JSON.stringify(toResource(row.id, user, active)) ===
			JSON.stringify(toResource(row.id, told, row.isActive));
		if (isSame && row.clientId === context.client.id) return show(context, row, selection);

		await checkIsFree(tx, row.id, user);
		const before = personOf(row);
		const saysPlace = (['department', 'organization', 'managerId'] as const).some(
			(name) => user[name] !== undefined && user[name] !== told[name]
		);
		// the id that an import gave is what the next import finds the person by
		const keepsOwnId =
			row.externalId !== null && (row.clientId === null || row.externalId !== row.scimExternalId);
		// what the client has never said about somebody protected, it does not change either
		const after: PersonRow = {
			...before,
			isActive: active,
			unitId: saysPlace ? await findUnitFor(tx, context, user) : row.unitId,
			name: nameOf(user) === nameOf(told) ? row.name : nameOf(user),
			email: emailOf(user) === emailOf(told) ? row.email : emailOf(user),
			occupation: user.title === told.title ? row.occupation : (user.title ?? null),
			externalId: keepsOwnId ? row.externalId : (user.externalId ?? null)
		};
		await write(tx, context, [{ table: 'person', id: row.id, before, after }]);
		await keep(tx, context, row.id, user);
		const changed = (Object.keys(after) as (keyof PersonRow)[]).filter(
			(name) => after[name] !== before[name]
		);
		await record(tx, context, 'provisioning.userChanged', row.id, { changed, active });
		return show(context, await getUser(tx, row.id), selection);
	});
}

/**
 * They have left: deactivated, signed out (a trigger of the database), without roles from today, and what made them known to
 * identity systems is free for somebody else. Their history stays; whoever gets the same name later is another person.
 */
export async function removeUser(context: ScimContext, id: string, ifMatch: string | null): Promise<void> {
	await context.transaction(async (tx) => {
		await lockOrganisation(tx, context.client.municipalityId);
		const row = await getUser(tx, id);
		checkVersion(ifMatch, show(context, row, {}).version);
		const before = personOf(row);
		const after: PersonRow = { ...before, isActive: false, email: null, externalId: null };
		const today = dateIn(context.now()).toString();
		const held = await tx
			.selectFrom('assignment')
			.select(['id', 'personId', 'unitId', 'role', 'validFrom', 'validTo', 'deputyForId'])
			.where('personId', '=', row.id)
			.where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', today)]))
			.execute();
		const ended = held.map((row): RowChange => endedAssignment(row as AssignmentRow, dateIn(context.now())));
		await tx.deleteFrom('scimGroupMember').where('personId', '=', row.id).execute();
		await write(tx, context, [{ table: 'person', id: row.id, before, after }, ...ended]);
		const { externalId: _, ...user } = toldUser(context, row);
		await keep(tx, context, row.id, user, context.now());
		await record(tx, context, 'provisioning.userLeft', row.id, { rolesEnded: ended.length });
	});
}

function personOf(row: UserRow): PersonRow {
	const { id, unitId, name, email, occupation, isActive, externalId: own, isProtected } = row;
	return { id, unitId, name, email, occupation, isActive, externalId: own, isProtected };
}

/** Writes what differs. */
async function write(tx: Tx, context: ScimContext, rows: RowChange[]): Promise<void> {
	if (rows.every(({ before, after }) => JSON.stringify(before) === JSON.stringify(after))) return;
	await applyRows(tx, context, { kind: 'provisioning', from: dateIn(context.now()).toString(), rows });
}

/** Keeps what was said. Whoever writes answers for the person from then on. */
async function keep(
	tx: Tx,
	{ client, now }: ScimContext,
	personId: PersonId,
	user: GivenUser,
	leftAt?: Temporal.Instant
): Promise<void> {
	const at = now().toString();
	const said = {
		clientId: client.id,
		userName: user.userName,
		externalId: user.externalId ?? null,
		given: JSON.stringify(user),
		modifiedAt: at,
		leftAt: leftAt?.toString() ?? null
	};
	await tx
		.insertInto('scimUser')
		.values({ ...said, personId, municipalityId: client.municipalityId, createdAt: at })
		.onConflict((conflict) => conflict.column('personId').doUpdateSet(said))
		.execute();
}

/** The caller holds the lock, so what is free now stays free. @throws ScimProblem taken */
async function checkIsFree(tx: Tx, own: PersonId, user: GivenUser): Promise<void> {
	const email = emailOf(user);
	const { rows } = await sql<{ sameName: boolean; sameExternalId: boolean }>`
		select lower(${userName}) = lower(${user.userName}::text) as same_name,
			coalesce(${user.externalId ?? null} in (su.external_id, p.external_id), false) as same_external_id
		${from}
		where ${isThere} and p.id <> ${own}
			and (lower(${userName}) = lower(${user.userName}::text)
				or p.external_id = ${user.externalId ?? null} or su.external_id = ${user.externalId ?? null}
				or p.email = ${email})
		limit 1`.execute(tx);
	const [other] = rows;
	if (!other) return;
	const what = other.sameName ? 'userName' : other.sameExternalId ? 'externalId' : 'emails';
	throw new ScimProblem('taken', `Another user has the same '${what}'.`);
}

/** @throws ScimProblem unknownUnit, when nothing that was said is a unit here and the connection has no default */
async function findUnitFor(tx: Tx, { client, now }: ScimContext, user: GivenUser): Promise<UnitId> {
	const today = dateIn(now()).toString();
	const units = await tx
		.selectFrom('unit')
		.select(['id', 'externalId', 'name', 'path'])
		.where('validFrom', '<=', today)
		.where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', today)]))
		.execute();
	const found = placeOf(units, user, await unitOfManager(tx, user.managerId, today));
	if (found) return found;
	if (units.some(({ id }) => id === client.defaultUnitId)) return client.defaultUnitId!;
	const said = user.department ?? user.organization ?? null;
	throw new ScimProblem(
		'unknownUnit',
		`${said === null ? 'No unit was named' : `'${said}' is not a unit here`}: send in 'department' a unit's external id, its name, or its path (Förvaltning/Avdelning/Enhet), or choose a unit for everybody else on the page /organisation/scim.`,
		said
	);
}

/** Where a manager leads, or else works. */
async function unitOfManager(tx: Tx, id: string | undefined, today: string): Promise<UnitId | null> {
	if (!isId<PersonId>(id)) return null;
	const { rows } = await sql<{ unitId: UnitId }>`
		select coalesce(a.unit_id, p.unit_id) as unit_id
		from person p left join assignment a on a.person_id = p.id and a.role = 'lineManager' and a.deputy_for_id is null
			and ${today}::date between a.valid_from and coalesce(a.valid_to, 'infinity')
		where p.id = ${id} and p.is_active
		order by a.valid_from limit 1`.execute(tx);
	return rows[0]?.unitId ?? null;
}

function record(
	tx: Tx,
	context: ScimContext,
	action:
		'provisioning.read' | 'provisioning.userCreated' | 'provisioning.userChanged' | 'provisioning.userLeft',
	subjectId: PersonId,
	details: activityLog.Activity['details']
): Promise<void> {
	return activityLog.record(tx, context, {
		action,
		subjectKind: 'person',
		subjectId,
		details: { client: context.client.id, ...details }
	});
}
