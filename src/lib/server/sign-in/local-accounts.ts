import { sql } from 'kysely';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Temporal } from 'temporal-polyfill';
import {
	allowed,
	forbidden,
	holds,
	require,
	type Actor,
	type Context,
	type Decision
} from '../access/index.ts';
import { record } from '../activity-log/index.ts';
import { tellOfSignInChange } from '../notifications/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody, type Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { isId } from '../platform/ids.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import { signInWithPassword, userNameOf, type Proven, type SignInResult } from './local-sign-in.ts';
import { hashPassword } from './password.ts';
import { problemWithPassword, type PasswordProblem } from './password-rules.ts';
import { endOwnSessionsIn } from './sessions.ts';

/** Who gives local accounts to people, and takes them away. */
export function mayManageAccounts(actor: Actor): Decision {
	return holds(actor, 'systemAdministrator') ? allowed : forbidden;
}

/** The actor's own account; undefined when they have none (they sign in through an identity provider). */
export interface OwnAccount {
	userName: string;
	passwordSetAt: Temporal.Instant;
	recoveryCodesLeft: number;
}

/** The actor's own account. */
export async function findOwnAccount({ actor, transaction }: Context): Promise<OwnAccount | undefined> {
	return transaction((tx) =>
		tx
			.selectFrom('localAccount')
			.select([
				'userName',
				'passwordSetAt',
				sql<number>`(select count(*) from recovery_code c
					where c.person_id = local_account.person_id and c.used_at is null)`.as('recoveryCodesLeft')
			])
			.where('personId', '=', actor.personId)
			.executeTakeFirst()
	);
}

/** How a change of password ended. */
export type PasswordChange =
	| { outcome: 'changed' }
	| { outcome: 'unsuitable'; problem: PasswordProblem }
	| Exclude<SignInResult, { outcome: 'welcome' }>;

/**
 * Changes the actor's password, and ends their other sessions. Who came in by a passkey or a recovery code may have forgotten it;
 * from the others it is asked for, with the same limits as at sign-in.
 * @throws Busy
 */
export async function changePassword(
	application: Application,
	context: Context,
	{ current, wanted, device }: { current: string; wanted: string; device: string | null }
): Promise<PasswordChange> {
	const { actor, address } = context;
	const account = await findOwnAccount(context);
	if (!account) throw new NotFound();
	const { userName } = account;
	const mayHaveForgotten = actor.method === 'passkey' || actor.method === 'recoveryCode';
	if (!mayHaveForgotten) {
		const proof = await signInWithPassword(application, { userName, secret: current, device, address });
		if (proof.outcome !== 'welcome') return proof;
	}
	const problem = problemWithPassword(wanted, [actor.name, userName, actor.municipalityName]);
	if (problem) return { outcome: 'unsuitable', problem };
	const hash = await hashPassword(wanted);
	await context.transaction(async (tx) => {
		await sql`select set_own_password(${hash}, ${context.now().toString()})`.execute(tx);
		await record(tx, context, {
			action: 'account.passwordChanged',
			subjectKind: 'person',
			subjectId: actor.personId
		});
		await endOwnSessionsIn(tx, context, 'others');
	});
	return { outcome: 'changed' };
}

/** What an administrator sees of a person's account. */
export interface AccountOfPerson {
	personId: PersonId;
	/** Null: their personal data are protected. */
	name: string | null;
	email: string | null;
	/** Its user name is an address as a rule, and as protected as the name. */
	account: { userName: string | null; createdAt: Temporal.Instant; passkeys: number } | null;
	/** A link that was made and not used yet. */
	invitedUntil: Temporal.Instant | null;
}

async function accountOf(tx: Tx, { now }: Context, personId: PersonId): Promise<AccountOfPerson> {
	const { rows } = await sql<{ known: boolean }>`select is_colleague(${personId}) as known`.execute(tx);
	if (!rows[0]?.known) throw new NotFound();
	const person = await tx
		.selectFrom('person')
		.select(['name', 'email'])
		.where('id', '=', personId)
		.executeTakeFirst();
	const account = await tx
		.selectFrom('localAccount')
		.select([
			'userName',
			'createdAt',
			sql<number>`(select count(*) from passkey k where k.person_id = local_account.person_id)`.as('passkeys')
		])
		.where('personId', '=', personId)
		.executeTakeFirst();
	const link = await tx
		.selectFrom('accountLink')
		.select('expiresAt')
		.where('personId', '=', personId)
		.executeTakeFirst();
	const isOpen = link !== undefined && link.expiresAt.epochMilliseconds > now().epochMilliseconds;
	return {
		personId,
		name: person?.name ?? null,
		email: person?.email ?? null,
		account: account ? { ...account, userName: person ? account.userName : null } : null,
		invitedUntil: isOpen ? link.expiresAt : null
	};
}

