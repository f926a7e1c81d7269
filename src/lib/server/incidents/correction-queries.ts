import type { IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { Correction, FieldCorrection, KeptValue } from './correction.ts';

/** What was corrected in a report and its additions, oldest first. */
export async function listCorrections(tx: Tx, incidentId: IncidentId): Promise<Correction[]> {
	const rows = await tx
		.selectFrom('incidentCorrection')
		.select(['id', 'additionId', 'authorId', 'correctedAt', 'field', 'oldValue', 'newValue'])
		.where('incidentId', '=', incidentId)
		.orderBy('correctedAt')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({
		...row,
		oldValue: row.oldValue as KeptValue,
		newValue: row.newValue as KeptValue
	}));
}

/** Keeps old and new of what the actor corrects. */
export async function insertCorrections(
	tx: Tx,
	{ actor, now }: Context,
	incidentId: IncidentId,
	corrections: readonly (Omit<FieldCorrection, 'field'> & { field: string; additionId?: string })[]
): Promise<void> {
	if (corrections.length === 0) return;
	await tx
		.insertInto('incidentCorrection')
		.values(
			corrections.map(({ field, oldValue, newValue, additionId = null }) => ({
				id: newId<string>(),
				municipalityId: actor.municipalityId,
				incidentId,
				additionId,
				authorId: actor.personId,
				correctedAt: now().toString(),
				field,
				oldValue: JSON.stringify(oldValue),
				newValue: JSON.stringify(newValue)
			}))
		)
		.execute();
}
