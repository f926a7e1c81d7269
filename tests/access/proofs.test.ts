import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import type { Actor } from '../../src/lib/server/access/index.ts';
import { mayProofs, type ProofsAction } from '../../src/lib/server/activity-log/index.ts';
import { roles, type RoleCode } from '../../src/lib/server/organisation/index.ts';

const unitId = 'municipality' as UnitId;

/** Somebody who holds a role for the whole municipality, or none. */
function actor(role: RoleCode | null): Actor {
	return {
		sessionId: 's' as SessionId,
		signedInAt: Temporal.Instant.from('2026-03-04T08:00:00Z'),
		method: 'demo',
		personId: 'p' as PersonId,
		municipalityId: unitId,
		municipalityName: 'Testköping',
		name: 'Somebody',
		locale: 'sv',
		unitId,
		unitName: 'Testköping',
		roles: role ? [{ role, unitId, unitName: 'Testköping', level: 'municipality', deputyForId: null }] : []
	};
}

const actions: ProofsAction[] = ['view', 'check', 'exportProofs', 'exportEntries'];
const expected: Partial<Record<RoleCode, ProofsAction[]>> = {
	auditor: ['view', 'check', 'exportProofs'],
	dataProtectionOfficer: actions,
	systemAdministrator: ['view', 'check']
};

describe('the log’s proofs', () => {
	test('nobody without a role learns that there is such a page', () => {
		for (const action of actions)
			expect(mayProofs(actor(null), action)).toEqual({ yes: false, hidden: true });
	});

	test.each(roles)('%s', (role) => {
		for (const action of actions) {
			const decision = mayProofs(actor(role), action);
			expect(decision.yes, action).toBe(expected[role]?.includes(action) ?? false);
			if (!decision.yes) expect(decision.hidden, action).toBe(expected[role] === undefined);
		}
	});
});
