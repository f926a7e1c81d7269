import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import type { Actor } from '../../src/lib/server/access/index.ts';
import { roles, type RoleCode } from '../../src/lib/server/organisation/index.ts';
import { maySettings, settingActions, type SettingAction } from '../../src/lib/server/settings/index.ts';

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

const expected: Partial<Record<RoleCode, SettingAction[]>> = {
	systemAdministrator: ['read', 'change'],
	securityCoordinator: ['read'],
	auditor: ['read']
};

test.each([null, ...roles])('the settings as %s', (role) => {
	const does = settingActions.filter((action) => maySettings(actor(role), action).yes);
	expect(does).toEqual((role && expected[role]) ?? []);
});
