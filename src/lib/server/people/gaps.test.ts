import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../organisation/index.ts';
import { findGaps, type GapFacts, type GapRole, type GapUnit } from './gaps.ts';

const unit = (id: string, level: GapUnit['level'], ...above: string[]): GapUnit => ({
	id: id as UnitId,
	parentId: (above.at(-1) ?? null) as UnitId | null,
	level,
	name: id,
	path: [...above, id] as UnitId[]
});
const role = (
	code: GapRole['role'],
	unitId: string,
	more: Partial<GapRole> & { by?: string } = {}
): GapRole => {
	const { by = `${code}@${unitId}`, ...rest } = more;
	return {
		personId: by as PersonId,
		isActive: true,
		unitId: unitId as UnitId,
		role: code,
		validFrom: '2020-01-01',
		validTo: null,
		deputyForId: null,
		deputisedIsBack: null,
		...rest
	};
};
const units = [
	unit('k', 'municipality'),
	unit('s', 'administration', 'k'),
	unit('d', 'division', 'k', 's'),
	unit('a', 'unit', 'k', 's', 'd'),
	unit('b', 'unit', 'k', 's', 'd'),
	unit('c', 'unit', 'k', 's')
];
const complete = [
	role('lineManager', 's'),
	role('lineManager', 'a'),
	role('lineManager', 'b'),
	role('lineManager', 'c'),
	role('safetyRepresentative', 'k'),
	role('securityCoordinator', 's'),
	role('hrPartner', 'k'),
	role('lexSarahOfficer', 's'),
	role('dataProtectionOfficer', 'k'),
	role('systemAdministrator', 'k', { by: 'one' }),
	role('systemAdministrator', 'k', { by: 'two' })
];
const without = (...codes: GapRole['role'][]) => complete.filter((one) => !codes.includes(one.role));
const gaps = (roles: GapRole[], more: Partial<GapFacts> = {}) =>
	findGaps({ units, roles, closedUnits: [], withoutEmail: 0, ...more }, '2026-03-04').map((gap) =>
		[gap.kind, 'unitId' in gap ? gap.unitId : '', 'units' in gap ? gap.units : ''].join(' ').trim()
	);
const deputy = (more: Partial<GapRole>) =>
	role('lineManager', 'a', { by: 'deputy', deputyForId: 'chief' as PersonId, ...more });

test('a complete organisation has no gaps', () => {
	expect(gaps(complete)).toEqual([]);
});

describe('a unit without a manager', () => {
	test('is told as such while there is one above it in the administration', () => {
		expect(gaps([...without('lineManager'), role('lineManager', 'd'), role('lineManager', 'c')])).toEqual([
			'noOwnManager a',
			'noOwnManager b'
		]);
	});
	test('is told when the only one above is the municipality’s', () => {
		expect(gaps([...without('lineManager'), role('lineManager', 'k')])).toEqual(['noManager k 3']);
	});
	test('is told once for all that lie together', () => {
		expect(gaps([...without('lineManager'), role('lineManager', 'c')])).toEqual(['noManager d 2']);
		expect(gaps([...without('lineManager'), role('lineManager', 'c'), role('lineManager', 'a')])).toEqual([
			'noManager b 1'
		]);
	});
	test('is not helped by somebody who has left, whose time is over, or who begins later', () => {
		for (const more of [{ isActive: false }, { validTo: '2026-03-03' }, { validFrom: '2026-03-05' }]) {
			expect(gaps([...without('lineManager'), role('lineManager', 's', more)])).toContain('noManager k 3');
		}
	});
});

test('each administration needs a security coordinator and HR, at itself or at the municipality', () => {
	expect(gaps(without('securityCoordinator', 'hrPartner'))).toEqual([
		'noSecurityCoordinator s',
		'noHrPartner s'
	]);
});

test('a safety representative may be at any level above', () => {
	expect(gaps([...without('safetyRepresentative'), role('safetyRepresentative', 'd')])).toEqual([
		'noSafetyRepresentative c 1'
	]);
});

describe('lex Sarah', () => {
	test('what is handed over reaches nobody where there is no officer at the unit or above', () => {
		expect(gaps(without('lexSarahOfficer'))).toEqual(['noLexSarahOfficer k 3']);
		expect(gaps([...without('lexSarahOfficer'), role('lexSarahOfficer', 'd')])).toEqual([
			'noLexSarahOfficer c 1'
		]);
	});
	test('an officer who has left, or begins later, is none', () => {
		for (const more of [{ isActive: false }, { validTo: '2026-03-03' }, { validFrom: '2026-03-05' }]) {
			expect(gaps([...without('lexSarahOfficer'), role('lexSarahOfficer', 's', more)])).toContain(
				'noLexSarahOfficer k 3'
			);
		}
	});
});

describe('a deputy', () => {
	test('is told two weeks before their last day, and no earlier', () => {
		expect(gaps([...complete, deputy({ validTo: '2026-03-18' })])).toEqual(['deputyEnds a']);
		expect(gaps([...complete, deputy({ validTo: '2026-03-19' })])).toEqual([]);
	});
	test('is not told when another goes on', () => {
		const next = deputy({ personId: 'next' as PersonId, validFrom: '2026-03-11', validTo: '2026-06-30' });
		expect(gaps([...complete, deputy({ validTo: '2026-03-10' }), next])).toEqual([]);
	});
	test('whose time is over is told until the one who was away has been here, or somebody else has the role', () => {
		const away = complete.filter(({ personId }) => personId !== 'lineManager@a');
		const ended = deputy({ validTo: '2026-02-20', deputisedIsBack: false });
		expect(gaps([...away, ended])).toEqual(['deputyEnded a', 'noOwnManager a']);
		expect(gaps([...away, { ...ended, deputisedIsBack: true }])).toEqual(['noOwnManager a']);
		expect(gaps([...away, ended, role('lineManager', 'a', { by: 'successor' })])).toEqual([]);
		expect(gaps([...away, ended, role('lineManager', 'a', { by: 'chief' })])).toEqual(['deputyEnded a']);
	});
});

test('one administrator is too few, and one who has left is none', () => {
	const other = role('systemAdministrator', 'k', { by: 'two', isActive: false });
	expect(
		gaps([...without('systemAdministrator'), role('systemAdministrator', 'k', { by: 'one' }), other])
	).toEqual(['onlyOneAdministrator', 'roleOfInactive k']);
});

test('people at closed units, people without an address and a missing data protection officer are told', () => {
	expect(
		gaps(without('dataProtectionOfficer'), {
			closedUnits: [{ unitId: 'old' as UnitId, name: 'old', people: 3 }],
			withoutEmail: 2
		})
	).toEqual(['noDataProtectionOfficer', 'peopleAtClosedUnit old', 'withoutEmail']);
});
