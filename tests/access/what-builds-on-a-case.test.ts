/**
 * Who may do what with everything that builds on a case: every role, wherever they hold it, whatever they are to the case. What is
 * expected is written by hand; ‘not signed in’ never comes here: routes ask for an actor.
 */
import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../../database/column-types.ts';
import type { Actor, Decision, HeldRole } from '../../src/lib/server/access/index.ts';
import { mayAftercare, mayOwnSupport } from '../../src/lib/server/aftercare/index.ts';
import { may as mayDocuments } from '../../src/lib/server/case-documents/access.ts';
import { mayDisclosure } from '../../src/lib/server/case-documents/disclosure-access.ts';
import { mayCase, type CaseSubject } from '../../src/lib/server/cases/index.ts';
import { mayReview } from '../../src/lib/server/decision-review/index.ts';
import { may as mayEvidence } from '../../src/lib/server/evidence/access.ts';
import { mayLexSarah, mayListLexSarah, mayUnattended } from '../../src/lib/server/lex-sarah/index.ts';
import { roles, type RoleCode } from '../../src/lib/server/organisation/index.ts';
import {
	mayAskEmployer,
	mayListSafetyRequests,
	maySafetyRequest,
	type RequestSubject
} from '../../src/lib/server/safety-requests/index.ts';
import { mayAnswerStatement, mayStatements } from '../../src/lib/server/statements/index.ts';
import { mayThreat } from '../../src/lib/server/threat-assessments/index.ts';

const person = (name: string) => name as PersonId;
const unit = (name: string) => name as UnitId;
const path = ['municipality', 'administration', 'alpha'].map(unit);

type Held = [role: RoleCode, at: string, deputyFor?: string];

/** Somebody with roles. What access does not look at is left out. */
function actor(held: Held[] = [], municipality = 'municipality'): Actor {
	const heldRoles = held.map(([role, at, deputyFor]): HeldRole => ({
		role,
		unitId: unit(at),
		unitName: at,
		level: 'unit',
		deputyForId: deputyFor ? person(deputyFor) : null
	}));
	return { personId: person('me'), municipalityId: unit(municipality), roles: heldRoles } as unknown as Actor;
}

const someCase = (overrides: Partial<CaseSubject> = {}): CaseSubject => ({
	municipalityId: unit('municipality'),
	unitPath: path,
	handlerId: person('somebody'),
	affectedPersonId: person('affected'),
	excludedPersonIds: [],
	keptOutByMerge: [],
	sharedWith: [],
	hideName: false,
	...overrides
});
const requestAbout = (subject: CaseSubject | undefined, by = 'representative'): RequestSubject | undefined =>
	subject && {
		municipalityId: subject.municipalityId,
		unitPath: subject.unitPath,
		caseFile: subject,
		requestedBy: person(by)
	};

/** Everything that somebody can do with what builds on a case. */
const asked = {
	readDuties: (who, subject) => mayCase(who, 'read', subject),
	decideDuty: (who, subject) => mayCase(who, 'decideDuty', subject),
	reviewDuty: (who, subject) => mayCase(who, 'reviewDuty', subject),
	readThreat: (who, subject) => mayThreat(who, 'read', subject),
	readThreatWords: (who, subject) => mayThreat(who, 'readWords', subject),
	requestAssessment: (who, subject) => mayThreat(who, 'request', subject),
	assessThreat: (who, subject) => mayThreat(who, 'assess', subject),
	protect: (who, subject) => mayThreat(who, 'protect', subject),
	readAftercare: (who, subject) => mayAftercare(who, 'read', subject),
	recordAftercare: (who, subject) => mayAftercare(who, 'record', subject),
	readStatements: (who, subject) => mayStatements(who, 'read', subject),
	handleStatements: (who, subject) => mayStatements(who, 'handle', subject),
	readReviews: (who, subject) => mayReview(who, 'read', subject),
	addReview: (who, subject) => mayReview(who, 'add', subject),
	finishReview: (who, subject) => mayReview(who, 'finish', subject),
	lookAtDocuments: (who, subject) => mayDocuments(who, 'look', subject),
	printCase: (who, subject) => mayDocuments(who, 'print', subject),
	prepareDocuments: (who, subject) => mayDocuments(who, 'prepare', subject),
	listFiles: (who, subject) => mayEvidence(who, 'list', subject),
	addFile: (who, subject) => mayEvidence(who, 'add', subject),
	openFile: (who, subject) => mayEvidence(who, 'open', subject),
	openFileOfReporter: (who, subject) => mayEvidence(who, 'open', subject, { fromReporter: true }),
	sealFile: (who, subject) => mayEvidence(who, 'seal', subject),
	link: (who, subject) => mayCase(who, 'link', subject),
	handOverLexSarah: (who, subject) => mayCase(who, 'move', subject),
	readSafetyRequest: (who, subject) => maySafetyRequest(who, 'read', requestAbout(subject)),
	answerSafetyRequest: (who, subject) => maySafetyRequest(who, 'answer', requestAbout(subject)),
	askEmployer: (who, subject) => mayAskEmployer(who, requestAbout(subject))
} as const satisfies Record<string, (who: Actor, subject: CaseSubject | undefined) => Decision>;
type Asked = keyof typeof asked;
const everything = Object.keys(asked) as Asked[];

