import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { caseReadingRoles } from '../access/actor.ts';
import { dutyKeys, ruleOfVersion } from '../duties/index.ts';
import type { RoleCode, RoleHolder } from '../organisation/index.ts';
import { Temporal } from 'temporal-polyfill';
import {
	answerersOf,
	officersOf,
	recipientsOf,
	recordAudienceOf,
	remindedRoles,
	type AskedCase
} from './recipients.ts';

const path = ['municipality', 'administration', 'division', 'unit'] as UnitId[];
type Post = [name: string, role: RoleCode, place: string, deputyFor?: string];

const levelOf: Record<string, RoleHolder['level']> = {
	municipality: 'municipality',
	administration: 'administration',
	division: 'division'
};

function holder([name, role, place, deputyFor]: Post, posts: readonly Post[]): RoleHolder {
	return {
		personId: name as PersonId,
		name,
		role,
		unitId: place as UnitId,
		unitName: place,
		level: levelOf[place] ?? 'unit',
		validFrom: '2020-01-01',
		validTo: null,
		givenAt: Temporal.Instant.from('2020-01-01T00:00Z'),
		deputyForId: (deputyFor ?? null) as PersonId | null,
		deputyForName: deputyFor ?? null,
		deputised: posts.flatMap((post) => (post[0] === name && post[3] ? [post[3] as PersonId] : []))
	};
}

const inPost: Post[] = [
	['manager', 'lineManager', 'unit'],
	['head', 'lineManager', 'division'],
	['director', 'lineManager', 'administration'],
	['coordinator', 'securityCoordinator', 'administration']
];

function told(
	to: 'handler' | 'above' | 'furtherAbove' | 'managerAbove',
	changes: Partial<Record<'handlerId' | 'affectedPersonId', string>> & {
		excluded?: string[];
		keptOutByMerge?: string[];
		handlerIsActive?: boolean;
		answeringRole?: RoleCode;
	} = {},
	posts: readonly Post[] = inPost
): string[] {
	const subject: AskedCase = {
		municipalityId: 'municipality' as UnitId,
		unitPath: path,
		handlerId: (changes.handlerId ?? 'manager') as PersonId,
		handlerIsActive: changes.handlerIsActive ?? true,
		affectedPersonId: (changes.affectedPersonId ?? 'reporter') as PersonId,
		excludedPersonIds: (changes.excluded ?? []) as PersonId[],
		keptOutByMerge: (changes.keptOutByMerge ?? []) as PersonId[],
		sharedWith: [],
		hideName: true
	};
	return recipientsOf(
		subject,
		{ to, ownerId: null, ...(changes.answeringRole && { answeringRole: changes.answeringRole }) },
		posts.map((post) => holder(post, posts))
	);
}

test('first the handler, then the next manager up, then the one above', () => {
	expect(told('handler')).toEqual(['manager']);
	expect(told('above')).toEqual(['head']);
	expect(told('furtherAbove')).toEqual(['director']);
});

describe('a duty that a role answers for', () => {
	test('those who hold the role are told with the handler, and nobody more of a step further up', () => {
		expect(told('handler', { answeringRole: 'securityCoordinator' })).toEqual(['manager', 'coordinator']);
		expect(told('above', { answeringRole: 'securityCoordinator' })).toEqual(['head']);
	});

	test('never who may not read the case: who is kept out, and a role that opens no cases', () => {
		expect(told('handler', { answeringRole: 'securityCoordinator', excluded: ['coordinator'] })).toEqual([
			'manager'
		]);
		const posts: Post[] = [...inPost, ['controller', 'controller', 'administration']];
		expect(told('handler', { answeringRole: 'controller' }, posts)).toEqual(['manager']);
	});

	test('a coordinator who handles the case is told once', () => {
		expect(told('handler', { answeringRole: 'securityCoordinator', handlerId: 'coordinator' })).toEqual([
			'coordinator'
		]);
	});

	test('each role that answers for a duty of a case and may read it is among those whose holders are looked up', () => {
		const reading = dutyKeys
			.map((key) => ruleOfVersion(key, 1).answers)
			.filter((role) => (caseReadingRoles as readonly string[]).includes(role));
		expect(reading).toContain('securityCoordinator');
		expect(reading.filter((role) => !(remindedRoles as readonly string[]).includes(role))).toEqual([]);
	});
});

