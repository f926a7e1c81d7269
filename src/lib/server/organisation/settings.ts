import type { Tx } from '../platform/database.ts';
import type { UnitId } from './unit.ts';

/** What a municipality may decide for itself, with the value that holds until it does. */
export const defaultSettings = {
	/** Below how many do we not show a number to those who see aggregates only? Local policy; 5 is the lowest sensible. */
	disclosureThreshold: 5,
	/** Within how many working days does a manager contact everyone who reports? Local promise, not law. */
	contactWorkingDays: 1,
	/** Within how many working days is a case assessed? Local promise, not law. */
	assessmentWorkingDays: 3,
	/** Do we count the wider municipal definition, misuse of one's position (S0:38)? */
	abuseOfPosition: true
};
export type Settings = typeof defaultSettings;

/** The settings that hold in a municipality. */
export async function getSettings(tx: Tx, municipalityId: UnitId): Promise<Settings> {
	const rows = await tx
		.selectFrom('setting')
		.select(['key', 'value'])
		.where('municipalityId', '=', municipalityId)
		.execute();
	return { ...defaultSettings, ...Object.fromEntries(rows.map(({ key, value }) => [key, value])) };
}
