import type { PersonId } from '../../../../database/column-types.ts';
import type { Context, SystemContext } from '../access/context.ts';
import { listRoleHoldersAbove } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';

/** That something waits, and where. Never what it says. */
export type Notice =
	| { kind: 'unitWithoutManager'; subjectKind: 'unit'; subjectId: string }
	/** A change of the organisation that waited for its day could not be made. */
	| { kind: 'plannedChangeFailed'; subjectKind: 'organisationChange'; subjectId: string };

/**
 * Tells everybody who administers the municipality, in the caller's transaction. Once per thing until it has been read.
 * @param keptOutPersonIds who must not notice that something happened
 */
export async function tellAdministrators(
	tx: Tx,
	context: Pick<Context | SystemContext, 'actor' | 'now'>,
	notice: Notice,
	keptOutPersonIds: readonly PersonId[] = []
): Promise<void> {
	const { municipalityId } = context.actor;
	const holders = await listRoleHoldersAbove(tx, municipalityId, ['systemAdministrator'], context.now());
	const recipients = new Set<PersonId>(
		holders
			.filter(
				({ personId, deputised }) => ![personId, ...deputised].some((id) => keptOutPersonIds.includes(id))
			)
			.map(({ personId }) => personId)
	);
	if (recipients.size === 0) return;
	await tx
		.insertInto('notice')
		.values(
			[...recipients].map((recipientId) => ({
				...notice,
				id: newId<string>(),
				municipalityId,
				recipientId,
				createdAt: context.now().toString()
			}))
		)
		// told already and not read yet: once is enough
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** The actor's own notices, newest first. */
export async function listNotices(context: Context) {
	return context.transaction((tx) =>
		tx
			.selectFrom('notice')
			.leftJoin('unit', 'unit.id', 'notice.subjectId')
			.select([
				'notice.id',
				'notice.kind',
				'notice.subjectId',
				'notice.createdAt',
				'notice.readAt',
				'unit.name as unitName'
			])
			.where('recipientId', '=', context.actor.personId)
			.orderBy('notice.createdAt', 'desc')
			.limit(100)
			.execute()
	);
}

/** Marks all of the actor's notices as read. */
export async function readNotices(context: Context): Promise<void> {
	await context.transaction((tx) =>
		tx
			.updateTable('notice')
			.set({ readAt: context.now().toString() })
			.where('recipientId', '=', context.actor.personId)
			.where('readAt', 'is', null)
			.execute()
	);
}
