import { sql } from 'kysely';
import type { PersonId } from '../../../../database/column-types.ts';
import type { Context, SystemContext } from '../access/context.ts';
import { listRoleHoldersAbove, type RoleCode } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { noticeKinds, type NoticeKind, type NoticeKindCode } from './kinds.ts';

/** That something waits, and where. Never what it says. */
export interface Notice {
	kind: NoticeKindCode;
	subjectId: string;
}

/** What the one who tells decides. */
interface TellOptions {
	/**
	 * Who must not notice that something happened, nor who stands in for a recipient and for them too. For a case: `keptOutOf(row)`.
	 * That a recipient themselves may know of it, the caller has asked (`may`).
	 */
	keptOut?: readonly PersonId[];
}

type Teller = Pick<Context | SystemContext, 'actor' | 'now'>;

/** The queue whose job makes a worker look for what is to be mailed. */
export const deliveryQueue = 'notices.deliver';

/**
 * Tells people that something waits for them, in the caller's transaction: they are told if and only if it happened. Who stands in
 * for one of them today is told as well. The same thing is told once until it has been read; nobody is told of what they do themselves.
 *
 * @param recipientIds null is nobody
 */
export async function tell(
	tx: Tx,
	context: Teller,
	notice: Notice,
	recipientIds: readonly (PersonId | null)[],
	{ keptOut = [] }: TellOptions = {}
): Promise<void> {
	await tellAll(tx, context, [{ ...notice, recipientIds }], { keptOut });
}

/** The same for several notices, which cost one round trip together. */
export async function tellAll(
	tx: Tx,
	context: Teller,
	notices: readonly (Notice & { recipientIds: readonly (PersonId | null)[] })[],
	{ keptOut = [] }: TellOptions = {}
): Promise<void> {
	const calls = notices.flatMap(({ kind, subjectId, recipientIds }) => {
		const people = recipientIds.filter((id) => id !== null);
		if (people.length === 0) return [];
		const { subjectKind, alsoDeputies, urgency }: NoticeKind = noticeKinds[kind];
		// the day's mail has its time; nobody needs to look for it now
		const queue = urgency === 'digest' ? null : deliveryQueue;
		return sql`tell_people(${kind}, ${subjectKind}, ${subjectId}, ${`{${people.join()}}`}, ${`{${keptOut.join()}}`},
			${alsoDeputies}, ${context.now().toString()}, ${queue})`;
	});
	if (calls.length > 0) await sql`select ${sql.join(calls)}`.execute(tx);
}

/** Whether `tell` would reach anybody today: who has left, or is kept out, is not reached, and whoever stands in for them is. */
export async function reachesSomebody(
	tx: Tx,
	context: Teller,
	{ kind }: Notice,
	recipientIds: readonly PersonId[],
	{ keptOut = [] }: TellOptions = {}
): Promise<boolean> {
	const { alsoDeputies }: NoticeKind = noticeKinds[kind];
	const { rows } = await sql<{ reaches: boolean }>`
		select exists (select from people_to_tell(${`{${recipientIds.join()}}`}::uuid[], ${`{${keptOut.join()}}`}::uuid[],
			${alsoDeputies}, ${dateIn(context.now()).toString()}::date)) as reaches`.execute(tx);
	return rows[0]!.reaches;
}

/**
 * Tells everybody who administers the municipality, in the caller's transaction. Once per thing until it has been read.
 * @param keptOut who must not notice that something happened
 */
export async function tellAdministrators(
	tx: Tx,
	context: Teller,
	notice: Notice,
	keptOut: readonly PersonId[] = []
): Promise<void> {
	const { municipalityId } = context.actor;
	const holders = await listRoleHoldersAbove(tx, municipalityId, ['systemAdministrator'], context.now());
	const people = holders
		.filter(({ personId, deputised }) => ![personId, ...deputised].some((id) => keptOut.includes(id)))
		.map(({ personId }) => personId);
	await tell(tx, context, notice, people, { keptOut });
}

/**
 * Tells a person that an administrator changed how they sign in, the other administrators, and who reviews the log: nobody becomes
 * somebody else without others seeing that it was made possible.
 */
export async function tellOfSignInChange(tx: Tx, context: Teller, personId: PersonId): Promise<void> {
	const { municipalityId, personId: doer } = context.actor;
	const holders = await listRoleHoldersAbove(
		tx,
		municipalityId,
		['systemAdministrator', 'dataProtectionOfficer'],
		context.now()
	);
	const others = (role: RoleCode) =>
		holders
			.filter((holder) => holder.role === role && ![doer, personId].includes(holder.personId))
			.map((holder) => holder.personId);
	await tellAll(tx, context, [
		{ kind: 'ownSignInChanged', subjectId: personId, recipientIds: [personId] },
		{ kind: 'signInChanged', subjectId: personId, recipientIds: others('systemAdministrator') },
		{ kind: 'signInChangedToReview', subjectId: personId, recipientIds: others('dataProtectionOfficer') }
	]);
}