/** Reads the case, and nothing that is written among colleagues. */
const readsOnly: Asked[] = ['readDuties', 'readThreat', 'lookAtDocuments', 'readSafetyRequest'];
/** Takes part in the talk about the case. */
const readsNotes: Asked[] = [
	...readsOnly,
	'readThreatWords',
	'readAftercare',
	'readStatements',
	'readReviews',
	'addReview',
	'printCase',
	'listFiles',
	'addFile',
	'openFile',
	'openFileOfReporter'
];
/** Handles the case: all but what is the coordinator's and the representative's. */
const handles = everything.filter((one) => one !== 'assessThreat' && one !== 'askEmployer');

const given: Record<RoleCode, readonly Asked[]> = {
	lineManager: handles,
	safetyRepresentative: [...readsOnly, 'askEmployer'],
	unionRepresentative: [],
	hrPartner: readsNotes,
	securityCoordinator: [...readsNotes, 'reviewDuty', 'assessThreat', 'protect'],
	lexSarahOfficer: [],
	controller: [],
	citywideAnalyst: [],
	auditor: [],
	electedRepresentative: [],
	archivist: [],
	dataProtectionOfficer: [],
	legalAdviser: [],
	systemAdministrator: [],
	whistleblowingOfficer: []
};

const givenTo = (who: Actor, subject: CaseSubject | undefined) =>
	everything.filter((one) => asked[one](who, subject).yes);
const inOrder = (some: readonly Asked[]) => everything.filter((one) => some.includes(one));

/** Nothing is allowed, and every answer is that there is no such thing. */
function expectHidden(who: Actor, subject: CaseSubject | undefined) {
	for (const one of everything) expect(asked[one](who, subject), one).toEqual({ yes: false, hidden: true });
}