/** A person's account, for an administrator. @throws NotFound, Forbidden */
export async function findAccountOf(context: Context, person: string): Promise<AccountOfPerson> {
	require(mayManageAccounts(context.actor));
	if (!isId<PersonId>(person)) throw new NotFound();
	return context.transaction((tx) => accountOf(tx, context, person));
}

/** A link for a person to choose a password works for a day. */
export const linkHours = 24;

/**
 * Makes a link by which a person chooses a password, for the administrator to hand over. One made before stops working.
 * @returns the link's secret, which nobody can show again; 'userNameTaken' when somebody else has the user name; 'protectedPerson'
 * when the administrator may not see who it is: whoever holds the link learns it
 */
export async function inviteToAccount(
	context: Context,
	person: string,
	wantedUserName: string
): Promise<{ key: string } | 'userNameTaken' | 'protectedPerson'> {
	require(mayManageAccounts(context.actor));
	if (!isId<PersonId>(person)) throw new NotFound();
	const key = newSecret();
	const userName = userNameOf(wantedUserName);
	return context.transaction(async (tx) => {
		const { name } = await accountOf(tx, context, person);
		if (name === null) return 'protectedPerson';
		const { rows } = await sql<{
			taken: boolean;
		}>`select is_user_name_taken(${userName}, ${person}) as taken`.execute(tx);
		if (rows[0]?.taken) return 'userNameTaken';
		await tx.deleteFrom('accountLink').where('personId', '=', person).execute();
		await tx
			.insertInto('accountLink')
			.values({
				tokenHash: hashOfSecret(key),
				municipalityId: context.actor.municipalityId,
				personId: person,
				userName,
				createdBy: context.actor.personId,
				createdAt: context.now().toString(),
				expiresAt: context.now().add({ hours: linkHours }).toString()
			})
			.execute();
		await record(tx, context, {
			action: 'account.invited',
			subjectKind: 'person',
			subjectId: person,
			by: context.actor.roles.find(({ role }) => role === 'systemAdministrator')
		});
		await tellOfSignInChange(tx, context, person);
		return { key };
	});
}

/** Takes a person's account away: password, passkeys, codes and open links; who came in by it is signed out. */
export async function closeAccount(context: Context, person: string): Promise<void> {
	require(mayManageAccounts(context.actor));
	if (!isId<PersonId>(person)) throw new NotFound();
	await context.transaction(async (tx) => {
		await tx.deleteFrom('accountLink').where('personId', '=', person).execute();
		const { numDeletedRows } = await tx
			.deleteFrom('localAccount')
			.where('personId', '=', person)
			.executeTakeFirst();
		if (numDeletedRows === 0n) return;
		await record(tx, context, {
			action: 'account.closed',
			subjectKind: 'person',
			subjectId: person,
			by: context.actor.roles.find(({ role }) => role === 'systemAdministrator')
		});
	});
}

/** Whom a link is for. */
export interface Invitation {
	personId: PersonId;
	municipalityId: UnitId;
	personName: string;
	municipalityName: string;
	userName: string;
}

/** Whom a link is for; undefined when it is unknown, used or too old. */
export async function findInvitation(
	{ db, clock }: Application,
	key: string
): Promise<Invitation | undefined> {
	const { rows } = await db.ask((ask) =>
		sql<Invitation>`select * from account_link_for(${hashOfSecret(key)}, ${clock.now().toString()})`.execute(
			ask
		)
	);
	return rows[0];
}

/**
 * The person chooses a password, and is in. What their account was before has ended.
 * @throws NotFound when the link is unknown, used or too old; Busy
 */
export async function acceptInvitation(
	application: Application,
	key: string,
	{ password, address }: { password: string; address: string | null }
): Promise<Proven | PasswordProblem> {
	const { db, clock } = application;
	const invitation = await findInvitation(application, key);
	if (!invitation) throw new NotFound();
	const { personName, userName, municipalityName } = invitation;
	const problem = problemWithPassword(password, [personName, userName, municipalityName]);
	if (problem) return problem;
	const hash = await hashPassword(password);
	const { personId, municipalityId } = invitation;
	await db.transaction({ ...nobody, personId, municipalityId }, async (tx) => {
		const { rows } = await sql<{ personId: PersonId }>`
			select person_id from use_account_link(${hashOfSecret(key)}, ${hash}, ${clock.now().toString()})`.execute(tx);
		// somebody used it in between
		if (!rows[0]) throw new NotFound();
		await record(
			tx,
			{ actor: { personId, municipalityId, sessionId: null }, address, now: () => clock.now() },
			{ action: 'account.opened', subjectKind: 'person', subjectId: personId }
		);
	});
	return { personId, municipalityId, method: 'password' };
}
