import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import type { Actor } from '../../src/lib/server/access/index.ts';
import { roles, type RoleCode } from '../../src/lib/server/organisation/index.ts';
import {
	mayStatistics,
	seesStatistics,
	sightOf,
	sightOfAnswers
} from '../../src/lib/server/statistics/index.ts';

const id = (name: string) => name as UnitId;
const path = [id('municipality'), id('social'), id('alpha')];
const actions = ['view', 'export'] as const;

/** Somebody who holds some roles, each at a unit. */
function actor(...held: [RoleCode, string][]): Actor {
	return {
		sessionId: 's' as SessionId,
		signedInAt: Temporal.Instant.from('2026-03-04T08:00:00Z'),
		method: 'demo',
		personId: 'p' as PersonId,
		municipalityId: id('municipality'),
		municipalityName: 'Testköping',
		name: 'Somebody',
		locale: 'sv',
		unitId: id('alpha'),
		unitName: 'Alpha',
		roles: held.map(([role, unit]) => ({
			role,
			unitId: id(unit),
			unitName: unit,
			level: 'unit',
			deputyForId: null
		}))
	};
}

const expected: Record<RoleCode, 'detail' | 'aggregate' | null> = {
	lineManager: 'detail',
	hrPartner: 'detail',
	securityCoordinator: 'detail',
	safetyRepresentative: 'detail',
	controller: 'aggregate',
	citywideAnalyst: 'aggregate',
	auditor: 'aggregate',
	electedRepresentative: 'aggregate',
	unionRepresentative: 'aggregate',
	lexSarahOfficer: null,
	archivist: null,
	dataProtectionOfficer: null,
	legalAdviser: null,
	systemAdministrator: null,
	whistleblowingOfficer: null
};

describe('the figures of a unit', () => {
	test('nobody without a role sees any', () => {
		expect(mayStatistics(actor(), 'view', path)).toEqual({ yes: false, hidden: true });
		expect(seesStatistics(actor())).toBe(false);
	});

	describe.each(roles)('%s', (role) => {
		const sight = expected[role];
		test(`at the unit or above it: ${sight ?? 'nothing'}`, () => {
			for (const unit of path) {
				expect(sightOf(actor([role, unit]), path)).toBe(sight);
				for (const action of actions) {
					expect(mayStatistics(actor([role, unit]), action, path).yes).toBe(sight !== null);
				}
			}
		});

		test('beside it or below it: as if it did not exist', () => {
			for (const unit of ['labour', 'below alpha']) {
				for (const action of actions) {
					expect(mayStatistics(actor([role, unit]), action, path)).toEqual({ yes: false, hidden: true });
				}
			}
		});
	});

	test("the answers to 'Fick du stöd?': every number only for who may read the answers themselves", () => {
		for (const role of roles) {
			const readsAnswers = role === 'lineManager' || role === 'hrPartner' || role === 'securityCoordinator';
			expect(sightOfAnswers(actor([role, 'social']), path), role).toBe(
				readsAnswers ? 'detail' : expected[role] && 'aggregate'
			);
		}
	});

	test('a unit that does not exist is not found', () => {
		expect(mayStatistics(actor(['lineManager', 'municipality']), 'view', undefined)).toEqual({
			yes: false,
			hidden: true
		});
	});

	test('whoever holds two roles sees with the better one, and only where it is held', () => {
		const both = actor(['controller', 'social'], ['lineManager', 'alpha']);
		expect(sightOf(both, path)).toBe('detail');
		expect(sightOf(both, path.slice(0, 2))).toBe('aggregate');
	});
});