describe.each(roles)('%s', (role) => {
	test.each(['alpha', 'administration', 'municipality'])('at %s: what the role gives', (place) => {
		const who = actor([[role, place]]);
		expect(givenTo(who, someCase())).toEqual(inOrder(given[role]));
		if (given[role].length === 0) return expectHidden(who, someCase());
		for (const one of everything) {
			const decision = asked[one](who, someCase());
			if (!decision.yes) expect(decision.hidden, one).toBe(false);
		}
	});

	test.each(['beta', 'below alpha', 'another administration'])('at %s: there is nothing', (place) => {
		expectHidden(actor([[role, place]]), someCase());
	});

	test('of another municipality, or for a case that is not there: there is nothing', () => {
		expectHidden(actor([[role, 'alpha']], 'another'), someCase());
		expectHidden(actor([[role, 'alpha']]), undefined);
	});

	test.each<[string, Partial<CaseSubject>]>([
		['was exposed', { affectedPersonId: person('me') }],
		['is the one whom it is about', { excludedPersonIds: [person('me')] }],
		['is kept out of another report of the event', { keptOutByMerge: [person('me')] }]
	])('who %s: there is nothing for them as staff', (_, overrides) => {
		for (const place of ['alpha', 'municipality']) {
			expectHidden(actor([[role, place]]), someCase(overrides));
			const handled = { handlerId: person('me'), sharedWith: [person('me')], ...overrides };
			expectHidden(actor([[role, place]]), someCase(handled));
		}
	});

	test.each<[string, Partial<CaseSubject>]>([
		['was exposed', { affectedPersonId: person('principal') }],
		['is the one whom it is about', { excludedPersonIds: [person('principal')] }],
		['is kept out of another report of the event', { keptOutByMerge: [person('principal')] }]
	])('who stands in for somebody who %s: there is nothing', (_, overrides) => {
		expectHidden(actor([[role, 'alpha', 'principal']]), someCase(overrides));
		const shared = { sharedWith: [person('me')], ...overrides };
		expectHidden(actor([[role, 'alpha', 'principal']]), someCase(shared));
	});

	test('who handles the case, at any place: all that handling gives, and what the role adds', () => {
		const handled = someCase({ handlerId: person('me') });
		expect(givenTo(actor([[role, 'beta']]), handled)).toEqual(inOrder(handles));
		expect(givenTo(actor([[role, 'alpha']]), handled)).toEqual(inOrder([...handles, ...given[role]]));
	});

	test('the case was shared with: the notes of this one, and what the role gives', () => {
		const shared = someCase({ sharedWith: [person('me')] });
		expect(givenTo(actor([[role, 'beta']]), shared)).toEqual(inOrder(readsNotes));
		expect(givenTo(actor([[role, 'alpha']]), shared)).toEqual(inOrder([...readsNotes, ...given[role]]));
	});

	test('what a reporter sent who hid their name is opened by those who handle only', () => {
		const hiddenName = someCase({ hideName: true });
		const may = asked.openFileOfReporter(actor([[role, 'alpha']]), hiddenName).yes;
		expect(may).toBe(role === 'lineManager');
	});
});

test('a colleague without a role: there is nothing', () => {
	expectHidden(actor(), someCase());
});

describe('a lex Sarah record', () => {
	const record = (overrides: Partial<CaseSubject> = {}) => someCase(overrides);

	test.each(roles)('%s: read by officers at its unit or above, and for everybody else not there', (role) => {
		const isOfficer = role === 'lexSarahOfficer';
		for (const place of ['alpha', 'administration', 'municipality', 'beta', 'below alpha']) {
			const decision = mayLexSarah(actor([[role, place]]), record());
			const reaches = isOfficer && path.includes(unit(place));
			expect(decision, place).toEqual(reaches ? { yes: true } : { yes: false, hidden: true });
		}
		expect(mayListLexSarah(actor([[role, 'beta']])).yes).toBe(isOfficer);
	});

	test.each(roles)('%s: that it waits is told to managers above the officers only', (role) => {
		const at = (level: HeldRole['level']) => {
			const asked = actor([[role, 'administration']]);
			return mayUnattended({ ...asked, roles: asked.roles.map((held) => ({ ...held, level })) }).yes;
		};
		expect([at('unit'), at('administration'), at('municipality')]).toEqual(
			role === 'lineManager' ? [false, true, true] : [false, false, false]
		);
	});

	test.each(roles)('%s who handles the case does not read what they handed over', (role) => {
		const decision = mayLexSarah(actor([[role, 'alpha']]), record({ handlerId: person('me') }));
		expect(decision.yes).toBe(role === 'lexSarahOfficer');
	});

	test('is not there for an officer who is in it, who stands in for one, or of another municipality', () => {
		const none = { yes: false, hidden: true };
		for (const id of ['me', 'principal']) {
			const officer = actor([['lexSarahOfficer', 'administration', id === 'me' ? undefined : id]]);
			expect(mayLexSarah(officer, record({ affectedPersonId: person(id) }))).toEqual(none);
			expect(mayLexSarah(officer, record({ excludedPersonIds: [person(id)] }))).toEqual(none);
		}
		expect(mayLexSarah(actor([['lexSarahOfficer', 'alpha']], 'another'), record())).toEqual(none);
		expect(mayLexSarah(actor([['lexSarahOfficer', 'alpha']]), undefined)).toEqual(none);
	});
});

