/** Who may do what with a measure. 'Not signed in' never comes here: routes ask for an actor. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PersonId, SessionId, UnitId } from '../../database/column-types.ts';
import type { Actor } from '../../src/lib/server/access/index.ts';
import {
	mayMeasure,
	measurePermissions,
	type MeasurePermission,
	type MeasureSubject,
	type SourceAccess
} from '../../src/lib/server/measures/index.ts';

const me: Actor = {
	sessionId: 'session' as SessionId,
	signedInAt: Temporal.Instant.from('2026-03-04T08:00:00Z'),
	method: 'demo',
	personId: 'me' as PersonId,
	municipalityId: 'municipality' as UnitId,
	municipalityName: '',
	name: '',
	locale: 'sv',
	unitId: 'alpha' as UnitId,
	unitName: '',
	roles: []
};
const measure = (ownerId: string, municipalityId = 'municipality'): MeasureSubject => ({
	ownerId: ownerId as PersonId,
	municipalityId: municipalityId as UnitId
});

const handles: SourceAccess = { reads: true, handles: true };
const reads: SourceAccess = { reads: true, handles: false };
const neither: SourceAccess = { reads: false, handles: false };

const everything = measurePermissions;
const ownersPart: readonly MeasurePermission[] = ['read', 'finish', 'evaluate'];

describe.each([
	{ who: 'the owner who does not know the case', ownerId: 'me', source: neither, given: ownersPart },
	{ who: 'the owner who reads the case', ownerId: 'me', source: reads, given: ownersPart },
	{ who: 'the owner who handles the case', ownerId: 'me', source: handles, given: everything },
	{ who: 'who handles the case', ownerId: 'other', source: handles, given: everything },
	{ who: 'who reads the case', ownerId: 'other', source: reads, given: ['read'] },
	{ who: 'anybody else', ownerId: 'other', source: neither, given: [] }
] satisfies { who: string; ownerId: string; source: SourceAccess; given: readonly MeasurePermission[] }[])(
	'$who',
	({ ownerId, source, given }) => {
		test.each(measurePermissions)('%s', (permission) => {
			const decision = mayMeasure(me, permission, measure(ownerId), source);
			expect(decision.yes).toBe((given as readonly MeasurePermission[]).includes(permission));
			if (!decision.yes) expect(decision.hidden).toBe(given.length === 0);
		});
	}
);

test('a measure of another municipality, or none, does not exist', () => {
	for (const subject of [measure('me', 'another'), undefined]) {
		for (const permission of measurePermissions) {
			expect(mayMeasure(me, permission, subject, handles)).toEqual({ yes: false, hidden: true });
		}
	}
});
