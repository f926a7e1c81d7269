import { expect, test } from 'vitest';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Actor, HeldRole } from '../access/index.ts';
import { may, mayAsk, type RequestSubject } from './access.ts';

const municipalityId = 'm' as UnitId;
const actor = (personId: string, role?: HeldRole['role'], unitId = 'u') =>
	({
		personId,
		municipalityId,
		roles: role ? [{ role, unitId, unitName: '', level: 'unit', deputyForId: null }] : []
	}) as unknown as Actor;
const workplace: RequestSubject = {
	municipalityId,
	unitPath: [municipalityId, 'u' as UnitId],
	caseFile: null,
	requestedBy: 'rep' as PersonId
};

test('a request about a workplace is made by its safety representatives alone', () => {
	expect(mayAsk(actor('rep', 'safetyRepresentative'), workplace).yes).toBe(true);
	expect(mayAsk(actor('rep', 'safetyRepresentative', 'beside'), workplace).yes).toBe(false);
	expect(mayAsk(actor('boss', 'lineManager'), workplace).yes).toBe(false);
	expect(mayAsk(actor('anybody'), workplace).yes).toBe(false);
});

test('both parties read it; the manager answers, and only who asked goes on', () => {
	const rep = actor('rep', 'safetyRepresentative');
	const colleague = actor('other', 'safetyRepresentative');
	const boss = actor('boss', 'lineManager');
	expect([rep, colleague, boss].map((who) => may(who, 'read', workplace).yes)).toEqual([true, true, true]);
	expect([rep, colleague, boss].map((who) => may(who, 'answer', workplace).yes)).toEqual([
		false,
		false,
		true
	]);
	expect([rep, colleague, boss].map((who) => may(who, 'goOn', workplace).yes)).toEqual([true, false, false]);
});

test('for everybody else there is no request', () => {
	const others = [actor('anybody'), actor('hr', 'hrPartner'), actor('x', 'lineManager', 'beside')];
	for (const who of others) expect(may(who, 'read', workplace)).toEqual({ yes: false, hidden: true });
});

test('who asked does not answer, also when they manage the unit', () => {
	expect(may(actor('rep', 'lineManager'), 'answer', workplace).yes).toBe(false);
});
