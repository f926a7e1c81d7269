import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { AssignmentRow } from '../organisation-changes/index.ts';
import { listQueryOf, namesVersion, selectionOf } from './scim-answer.ts';
import { isLookup, parseFilter } from './scim-filter.ts';
import { placeOf } from './scim-place.ts';
import { endedAssignment, planRoles } from './scim-roles.ts';
import { emailOf, nameOf, patchUser, readUser } from './scim-user.ts';

const id = (text: string) => text as UnitId & PersonId;
const today = Temporal.PlainDate.from('2026-03-04');

describe('where somebody works', () => {
	const unit = (name: string, path: string, externalId: string | null = null) => ({
		id: id(path.split('/').at(-1)!),
		name,
		externalId,
		path: path.split('/').map(id)
	});
	const units = [
		unit('Testköpings kommun', 'm'),
		unit('Socialförvaltningen', 'm/s', '100'),
		unit('Mottagning', 'm/s/s1'),
		unit('Skolförvaltningen', 'm/k'),
		unit('Mottagning', 'm/k/k1')
	];
	test.each([
		['an external id', { department: '100' }, 's'],
		['a name', { department: ' socialförvaltningen ' }, 's'],
		['a name that two units have', { department: 'Mottagning' }, undefined],
		[
			'such a name within an organisation',
			{ department: 'Mottagning', organization: 'Skolförvaltningen' },
			'k1'
		],
		['a path', { department: 'Skolförvaltningen / Mottagning' }, 'k1'],
		['a path without spaces', { department: 'Socialförvaltningen/Mottagning' }, 's1'],
		[
			'an unknown department in a known organisation',
			{ department: 'Okänd', organization: 'Skolförvaltningen' },
			undefined
		],
		['only an organisation', { organization: 'Skolförvaltningen' }, 'k'],
		['nothing', {}, 'chief']
	])('%s', (_, said, expected) => {
		expect(placeOf(units, said, id('chief'))).toBe(expected);
	});
});

describe('roles by groups', () => {
	const held = (more: Partial<AssignmentRow> = {}): AssignmentRow => ({
		id: 'a',
		personId: id('p'),
		unitId: id('u'),
		role: 'hrPartner',
		validFrom: '2026-01-01',
		validTo: null,
		deputyForId: null,
		...more
	});
	const wanted = { personId: id('p'), unitId: id('u'), role: 'hrPartner' } as const;
	const plan = (...[wish, now, fromGroups]: [(typeof wanted)[], AssignmentRow[], string[]]) =>
		planRoles(wish, now, new Set(fromGroups), today, () => 'new').map(({ id: rowId, after }) => [
			rowId,
			(after as AssignmentRow).validFrom,
			(after as AssignmentRow).validTo
		]);

	test('one that is missing begins today, once', () => {
		expect(plan([wanted, wanted], [], [])).toEqual([['new', '2026-03-04', null]]);
	});
	test('one that somebody holds already is not given again', () => {
		expect(plan([wanted], [held()], [])).toEqual([]);
	});
	test('one that they hold as a deputy is not their own', () => {
		expect(plan([wanted], [held({ deputyForId: id('q') })], [])).toEqual([['new', '2026-03-04', null]]);
	});
	test('one that a group gave ends with it, and not one that people gave', () => {
		expect(plan([], [held()], ['a'])).toEqual([['a', '2026-01-01', '2026-03-03']]);
		expect(plan([], [held()], [])).toEqual([]);
	});
	test('one that begins later will never be in force', () => {
		expect(endedAssignment(held({ validFrom: '2026-05-01' }), today).after).toMatchObject({
			validTo: '2026-04-30'
		});
	});
});

describe('what is said about a person', () => {
	test.each([
		[{ userName: 'a', displayName: 'Anna', name: { formatted: 'B' } }, 'Anna'],
		[{ userName: 'a', name: { formatted: 'Bo Ek', givenName: 'B' } }, 'Bo Ek'],
		[{ userName: 'a', name: { givenName: 'Eva', middleName: 'Li', familyName: 'Ås' } }, 'Eva Li Ås'],
		[{ userName: 'a' }, 'a']
	])('%j is called %s', (user, name) => {
		expect(nameOf(user)).toBe(name);
	});
	test('the address at work is the primary one, else the one for work, else the first', () => {
		const home = { value: 'h', type: 'home' };
		const work = { value: 'w', type: 'work' };
		expect(emailOf({ userName: 'a' })).toBeNull();
		expect(emailOf({ userName: 'a', emails: [home] })).toBe('h');
		expect(emailOf({ userName: 'a', emails: [home, work] })).toBe('w');
		expect(emailOf({ userName: 'a', emails: [{ ...home, primary: true }, work] })).toBe('h');
	});
	test('what nothing uses is left out, and texts that mean yes or no are read', () => {
		const { user, active } = readUser({
			userName: ' a ',
			active: 'False',
			password: 'x',
			phoneNumbers: [{ value: '1' }],
			emails: [{ value: 'w', primary: 'True' }]
		});
		expect({ user, active }).toEqual({
			user: { userName: 'a', emails: [{ value: 'w', primary: true }] },
			active: false
		});
	});
	test('a change of only what nothing uses changes nothing', async () => {
		const resource = {
			schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
			id: '1',
			userName: 'a',
			active: true
		};
		const body = {
			schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
			Operations: [
				{ op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Testköping' },
				{ op: 'Replace', value: { nickName: 'x', 'name.honorificPrefix': 'Dr' } }
			]
		};
		expect(await patchUser(resource, body)).toEqual({ user: { userName: 'a' }, active: true });
	});
});

describe('what is asked for', () => {
	test('pages have a size, whatever is asked', () => {
		expect(listQueryOf({ startIndex: '-3', count: '100000' })).toMatchObject({ startIndex: 1, count: 200 });
		expect(listQueryOf({ startIndex: 'x', count: '-1' })).toMatchObject({ startIndex: 1, count: 0 });
		expect(listQueryOf({})).toMatchObject({
			startIndex: 1,
			count: 100,
			filter: undefined,
			descending: false
		});
		expect(selectionOf({ attributes: 'userName, emails' }).only).toEqual(['userName', 'emails']);
	});
	test.each([
		['userName eq "a"', true],
		['userName eq "a" or externalId eq "b"', true],
		['userName sw "a"', false],
		['not (userName eq "a")', false],
		['userName eq "a" and displayName co "b"', false]
	])('%s: found only by what is known is %s', (filter, expected) => {
		expect(isLookup(parseFilter(filter), ['username', 'externalid'])).toBe(expected);
	});
	test('versions are compared weakly', () => {
		expect(namesVersion('"x", W/"a"', 'W/"a"')).toBe(true);
		expect(namesVersion('"a"', 'W/"a"')).toBe(true);
		expect(namesVersion('*', 'W/"a"')).toBe(true);
		expect(namesVersion('W/"b"', 'W/"a"')).toBe(false);
	});
});