describe('a request of the safety representative', () => {
	const workplace: RequestSubject = {
		municipalityId: unit('municipality'),
		unitPath: path,
		caseFile: null,
		requestedBy: person('representative')
	};
	const expected: Partial<Record<RoleCode, string[]>> = {
		lineManager: ['read', 'answer'],
		safetyRepresentative: ['read', 'ask']
	};

	test.each(roles)('about a workplace, %s', (role) => {
		for (const place of ['alpha', 'administration', 'municipality', 'beta', 'below alpha']) {
			const who = actor([[role, place]]);
			const decisions = {
				read: maySafetyRequest(who, 'read', workplace),
				answer: maySafetyRequest(who, 'answer', workplace),
				goOn: maySafetyRequest(who, 'goOn', workplace),
				ask: mayAskEmployer(who, workplace)
			};
			const yes = Object.entries(decisions).flatMap(([name, decision]) => (decision.yes ? [name] : []));
			expect(yes, place).toEqual(path.includes(unit(place)) ? (expected[role] ?? []) : []);
		}
		const isParty = role in expected;
		expect(mayListSafetyRequests(actor([[role, 'beta']])).yes).toBe(isParty);
	});

	test.each(roles)('%s of another municipality knows of none', (role) => {
		const stranger = actor([[role, 'alpha']], 'another');
		for (const permission of ['read', 'answer', 'goOn'] as const) {
			expect(maySafetyRequest(stranger, permission, workplace)).toEqual({ yes: false, hidden: true });
		}
		expect(mayAskEmployer(stranger, workplace)).toEqual({ yes: false, hidden: true });
	});

	test('who asked goes on with it, and never answers, also when they handle the case', () => {
		const own = requestAbout(someCase({ handlerId: person('me') }), 'me');
		expect(maySafetyRequest(actor(), 'goOn', own).yes).toBe(true);
		expect(maySafetyRequest(actor(), 'answer', own)).toEqual({ yes: false, hidden: false });
	});
});

describe('what is one’s own', () => {
	const own = { municipalityId: unit('municipality'), personId: person('me') };

	test('a question is answered by the one who was asked, whatever roles others hold', () => {
		expect(mayAnswerStatement(actor(), own).yes).toBe(true);
		for (const role of roles) {
			const other = { ...own, personId: person('other') };
			expect(mayAnswerStatement(actor([[role, 'municipality']]), other)).toEqual({
				yes: false,
				hidden: true
			});
		}
		expect(mayAnswerStatement(actor([], 'another'), own)).toEqual({ yes: false, hidden: true });
		expect(mayAnswerStatement(actor(), undefined)).toEqual({ yes: false, hidden: true });
	});

	test('‘Fick du stöd?’ is answered by who was exposed, not by who reported for them', () => {
		const incident = { municipalityId: unit('municipality'), reporterId: person('reporter') };
		const exposed = { ...incident, affectedPersonId: person('me') };
		expect(mayOwnSupport(actor(), exposed).yes).toBe(true);
		const reportedForAnother = { ...exposed, affectedPersonId: person('b'), reporterId: person('me') };
		for (const role of roles) {
			expect(mayOwnSupport(actor([[role, 'municipality']]), reportedForAnother)).toEqual({
				yes: false,
				hidden: true
			});
		}
	});

	test.each(roles)('a disclosure that was given to %s is theirs while they hold the role', (role) => {
		const isGiven = { handles: false, givenTo: person('me'), givenRole: role };
		expect(mayDisclosure(actor([[role, 'municipality']]), 'decide', isGiven).yes).toBe(true);
		expect(mayDisclosure(actor([[role, 'municipality']]), 'give', isGiven)).toEqual({
			yes: false,
			hidden: false
		});
		expect(mayDisclosure(actor(), 'read', isGiven)).toEqual({ yes: false, hidden: true });
		const toAnother = { ...isGiven, givenTo: person('other') };
		expect(mayDisclosure(actor([[role, 'municipality']]), 'read', toAnother)).toEqual({
			yes: false,
			hidden: true
		});
	});
});
