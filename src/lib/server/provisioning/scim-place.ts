/** At which unit somebody works, by what an identity system says. Pure. */
import type { UnitId } from '../../../../database/column-types.ts';

/** A unit that exists today. */
export interface Place {
	id: UnitId;
	externalId: string | null;
	name: string;
	/** Root first, itself last. */
	path: readonly UnitId[];
}

const plain = (text: string) => text.trim().replace(/\s+/gu, ' ').toLocaleLowerCase('sv');

/**
 * The unit that a text names: by its external id, by its name if only one has it, or by the end of its path written as
 * 'Socialförvaltningen / Avdelning Nord / Enhet 1'. Undefined when none or several fit.
 */
export function findPlace(units: readonly Place[], text: string): Place | undefined {
	const byId = units.find(({ externalId }) => externalId !== null && externalId === text.trim());
	if (byId) return byId;
	const names = new Map(units.map(({ id, name }) => [id, plain(name)]));
	const fits = (wanted: string[]) => {
		const found = units.filter(({ path }) => {
			const own = path.slice(-wanted.length).map((id) => names.get(id));
			return own.length === wanted.length && own.every((name, index) => name === wanted[index]);
		});
		return found.length === 1 ? found[0] : undefined;
	};
	// a name may itself contain a slash
	return (
		fits([plain(text)]) ??
		fits(
			text
				.split(/[/>\\]/u)
				.map(plain)
				.filter(Boolean)
		)
	);
}

/**
 * The unit by department (within the organisation, when both are known), else by organisation, else the manager's. What was
 * said first decides: somebody in an unknown department is not quietly placed at the top of the organisation.
 */
export function placeOf(
	units: readonly Place[],
	{ department, organization }: { department?: string; organization?: string },
	managerUnitId: UnitId | null
): UnitId | undefined {
	const organisation = organization === undefined ? undefined : findPlace(units, organization);
	if (department !== undefined) {
		const below = organisation && units.filter(({ path }) => path.includes(organisation.id));
		return ((below && findPlace(below, department)) ?? findPlace(units, department))?.id;
	}
	if (organization !== undefined) return organisation?.id;
	return managerUnitId ?? undefined;
}
