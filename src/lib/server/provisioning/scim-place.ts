/** At which unit somebody works, by what an identity system says. Pure. */
import type { UnitId } from '../../../../database/column-types.ts';
import { unitFinder, type FindableUnit } from './find-unit.ts';

/**
 * The unit by department (within the organisation, when both are known), else by organisation, else the manager's. What was
 * said first decides: somebody in an unknown department is not quietly placed at the top of the organisation.
 *
 * @param units those that exist today
 * @returns undefined when nothing that was said fits: the caller falls back on the default unit, or refuses
 */
export function placeOf(
	units: readonly FindableUnit[],
	{ department, organization }: { department?: string; organization?: string },
	managerUnitId: UnitId | null
): UnitId | undefined {
	const organisation = organization === undefined ? undefined : find(units, organization);
	if (department !== undefined) {
		const below = organisation && units.filter(({ path }) => path.includes(organisation.id));
		return ((below && find(below, department)) ?? find(units, department))?.id;
	}
	if (organization !== undefined) return organisation?.id;
	return managerUnitId ?? undefined;
}

/** As in an imported file, and also a path whose names have only a slash between them. */
function find(units: readonly FindableUnit[], text: string): FindableUnit | undefined {
	const finder = unitFinder(units);
	const found = [text, text.replace(/\s*[/\\]\s*/g, ' / ')].map(finder).find((one) => 'unit' in one);
	return found && 'unit' in found ? found.unit : undefined;
}
