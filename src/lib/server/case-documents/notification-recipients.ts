import type { Temporal } from 'temporal-polyfill';
import { keptOutOf, type CaseRow } from '../cases/index.ts';
import { listRoleHoldersAlong, nearestOf } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';

/** Who gets a copy: the one who was exposed, and the nearest safety representatives, none of whom it is about. */
export async function listCopyRecipients(tx: Tx, row: CaseRow, now: Temporal.Instant) {
	const keptOut = keptOutOf(row);
	const holders = await listRoleHoldersAlong(tx, row.unitPath, ['safetyRepresentative'], now);
	const possible = holders.filter(
		({ personId, deputised }) => ![personId, ...deputised].some((one) => keptOut.includes(one))
	);
	const representatives = [
		...new Map(nearestOf(possible, row.unitPath).map((holder) => [holder.personId, holder])).values()
	];
	return [
		...(row.excludedPersonIds.includes(row.affectedPersonId)
			? []
			: [{ personId: row.affectedPersonId, as: 'injuredPerson' as const }]),
		...representatives.map(({ personId }) => ({ personId, as: 'safetyRepresentative' as const }))
	];
}
