import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import { kindOf, type NoticeKind, type NoticeKindCode } from './kinds.ts';

/** A notice as its recipient sees it. */
interface ShownNotice {
	id: string;
	kind: NoticeKindCode;
	urgency: NoticeKind['urgency'];
	/** Where it waits. */
	path: string;
	createdAt: Temporal.Instant;
	readAt: Temporal.Instant | null;
	/** Which unit, where it is about one. */
	unitName: string | null;
	/** Which case or report, where it is about one. */
	number: { year: number; number: number } | null;
}

/** Nobody reads longer lists; older ones are still on the things that they are about. */
const mostShown = 100;

/** The actor's own notices: what is not read first, the newest first. What they may no longer see is left out. */
export async function listNotices(context: Context): Promise<ShownNotice[]> {
	const rows = await context.transaction((tx) =>
		tx
			.selectFrom('notice')
			.leftJoin('unit', (join) =>
				join.onRef('unit.id', '=', 'notice.subjectId').on('notice.subjectKind', '=', 'unit')
			)
			.leftJoin('caseFile', (join) =>
				join.onRef('caseFile.id', '=', 'notice.subjectId').on('notice.subjectKind', '=', 'case')
			)
			.leftJoin('incident', (join) =>
				join.on(
					'incident.id',
					'=',
					sql`case notice.subject_kind when 'incident' then notice.subject_id else case_file.incident_id end`
				)
			)
			.select([
				'notice.id',
				'notice.kind',
				'notice.subjectId',
				'notice.createdAt',
				'notice.readAt',
				'unit.name as unitName',
				'incident.year',
				'incident.number'
			])
			.where('recipientId', '=', context.actor.personId)
			.orderBy(sql`notice.read_at is not null`)
			.orderBy('notice.createdAt', 'desc')
			.limit(mostShown)
			.execute()
	);
	return rows.flatMap(({ kind: code, subjectId, year, number, ...row }) => {
		const kind = kindOf(code);
		if (!kind) return [];
		return {
			...row,
			kind: code as NoticeKindCode,
			urgency: kind.urgency,
			path: kind.path(subjectId),
			number: year === null || number === null ? null : { year, number }
		};
	});
}

/** Marks the actor's notices as read. @param id one of them; all when it is left out */
export async function readNotices(context: Context, id?: string): Promise<void> {
	await context.transaction((tx) =>
		tx
			.updateTable('notice')
			.set({ readAt: context.now().toString() })
			.where('recipientId', '=', context.actor.personId)
			.where('readAt', 'is', null)
			.$if(id !== undefined, (update) => update.where('id', '=', id!))
			.execute()
	);
}

/** What the actor was told of a thing is read when they look at the thing itself. In the caller's transaction. */
export async function seeNotices(tx: Tx, { actor, now }: Context, subjectId: string): Promise<void> {
	await tx
		.updateTable('notice')
		.set({ readAt: now().toString() })
		.where('recipientId', '=', actor.personId)
		.where('subjectId', '=', subjectId)
		.where('readAt', 'is', null)
		.execute();
}
