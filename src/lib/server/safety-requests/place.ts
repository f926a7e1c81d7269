import type { UnitId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { openCase } from '../cases/index.ts';
import { findUnit } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import type { Place, RequestSubject } from './access.ts';
import type { AskInput } from './forms.ts';
import type { RequestRow } from './queries.ts';

/** Where a request is to be made. @throws NotFound when the actor may not know the case, or there is no such unit */
export async function placeOf(
	tx: Tx,
	context: Context,
	{ case: caseId, unit }: Pick<AskInput, 'case' | 'unit'>
): Promise<Place & { unitId: UnitId; unitName: string }> {
	const opened = caseId && (await openCase(tx, context, caseId));
	const found = await findUnit(tx, opened ? opened.row.unitId : unit!);
	if (!found) throw new NotFound();
	return {
		municipalityId: context.actor.municipalityId,
		unitId: found.id,
		unitName: found.name,
		unitPath: opened ? opened.row.unitPath : found.path,
		caseFile: opened ? opened.row : null
	};
}

/** What access needs to know about a stored request; undefined when there is none for the actor. */
export async function subjectOf(
	tx: Tx,
	context: Context,
	row: RequestRow | undefined
): Promise<RequestSubject | undefined> {
	if (!row) return undefined;
	const caseFile = row.caseId ? (await openCase(tx, context, row.caseId)).row : null;
	return { ...row, unitPath: caseFile?.unitPath ?? row.unitPath, caseFile };
}
