/** Who may do what with a case: every role, wherever they hold it. 'Not signed in' never comes here: routes ask for an actor. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import type { Actor } from '../../src/lib/server/access/index.ts';
import {
	casePermissions,
	mayCase,
	type CasePermission,
	type CaseSubject
} from '../../src/lib/server/cases/index.ts';
import { roles, type RoleCode } from '../../src/lib/server/organisation/index.ts';

const person = (name: string) => name as PersonId;
const unit = (name: string) => name as UnitId;

function actor(
	held: [RoleCode, string][] = [],
	{ personId = 'me', municipality = 'municipality' } = {}
): Actor {
	return {
		sessionId: 'session' as SessionId,
		signedInAt: Temporal.Instant.from('2026-03-04T08:00:00Z'),
		method: 'demo',
		personId: person(personId),
		municipalityId: unit(municipality),
		municipalityName: '',
		name: '',
		locale: 'sv',
		unitId: unit('alpha'),
		unitName: '',
		roles: held.map(([role, at]) => ({
			role,
			unitId: unit(at),
			unitName: at,
			level: 'unit',
			deputyForId: null
		}))
	};
}

const someCase = (overrides: Partial<CaseSubject> = {}): CaseSubject => ({
	municipalityId: unit('municipality'),
	unitPath: ['municipality', 'administration', 'alpha'].map(unit),
	handlerId: person('somebody'),
	affectedPersonId: person('affected'),
	excludedPersonIds: [],
	sharedWith: [],
	hideName: false,
	...overrides
});

const everything: readonly CasePermission[] = casePermissions;
const readsWithNotes: readonly CasePermission[] = [
	'read',
	'readReporterName',
	'readNotes',
	'readMessages',
	'note'
];
const readsOnly: readonly CasePermission[] = ['read', 'readReporterName'];
const nothing: readonly CasePermission[] = [];

const given: Record<RoleCode, readonly CasePermission[]> = {
	lineManager: everything,
	safetyRepresentative: readsOnly,
	unionRepresentative: nothing,
	hrPartner: readsWithNotes,
	securityCoordinator: readsWithNotes,
	lexSarahOfficer: nothing,
	controller: nothing,
	citywideAnalyst: nothing,
	auditor: nothing,
	electedRepresentative: nothing,
	archivist: nothing,
	dataProtectionOfficer: nothing,
	systemAdministrator: nothing,
	whistleblowingOfficer: nothing
};

const permissionsOf = (who: Actor, subject: CaseSubject | undefined) =>
	casePermissions.filter((permission) => mayCase(who, permission, subject).yes);

/** Where nothing is allowed, not even that the case exists may be known. */
function expectHidden(who: Actor, subject: CaseSubject | undefined) {
	for (const permission of casePermissions) {
		expect(mayCase(who, permission, subject)).toEqual({ yes: false, hidden: true });
	}
}

describe.each(roles)('%s', (role) => {
	test.each(['alpha', 'administration', 'municipality'])('at %s: what the role gives', (place) => {
		expect(permissionsOf(actor([[role, place]]), someCase())).toEqual(given[role]);
		if (given[role].length === 0) expectHidden(actor([[role, place]]), someCase());
	});

	test.each(['beta', 'below alpha', 'another administration'])('at %s: the case does not exist', (place) => {
		expectHidden(actor([[role, place]]), someCase());
	});

	test('of another municipality: the case does not exist', () => {
		expectHidden(actor([[role, 'alpha']], { municipality: 'another' }), someCase());
	});

	test('who is the affected person: the case does not exist for them as staff', () => {
		expectHidden(actor([[role, 'alpha']]), someCase({ affectedPersonId: person('me') }));
		expectHidden(
			actor([[role, 'alpha']]),
			someCase({ affectedPersonId: person('me'), handlerId: person('me') })
		);
	});

	test('whom the case is about: the case does not exist', () => {
		expectHidden(actor([[role, 'municipality']]), someCase({ excludedPersonIds: [person('me')] }));
		const handling = someCase({
			excludedPersonIds: [person('other'), person('me')],
			handlerId: person('me')
		});
		expectHidden(actor([[role, 'municipality']]), handling);
	});

	test('a reporter who hid their name is named only to those who handle', () => {
		const decision = mayCase(actor([[role, 'alpha']]), 'readReporterName', someCase({ hideName: true }));
		expect(decision.yes).toBe(role === 'lineManager');
	});
});

test('a colleague without a role does not know that the case exists', () => {
	expectHidden(actor(), someCase());
});

test('who handles the case may do everything with it, whatever roles they hold', () => {
	expect(permissionsOf(actor(), someCase({ handlerId: person('me') }))).toEqual(everything);
	const handler = actor([['securityCoordinator', 'administration']]);
	expect(permissionsOf(handler, someCase({ handlerId: person('me'), hideName: true }))).toEqual(everything);
});

test('who reads but does not handle is told so, and not that the case is missing', () => {
	expect(mayCase(actor([['hrPartner', 'alpha']]), 'assess', someCase())).toEqual({
		yes: false,
		hidden: false
	});
	expect(mayCase(actor([['safetyRepresentative', 'alpha']]), 'readNotes', someCase())).toEqual({
		yes: false,
		hidden: false
	});
});

test('a case that is not there is like one that may not be known', () => {
	expectHidden(actor([['lineManager', 'municipality']]), undefined);
});
