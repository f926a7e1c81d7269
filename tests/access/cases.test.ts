/** Who may do what with a case: every role, wherever they hold it. 'Not signed in' never comes here: routes ask for an actor. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import type { Actor } from '../../src/lib/server/access/index.ts';
import {
	answersFor,
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
	keptOutByMerge: [],
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
const reviewsToo: readonly CasePermission[] = [...readsWithNotes, 'reviewDuty'];
const readsOnly: readonly CasePermission[] = ['read', 'readReporterName'];
const nothing: readonly CasePermission[] = [];

const given: Record<RoleCode, readonly CasePermission[]> = {
	lineManager: everything,
	safetyRepresentative: readsOnly,
	unionRepresentative: nothing,
	hrPartner: readsWithNotes,
	securityCoordinator: reviewsToo,
	lexSarahOfficer: nothing,
	controller: nothing,
	citywideAnalyst: nothing,
	auditor: nothing,
	electedRepresentative: nothing,
	archivist: nothing,
	dataProtectionOfficer: nothing,
	legalAdviser: nothing,
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

describe('who stands in for the manager of the unit', () => {
	const deputyFor = (manager: string, ...own: [RoleCode, string][]): Actor => {
		const base = actor([['lineManager', 'alpha'], ...own]);
		const [first, ...rest] = base.roles;
		return { ...base, roles: [{ ...first!, deputyForId: person(manager) }, ...rest] };
	};

	test('does everything that the manager does', () => {
		expect(permissionsOf(deputyFor('manager'), someCase())).toEqual(everything);
	});

	test.each<[string, Partial<CaseSubject>]>([
		['is about the manager', { excludedPersonIds: [person('manager')] }],
		['is about several, the manager among them', { excludedPersonIds: [person('x'), person('manager')] }],
		['happened to the manager', { affectedPersonId: person('manager') }],
		['is about the manager in another report of the event', { keptOutByMerge: [person('manager')] }],
		[
			'was shared with the deputy, and is about the manager',
			{
				excludedPersonIds: [person('manager')],
				sharedWith: [person('me')]
			}
		]
	])('does not know of a case that %s', (_, overrides) => {
		expectHidden(deputyFor('manager'), someCase(overrides));
	});

	test('keeps what their own role gives, also when it is about the one they stand in for', () => {
		const about = someCase({ excludedPersonIds: [person('manager')] });
		expect(permissionsOf(deputyFor('manager', ['hrPartner', 'administration']), about)).toEqual(
			readsWithNotes
		);
		expect(permissionsOf(deputyFor('manager', ['lineManager', 'administration']), about)).toEqual(everything);
	});

	test('who stands in for two does not reach it by the other one either', () => {
		const base = deputyFor('manager');
		const [first] = base.roles;
		const forTwo = { ...base, roles: [first!, { ...first!, deputyForId: person('other manager') }] };
		expectHidden(forTwo, someCase({ excludedPersonIds: [person('manager')] }));
	});

	test('acts on what is the manager’s; others at the unit only may take it over', () => {
		const ofManager = someCase({ handlerId: person('manager') });
		expect(answersFor(deputyFor('manager'), ofManager)).toBe(true);
		expect(answersFor(deputyFor('another'), ofManager)).toBe(false);
		expect(answersFor(actor([['lineManager', 'administration']]), ofManager)).toBe(false);
		expect(answersFor(actor(), someCase({ handlerId: person('me') }))).toBe(true);
	});
});

describe('one case shared with somebody', () => {
	const shared = (overrides: Partial<CaseSubject> = {}) =>
		someCase({ sharedWith: [person('me')], ...overrides });

	test('they read it and write notes, and nothing else', () => {
		expect(permissionsOf(actor(), shared())).toEqual(readsWithNotes);
		expect(permissionsOf(actor([['lexSarahOfficer', 'elsewhere']]), shared())).toEqual(readsWithNotes);
		expect(mayCase(actor(), 'share', shared())).toEqual({ yes: false, hidden: false });
	});

	test('a hidden name stays hidden', () => {
		expect(mayCase(actor(), 'readReporterName', shared({ hideName: true })).yes).toBe(false);
	});

	test('it never opens what is about them, or what happened to them', () => {
		expectHidden(actor(), shared({ excludedPersonIds: [person('me')] }));
		expectHidden(actor(), shared({ affectedPersonId: person('me') }));
	});

	test('a safety representative who was given it reads the notes of this one', () => {
		expect(permissionsOf(actor([['safetyRepresentative', 'alpha']]), shared())).toEqual(readsWithNotes);
	});
});
