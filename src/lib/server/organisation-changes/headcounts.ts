import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import { findUnit } from '../organisation/index.ts';
import { NotFound } from '../platform/errors.ts';
import { dateIn } from '../platform/working-days.ts';
import { may } from './access.ts';
import { applyRows } from './apply.ts';
import { headcountId, type ChangeId, type HeadcountRow } from './change.ts';
import { currentRows } from './rows.ts';

/**
 * Sets how many employees of an occupation a unit has in a year; none at all takes the row away.
 * @returns null when it is so already
 * @throws NotFound when there is no such unit
 */
export async function setHeadcount(
	context: Context,
	{ headcount, ...key }: Omit<HeadcountRow, 'headcount'> & { headcount: number | null }
): Promise<ChangeId | null> {
	require(may(context.actor, 'change'));
	return context.transaction(async (tx) => {
		if (!(await findUnit(tx, key.unitId))) throw new NotFound();
		const id = headcountId(key);
		const current = await currentRows(tx, [{ table: 'unitHeadcount', id }]);
		const before = current.unitHeadcount.get(id) ?? null;
		if ((before?.headcount ?? null) === headcount) return null;
		const after = headcount === null ? null : { ...key, headcount };
		return applyRows(tx, context, {
			kind: 'headcountSet',
			from: dateIn(context.now()).toString(),
			rows: [{ table: 'unitHeadcount', id, before, after }]
		});
	});
}
