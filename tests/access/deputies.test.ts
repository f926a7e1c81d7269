/** Who may name a deputy, who may be one, and for how long. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import type { Actor } from '../../src/lib/server/access/index.ts';
import {
	conflictingRoles,
	mayEnd,
	mayName,
	periodProblem,
	problemWith,
	type Candidate
} from '../../src/lib/server/deputies/index.ts';
import { roles, type RoleCode } from '../../src/lib/server/organisation/index.ts';

const person = (name: string) => name as PersonId;
const unit = (name: string) => name as UnitId;

function actor(role: RoleCode, at: string, deputyFor: string | null = null): Actor {
	return {
		sessionId: 'session' as SessionId,
		signedInAt: Temporal.Instant.from('2026-03-04T08:00:00Z'),
		method: 'demo',
		personId: person('me'),
		municipalityId: unit('municipality'),
		municipalityName: '',
		name: '',
		locale: 'sv',
		unitId: unit('alpha'),
		unitName: '',
		roles: [
			{
				role,
				unitId: unit(at),
				unitName: at,
				level: 'unit',
				deputyForId: deputyFor === null ? null : person(deputyFor)
			}
		]
	};
}

test.each(roles)('%s names a deputy at their own post only if they are its manager', (role) => {
	expect(mayName(actor(role, 'alpha'), unit('alpha')).yes).toBe(role === 'lineManager');
});

test('a manager names nobody at another unit, above or below', () => {
	for (const other of ['beta', 'division']) {
		expect(mayName(actor('lineManager', 'alpha'), unit(other))).toEqual({ yes: false, hidden: false });
	}
});

test('a deputy names no deputy', () => {
	expect(mayName(actor('lineManager', 'alpha', 'manager'), unit('alpha')).yes).toBe(false);
});

test('only who named a deputy ends it; for others it does not exist', () => {
	const period = (deputyForId: string, municipality = 'municipality') => ({
		municipalityId: unit(municipality),
		deputyForId: person(deputyForId)
	});
	expect(mayEnd(actor('lineManager', 'alpha'), period('me')).yes).toBe(true);
	for (const other of [period('another'), period('me', 'away'), undefined]) {
		expect(mayEnd(actor('lineManager', 'alpha'), other)).toEqual({ yes: false, hidden: true });
	}
});

describe('who can be a deputy', () => {
	const candidate = (overrides: Partial<Candidate> = {}): Candidate => ({
		id: person('colleague'),
		isActive: true,
		roles: [],
		...overrides
	});
	const held = (role: RoleCode, at = 'alpha', deputyFor: string | null = null) => ({
		role,
		unitId: unit(at),
		deputyForId: deputyFor === null ? null : person(deputyFor)
	});
	const problem = (overrides: Partial<Candidate>) =>
		problemWith(candidate(overrides), person('me'), unit('alpha'));

	test.each<[string, Partial<Candidate>, ReturnType<typeof problemWith>]>([
		['a colleague', {}, null],
		['the manager above', { roles: [held('lineManager', 'division')] }, null],
		['the manager beside', { roles: [held('lineManager', 'beta')] }, null],
		[
			'somebody who stands in for another manager of the unit',
			{ roles: [held('lineManager', 'alpha', 'x')] },
			null
		],
		['oneself', { id: person('me') }, 'self'],
		['somebody who has left', { isActive: false }, 'notActive'],
		['who is the manager of the unit already', { roles: [held('lineManager')] }, 'alreadyManager']
	])('%s', (_, overrides, expected) => {
		expect(problem(overrides)).toBe(expected);
	});

	test.each(roles)('whoever is %s', (role) => {
		const isConflict = (conflictingRoles as readonly RoleCode[]).includes(role);
		expect(problem({ roles: [held(role, 'elsewhere')] })).toBe(isConflict ? 'conflictingRole' : null);
	});
});

describe('the period', () => {
	// half past midnight on 5 March in Sweden; still the 4th in Greenwich
	const now = Temporal.Instant.from('2026-03-04T23:30:00Z');
	test.each<[string, string, string, string | null]>([
		['today alone', '2026-03-05', '2026-03-05', null],
		['a year, the last day included', '2026-03-05', '2027-03-05', null],
		['over the leap day', '2027-03-01', '2028-03-01', null],
		['from yesterday', '2026-03-04', '2026-03-10', 'inPast'],
		['ends before it begins', '2026-03-10', '2026-03-09', 'endsBefore'],
		['a year and a day', '2026-03-05', '2027-03-06', 'tooLong'],
		['begins too far ahead', '2027-03-06', '2027-03-07', 'tooFarAhead']
	])('%s', (_, from, to, expected) => {
		expect(periodProblem({ from, to }, now)?.problem ?? null).toBe(expected);
	});
});
