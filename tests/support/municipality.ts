/**
 * A small municipality for tests: two administrations, a few units, and somebody in every role.
 *
 * ```
 * Testköping
 * ├─ Social        (director: line manager; hr, security, controller, …)
 * │  └─ Division   (head)
 * │     ├─ Alpha   (manager, safety representative, reporter, colleague)
 * │     └─ Beta    (no manager in post; a reporter)
 * └─ Labour        (a manager beside)
 *    └─ Gamma      (manager, reporter)
 * ```
 */
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import { contextFor, type Actor, type Context, type HeldRole } from '../../src/lib/server/access/index.ts';
import { loadOrganisation } from '../../src/lib/server/demo/load-organisation.ts';
import type { DemoPerson, DemoUnit } from '../../src/lib/server/demo/organisation.ts';
import { referenceKeyOf } from '../../src/lib/server/incidents/index.ts';
import type { RoleCode } from '../../src/lib/server/organisation/index.ts';
import { fixedClock } from '../../src/lib/server/platform/clock.ts';
import type { Database } from '../../src/lib/server/platform/database.ts';
import { newId } from '../../src/lib/server/platform/ids.ts';

const unit = (key: string, parentKey: string | null, level: DemoUnit['level'], name: string): DemoUnit => ({
	key,
	parentKey,
	level,
	name,
	activity: null,
	area: null
});

const unitList = [
	unit('testkoping', null, 'municipality', 'Testköpings kommun'),
	unit('social', 'testkoping', 'administration', 'Socialförvaltningen'),
	unit('division', 'social', 'division', 'Avdelningen'),
	unit('alpha', 'division', 'unit', 'Enhet Alfa'),
	unit('beta', 'division', 'unit', 'Enhet Beta'),
	unit('labour', 'testkoping', 'administration', 'Arbetsmarknadsförvaltningen'),
	unit('gamma', 'labour', 'unit', 'Enhet Gamma')
];

/** key, unit where they work, then role@unit for each role. */
const peopleList: [key: string, unitKey: string, ...roles: `${RoleCode}@${string}`[]][] = [
	['reporter', 'alpha'],
	['colleague', 'alpha'],
	['manager', 'alpha', 'lineManager@alpha'],
	['safetyRepresentative', 'alpha', 'safetyRepresentative@alpha'],
	['betaReporter', 'beta'],
	['head', 'division', 'lineManager@division'],
	['director', 'social', 'lineManager@social'],
	['hrPartner', 'social', 'hrPartner@social'],
	['securityCoordinator', 'social', 'securityCoordinator@social'],
	['controller', 'social', 'controller@social'],
	['lexSarahOfficer', 'social', 'lexSarahOfficer@social'],
	['unionRepresentative', 'social', 'unionRepresentative@social'],
	['gammaManager', 'gamma', 'lineManager@gamma'],
	['gammaReporter', 'gamma'],
	['analyst', 'testkoping', 'citywideAnalyst@testkoping'],
	['auditor', 'testkoping', 'auditor@testkoping'],
	['electedRepresentative', 'testkoping', 'electedRepresentative@testkoping'],
	['archivist', 'testkoping', 'archivist@testkoping'],
	['dataProtectionOfficer', 'testkoping', 'dataProtectionOfficer@testkoping'],
	['legalAdviser', 'testkoping', 'legalAdviser@testkoping'],
	['administrator', 'testkoping', 'systemAdministrator@testkoping'],
	['whistleblowingOfficer', 'testkoping', 'whistleblowingOfficer@testkoping']
];

export interface TestMunicipality {
	id: UnitId;
	unit(key: string): { id: UnitId; path: UnitId[] };
	person(key: string): PersonId;
	/** The context in which that person acts, by the municipality's clock. */
	as(key: string): Context;
	clock: ReturnType<typeof fixedClock>;
}

/** A Wednesday morning in Sweden. */
const wednesday = '2026-03-04T08:00:00Z';

/** The key of no installation. */
const referenceKey = referenceKeyOf(Buffer.alloc(32, 'test'));

/** Makes the municipality in a database. `suffix` makes a second one beside the first. */
export async function makeMunicipality(db: Database, suffix = ''): Promise<TestMunicipality> {
	const clock = fixedClock(wednesday);
	const people = peopleList.map(([key, unitKey, ...roles]): DemoPerson => ({
		key,
		name: `${key}${suffix}`,
		email: `${key}${suffix}@test.example`,
		occupation: 'socialsekreterare',
		unitKey,
		gender: 'other',
		assignments: roles.map((role) => {
			const [code, at] = role.split('@') as [RoleCode, string];
			return { role: code, unitKey: at };
		})
	}));
	const headcounts = [2025, 2026].map((year) => ({
		unitKey: 'alpha',
		year,
		occupation: 'socialsekreterare',
		headcount: 20
	}));
	const loaded = await db.asOwner((tx) => loadOrganisation(tx, { units: unitList, people, headcounts }));
	const unitOf = (key: string) => loaded.units.get(key) ?? missing(key);
	const personOf = (key: string) => loaded.people.get(key) ?? missing(key);
	const nameOf = (key: string) => unitList.find((one) => one.key === key)!;
	return {
		id: loaded.municipalityId,
		unit: unitOf,
		person: personOf,
		clock,
		as: (key) => {
			const person = people.find((one) => one.key === key) ?? missing(key);
			const actor: Actor = {
				sessionId: newId<SessionId>(),
				signedInAt: clock.now(),
				method: 'demo',
				personId: personOf(key),
				municipalityId: loaded.municipalityId,
				municipalityName: 'Testköpings kommun',
				name: person.name,
				locale: 'sv',
				unitId: unitOf(person.unitKey).id,
				unitName: nameOf(person.unitKey).name,
				roles: person.assignments.map(({ role, unitKey }): HeldRole => ({
					role,
					unitId: unitOf(unitKey).id,
					unitName: nameOf(unitKey).name,
					level: nameOf(unitKey).level,
					deputyForId: null
				}))
			};
			return contextFor({ db, clock, referenceKey }, actor);
		}
	};
}

function missing(key: string): never {
	throw new Error(`the test municipality has no '${key}'`);
}