describe('above the handler', () => {
	test('who it is about is passed over', () => {
		expect(told('above', { excluded: ['head'] })).toEqual(['director']);
		expect(told('furtherAbove', { excluded: ['head'] })).toEqual(['coordinator']);
	});

	test('so is who a merged report is about', () => {
		expect(told('above', { keptOutByMerge: ['head'] })).toEqual(['director']);
	});

	test('so is who was exposed', () => {
		expect(told('above', { affectedPersonId: 'head' })).toEqual(['director']);
	});

	test('nobody left: the security coordinator', () => {
		expect(told('above', { handlerId: 'director' })).toEqual(['coordinator']);
		expect(told('above', { excluded: ['head', 'director'] })).toEqual(['coordinator']);
		expect(told('furtherAbove', { excluded: ['head', 'director'] })).toEqual([]);
	});

	test('of what the coordinator has not done, the manager above; never the coordinator instead', () => {
		expect(told('managerAbove')).toEqual(['head']);
		expect(told('managerAbove', { excluded: ['head', 'director'] })).toEqual([]);
	});

	test('nobody at all, also no coordinator who may know: nobody', () => {
		expect(told('above', { excluded: ['head', 'director', 'coordinator'] })).toEqual([]);
	});

	test('a deputy is told through the one they stand in for, not as somebody above', () => {
		const posts: Post[] = [...inPost, ['deputy', 'lineManager', 'administration', 'director']];
		expect(told('above', { handlerId: 'head' }, posts)).toEqual(['director']);
	});

	test('a manager who stands in for who it is about keeps the post that is their own', () => {
		const posts: Post[] = [...inPost, ['director', 'lineManager', 'division', 'head']];
		expect(told('above', { excluded: ['head'] }, posts)).toEqual(['director']);
	});

	test('of a case that the coordinator handles: the nearest manager who may know of it', () => {
		expect(told('above', { handlerId: 'coordinator', excluded: ['manager'] })).toEqual(['head']);
	});
});

test('a handler who has left: the next manager up instead', () => {
	expect(told('handler', { handlerIsActive: false })).toEqual(['head']);
});

describe('beside cases', () => {
	const posts: Post[] = [
		...inPost,
		['officer', 'lexSarahOfficer', 'administration'],
		['elsewhere', 'lexSarahOfficer', 'other'],
		['standIn', 'lexSarahOfficer', 'administration', 'officer']
	];
	const holders = posts.map((post) => holder(post, posts));

	test('a lex Sarah record is its officers’, never one whom the case is about', () => {
		const record = {
			municipalityId: 'municipality' as UnitId,
			unitPath: path,
			affectedPersonId: 'reporter' as PersonId,
			excludedPersonIds: [] as PersonId[]
		};
		expect(officersOf(record, holders)).toEqual(['officer']);
		expect(officersOf({ ...record, excludedPersonIds: ['officer' as PersonId] }, holders)).toEqual([]);
		expect(officersOf({ ...record, affectedPersonId: 'officer' as PersonId }, holders)).toEqual([]);
	});

	describe('a lex Sarah record that nobody sees to', () => {
		const all: Post[] = [
			...posts,
			['second', 'lexSarahOfficer', 'administration'],
			['chief', 'lineManager', 'municipality']
		];
		const toldOf = (
			changes: { handlerId?: string; officerId?: string; excluded?: string[] } = {},
			held: readonly Post[] = all
		) => {
			const record = {
				municipalityId: 'municipality' as UnitId,
				unitPath: path,
				affectedPersonId: 'reporter' as PersonId,
				excludedPersonIds: (changes.excluded ?? []) as PersonId[],
				handlerId: (changes.handlerId ?? 'manager') as PersonId,
				officerId: (changes.officerId ?? null) as PersonId | null
			};
			const asHeld = held.map((post) => holder(post, held));
			return (['officers', 'above', 'furtherAbove'] as const).map((to) => {
				const { people, managersOf } = recordAudienceOf(record, to, asHeld);
				return [people.join(' '), managersOf];
			});
		};

		test('is its officer’s, then the other officers’; then the administration learns that one waits', () => {
			expect(toldOf({ officerId: 'second' })).toEqual([
				['second', null],
				['officer', null],
				['director', 'administration']
			]);
		});

		test('is all officers’ while nobody has begun, and when who had begun is officer no more', () => {
			const expected = [
				['officer second', null],
				['director', 'administration'],
				['chief', 'municipality']
			];
			expect(toldOf()).toEqual(expected);
			expect(toldOf({ officerId: 'former' })).toEqual(expected);
		});

		test('without any officer goes above them at once', () => {
			expect(toldOf({}, inPost)).toEqual([
				['', null],
				['director', 'administration'],
				['', null]
			]);
		});

		test('is told to no manager who handles the case, whom it is about, or who is an officer', () => {
			const above = (changes: Parameters<typeof toldOf>[0]) => toldOf(changes)[1];
			expect(above({ handlerId: 'director' })).toEqual(['chief', 'municipality']);
			expect(above({ excluded: ['director', 'officer'] })).toEqual(['chief', 'municipality']);
			const both: Post[] = [...inPost, ['director', 'lexSarahOfficer', 'administration']];
			expect(toldOf({}, both)).toEqual([
				['director', null],
				['', null],
				['', null]
			]);
		});
	});

	test('a request about a workplace is the nearest manager’s, then the one above, never who asked', () => {
		const request = { unitPath: path, requestedBy: 'representative' as PersonId };
		expect(answerersOf(request, 'handler', holders)).toEqual(['manager']);
		expect(answerersOf(request, 'above', holders)).toEqual(['head']);
		const own = { ...request, requestedBy: 'manager' as PersonId };
		expect(answerersOf(own, 'handler', holders)).toEqual(['head']);
		expect(answerersOf(request, 'handler', [])).toEqual([]);
	});
});
