/** Connections from identity systems: their tokens, their limit, and what the administrator sees and decides. */
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { PersonId, ScimClientId, ScimGroupId, UnitId } from '../../../../database/column-types.ts';
import { require, type Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { lockOrganisation } from '../organisation-changes/index.ts';
import { listUnits, type RoleCode, type Unit } from '../organisation/index.ts';
import type { Application } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import { may } from './scim-access.ts';
import type { ScimClient } from './scim-context.ts';
import type { KeptProblemCode, ScimProblem } from './scim-problem.ts';
import { settleRoles, type RoleCounts } from './scim-roles.ts';

/** Requests per connection and minute. Entra ID asks for at least 25 a second to be served; this leaves some for others. */
export const mostPerMinute = 1200;

/** How many refused requests the page shows. */
const keptProblems = 20;

/** Says what it is when somebody finds it in a file. */
const makeToken = () => `opaverkad_scim_${newSecret()}`;

/**
 * Whose token it is. Undefined for one that nobody has and for one that was revoked: the same statement either way.
 * `waitSeconds` above 0: the connection has asked too often this minute.
 */
export async function findClient(
	{ db, clock }: Application,
	token: string
): Promise<(ScimClient & { waitSeconds: number }) | undefined> {
	const { rows } = await db.ask((ask) =>
		sql<{
			clientId: ScimClientId;
			municipalityId: UnitId;
			defaultUnitId: UnitId | null;
			waitSeconds: number;
		}>`
			select * from scim_request(${hashOfSecret(token)}, ${clock.now().toString()}, ${mostPerMinute})`.execute(ask)
	);
	const [row] = rows;
	return row && { id: row.clientId, ...row };
}

/** Keeps the latest refused requests. */
export async function keepProblem(
	tx: Tx,
	client: ScimClient,
	at: Temporal.Instant,
	request: { method: string; resource: string },
	{ status, code, about }: ScimProblem
): Promise<void> {
	const { id: clientId, municipalityId } = client;
	await tx
		.insertInto('scimProblem')
		.values({
			id: newId<string>(),
			municipalityId,
			clientId,
			at: at.toString(),
			...request,
			status,
			code,
			about: about?.slice(0, 200) ?? null
		})
		.execute();
	await sql`delete from scim_problem where client_id = ${clientId} and id < (
		select min(id::text)::uuid from (
			select id from scim_problem where client_id = ${clientId} order by id desc limit ${keptProblems}) as latest)`.execute(
		tx
	);
}

/** A request that was refused. */
export interface ProblemView {
	at: Temporal.Instant;
	method: string;
	resource: string;
	code: KeptProblemCode;
	about: string | null;
}

/** A connection, as its page shows it. */
export interface ClientView {
	id: ScimClientId;
	name: string;
	defaultUnitId: UnitId | null;
	defaultUnitName: string | null;
	createdAt: Temporal.Instant;
	renewedAt: Temporal.Instant;
	lastUsedAt: Temporal.Instant | null;
	revokedAt: Temporal.Instant | null;
	problems: ProblemView[];
}

/** A group, as the page shows it. */
export interface GroupView {
	id: ScimGroupId;
	displayName: string;
	clientName: string;
	members: number;
	role: RoleCode | null;
	unitId: UnitId | null;
	unitName: string | null;
	/** The administrator is in it, so somebody else decides what it gives. */
	hasActor: boolean;
}

/** Everything on the page. */
export async function viewConnections(context: Context): Promise<{
	clients: ClientView[];
	groups: GroupView[];
	units: Unit[];
}> {
	require(may(context.actor, 'view'));
	return context.transaction(async (tx) => {
		const clients = await tx
			.selectFrom('scimClient as c')
			.leftJoin('unit as u', 'u.id', 'c.defaultUnitId')
			.select(['c.id', 'c.name', 'c.defaultUnitId', 'u.name as defaultUnitName'])
			.select(['c.createdAt', 'c.renewedAt', 'c.lastUsedAt', 'c.revokedAt'])
			.orderBy(sql`c.revoked_at is not null`)
			.orderBy('c.createdAt', 'desc')
			.execute();
		const problems = await tx.selectFrom('scimProblem').selectAll().orderBy('id', 'desc').execute();
		const groups = await tx
			.selectFrom('scimGroup as g')
			.innerJoin('scimClient as c', 'c.id', 'g.clientId')
			.leftJoin('unit as u', 'u.id', 'g.unitId')
			.select(['g.id', 'g.displayName', 'g.role', 'g.unitId', 'u.name as unitName', 'c.name as clientName'])
			.select(sql<number>`(select count(*) from scim_group_member m where m.group_id = g.id)`.as('members'))
			.select(
				sql<boolean>`exists (select from scim_group_member m where m.group_id = g.id
					and m.person_id = ${context.actor.personId})`.as('hasActor')
			)
			.orderBy('g.displayName')
			.execute();
		return {
			clients: clients.map((client) => ({
				...client,
				problems: problems
					.filter(({ clientId }) => clientId === client.id)
					.map(({ at, method, resource, code, about }) => ({
						...{ at, method, resource, about },
						code: code as KeptProblemCode
					}))
			})),
			groups,
			units: await listUnits(tx, context.now())
		};
	});
}

/** A new connection. @returns its token, which is shown once and not kept */
export async function createClient(
	context: Context,
	{ name, defaultUnitId }: { name: string; defaultUnitId: UnitId | null }
): Promise<string> {
	require(may(context.actor, 'manage'));
	const token = makeToken();
	const id = newId<ScimClientId>();
	const at = context.now().toString();
	await context.transaction(async (tx) => {
		if (defaultUnitId !== null) await requireUnit(tx, context, defaultUnitId);
		await tx
			.insertInto('scimClient')
			.values({
				id,
				municipalityId: context.actor.municipalityId,
				name,
				tokenHash: hashOfSecret(token),
				defaultUnitId,
				createdBy: context.actor.personId,
				createdAt: at,
				renewedAt: at
			})
			.execute();
		await record(tx, context, 'provisioning.clientCreated', id, { defaultUnit: defaultUnitId });
	});
	return token;
}

/** A new token for a connection; the one before stops working at once. @returns the new one */
export async function renewToken(context: Context, id: ScimClientId): Promise<string> {
	require(may(context.actor, 'manage'));
	const token = makeToken();
	await context.transaction(async (tx) => {
		const at = context.now().toString();
		await changeClient(tx, id, { tokenHash: hashOfSecret(token), renewedAt: at });
		await record(tx, context, 'provisioning.tokenRenewed', id, {});
	});
	return token;
}

/** Where people go whose unit the identity system does not name; null: they are refused. */
export async function setDefaultUnit(
	context: Context,
	{ id, defaultUnitId }: { id: ScimClientId; defaultUnitId: UnitId | null }
): Promise<void> {
	require(may(context.actor, 'manage'));
	await context.transaction(async (tx) => {
		if (defaultUnitId !== null) await requireUnit(tx, context, defaultUnitId);
		await changeClient(tx, id, { defaultUnitId });
		await record(tx, context, 'provisioning.clientChanged', id, { defaultUnit: defaultUnitId });
	});
}

/** The connection is closed, at once. What it has written stays. */
export async function revokeClient(context: Context, id: ScimClientId): Promise<void> {
	require(may(context.actor, 'manage'));
	await context.transaction(async (tx) => {
		await changeClient(tx, id, { revokedAt: context.now().toString(), revokedBy: context.actor.personId });
		await record(tx, context, 'provisioning.clientRevoked', id, {});
	});
}

async function changeClient(
	tx: Tx,
	id: ScimClientId,
	values: {
		tokenHash?: Buffer;
		renewedAt?: string;
		defaultUnitId?: UnitId | null;
		revokedAt?: string;
		revokedBy?: PersonId;
	}
): Promise<void> {
	const { numUpdatedRows } = await tx
		.updateTable('scimClient')
		.set(values)
		.where('id', '=', id)
		.where('revokedAt', 'is', null)
		.executeTakeFirst();
	if (numUpdatedRows !== 1n) throw new NotFound();
}

/**
 * What a group gives: a role at a unit, or nothing. Its members have the role from today, and those whom it gave another role
 * lose that.
 */
export async function mapGroup(
	context: Context,
	{ id, gives }: { id: ScimGroupId; gives: { role: RoleCode; unitId: UnitId } | null }
): Promise<RoleCounts> {
	require(may(context.actor, 'map'));
	return context.transaction(async (tx) => {
		await lockOrganisation(tx, context.actor.municipalityId);
		const members = await tx
			.selectFrom('scimGroupMember')
			.select('personId')
			.where('groupId', '=', id)
			.execute();
		const memberIds = members.map(({ personId }) => personId);
		require(may(context.actor, 'map', { memberIds }));
		if (gives) await requireUnit(tx, context, gives.unitId);
		const { numUpdatedRows } = await tx
			.updateTable('scimGroup')
			.set({ role: gives?.role ?? null, unitId: gives?.unitId ?? null })
			.where('id', '=', id)
			.executeTakeFirst();
		if (numUpdatedRows !== 1n) throw new NotFound();
		const counts = await settleRoles(tx, context, memberIds);
		await activityLog.record(tx, context, {
			action: 'provisioning.groupMapped',
			subjectKind: 'scimGroup',
			subjectId: id,
			by: administrating(context),
			details: {
				role: gives?.role ?? null,
				unit: gives?.unitId ?? null,
				rolesGiven: counts.given,
				rolesEnded: counts.ended
			}
		});
		return counts;
	});
}

/** @throws NotFound, when it is not a unit of this municipality today */
async function requireUnit(tx: Tx, context: Context, wanted: UnitId): Promise<void> {
	const units = await listUnits(tx, context.now());
	if (!units.some(({ id }) => id === wanted)) throw new NotFound();
}

const administrating = ({ actor }: Context) => actor.roles.find(({ role }) => role === 'systemAdministrator');

function record(
	tx: Tx,
	context: Context,
	action: `provisioning.${'clientCreated' | 'clientChanged' | 'clientRevoked' | 'tokenRenewed'}`,
	subjectId: ScimClientId,
	details: activityLog.Activity['details']
): Promise<void> {
	return activityLog.record(tx, context, {
		action,
		subjectKind: 'scimClient',
		subjectId,
		by: administrating(context),
		details
	});
}
