import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { routeIncident, type Receiver, type Route, type RoutingFacts } from './routing.ts';

/** municipality → administration → division → unit */
const path = ['municipality', 'administration', 'division', 'unit'] as UnitId[];
type Place = 'municipality' | 'administration' | 'division' | 'unit';
/** A post: who, where, and for whom they stand in. */
type Post = [name: string, place: Place, deputyFor?: string];
const holding = ([name, place, deputyFor]: Post): Receiver => ({
	personId: name as PersonId,
	unitId: place as UnitId,
	deputyForId: deputyFor === undefined ? null : (deputyFor as PersonId)
});

const everybodyInPost: Post[] = [
	['unit manager', 'unit'],
	['head', 'division'],
	['director', 'administration']
];

function route({
	managers = everybodyInPost,
	managersThen = managers,
	coordinators = [['coordinator', 'administration']],
	...facts
}: Partial<Omit<RoutingFacts, 'managers' | 'managersThen' | 'coordinators'>> & {
	managers?: Post[];
	managersThen?: Post[];
	coordinators?: Post[];
}): Route {
	return routeIncident({
		path,
		managers: managers.map(holding),
		managersThen: managersThen.map(holding),
		coordinators: coordinators.map(holding),
		reporterId: 'reporter' as PersonId,
		affectedPersonId: 'reporter' as PersonId,
		origin: 'self',
		involvedPersonIds: [],
		nearestManagerInvolved: false,
		...facts
	});
}

const people = (...names: string[]) => names as PersonId[];
const person = (name: string) => name as PersonId;

const table: [
	sentence: string,
	facts: Parameters<typeof route>[0],
	expected: { handler: string | null; because: Route['because']; keptOut?: string[]; vacant?: string[] }
][] = [
	[
		'the manager of the unit receives what has nothing to do with them',
		{},
		{ handler: 'unit manager', because: 'nearestManager' }
	],
	[
		'about "chef" without a name: the next one up, and the nearest never sees it',
		{ nearestManagerInvolved: true },
		{ handler: 'head', because: 'nearestManagerInvolved', keptOut: ['unit manager'] }
	],
	[
		'about a manager higher up: the nearest receives it, and the one higher up never sees it',
		{ involvedPersonIds: people('head') },
		{ handler: 'unit manager', because: 'nearestManager', keptOut: ['head'] }
	],
	[
		'about some other manager: nobody in the line is kept out',
		{ involvedPersonIds: [], nearestManagerInvolved: false },
		{ handler: 'unit manager', because: 'nearestManager', keptOut: [] }
	],
	[
		'about two managers in the line: the first one that it is not about',
		{ involvedPersonIds: people('unit manager', 'head') },
		{ handler: 'director', because: 'nearestManagerInvolved', keptOut: ['unit manager', 'head'] }
	],
	[
		'about the whole line: the security coordinator',
		{ involvedPersonIds: people('unit manager', 'head', 'director') },
		{ handler: 'coordinator', because: 'securityCoordinator', keptOut: ['unit manager', 'head', 'director'] }
	],
	[
		'about the whole line and the coordinator: nobody, and the administrator must be told',
		{ involvedPersonIds: people('unit manager', 'head', 'director', 'coordinator') },
		{
			handler: null,
			because: 'nobodyInPost',
			keptOut: ['unit manager', 'head', 'director', 'coordinator']
		}
	],
	[
		'about a colleague: the nearest manager, and the colleague never sees it whatever their role',
		{ involvedPersonIds: people('colleague') },
		{ handler: 'unit manager', because: 'nearestManager', keptOut: ['colleague'] }
	],
	[
		'about a colleague who is the coordinator: another coordinator, when the line cannot',
		{
			managers: [],
			coordinators: [
				['coordinator', 'administration'],
				['second coordinator', 'municipality']
			],
			involvedPersonIds: people('coordinator')
		},
		{
			handler: 'second coordinator',
			because: 'securityCoordinator',
			keptOut: ['coordinator'],
			vacant: ['unit', 'division', 'administration']
		}
	],
	[
		'no manager of the unit: the next one up, and the gap is told',
		{ managers: everybodyInPost.slice(1) },
		{ handler: 'head', because: 'noManagerInPost', vacant: ['unit'] }
	],
	[
		'no manager of the unit or the division: the director, and both gaps are told',
		{ managers: everybodyInPost.slice(2) },
		{ handler: 'director', because: 'noManagerInPost', vacant: ['unit', 'division'] }
	],
	[
		'no manager of the unit, about "chef": that is the head, so the director receives it',
		{ managers: everybodyInPost.slice(1), nearestManagerInvolved: true },
		{ handler: 'director', because: 'nearestManagerInvolved', keptOut: ['head'], vacant: ['unit'] }
	],
	[
		'no manager at all: the coordinator; that the municipality has no line manager is no gap',
		{ managers: [] },
		{ handler: 'coordinator', because: 'securityCoordinator', vacant: ['unit', 'division', 'administration'] }
	],
	[
		'nobody in post at all: nobody receives it',
		{ managers: [], coordinators: [] },
		{ handler: null, because: 'nobodyInPost', vacant: ['unit', 'division', 'administration'] }
	],
	[
		'a manager who reports what happened to themselves: their own manager',
		{ reporterId: person('unit manager'), affectedPersonId: person('unit manager') },
		{ handler: 'head', because: 'nearestManagerIsAffected' }
	],
	[
		'a manager who reports about "chef" means their own manager, not themselves',
		{
			reporterId: person('unit manager'),
			affectedPersonId: person('unit manager'),
			nearestManagerInvolved: true
		},
		{ handler: 'director', because: 'nearestManagerInvolved', keptOut: ['head'] }
	],
	[
		'while somebody stands in, it is still the manager’s: the deputy acts on it as long as they do',
		{ managers: [['deputy', 'unit', 'unit manager'], ...everybodyInPost] },
		{ handler: 'unit manager', because: 'nearestManager' }
	],
	[
		'about "chef" while somebody stands in: it may be either of them',
		{ managers: [['deputy', 'unit', 'unit manager'], ...everybodyInPost], nearestManagerInvolved: true },
		{ handler: 'head', because: 'nearestManagerInvolved', keptOut: ['deputy', 'unit manager'] }
	],
	[
		'about "chef", who has left the post since: neither that one nor the one there now',
		{
			managersThen: [['former manager', 'unit'], ...everybodyInPost.slice(1)],
			nearestManagerInvolved: true
		},
		{ handler: 'head', because: 'nearestManagerInvolved', keptOut: ['unit manager', 'former manager'] }
	],
	[
		'about a manager for whom somebody stands in: the next one up',
		{
			managers: [['deputy', 'unit', 'unit manager'], ...everybodyInPost],
			involvedPersonIds: people('unit manager')
		},
		{ handler: 'head', because: 'nearestManagerInvolved', keptOut: ['unit manager'] }
	],
	[
		'the head stands in for a manager it is about: the head receives it, in the post of their own',
		{
			managers: [['head', 'unit', 'unit manager'], ...everybodyInPost],
			involvedPersonIds: people('unit manager')
		},
		{ handler: 'head', because: 'nearestManagerInvolved', keptOut: ['unit manager'] }
	],
	[
		'the deputy reports what happened to themselves while the manager is away: the next one up',
		{
			managers: [['deputy', 'unit', 'unit manager'], ...everybodyInPost],
			reporterId: person('deputy'),
			affectedPersonId: person('deputy')
		},
		{ handler: 'head', because: 'nearestManagerIsAway' }
	],
	[
		'the deputy reports about "chef": the manager they stand in for, or the next one up, so neither sees it',
		{
			managers: [['deputy', 'unit', 'unit manager'], ...everybodyInPost],
			reporterId: person('deputy'),
			affectedPersonId: person('deputy'),
			nearestManagerInvolved: true
		},
		{ handler: 'director', because: 'nearestManagerInvolved', keptOut: ['unit manager', 'head'] }
	],
	[
		'it is about the deputy while the manager is away: the next one up',
		{
			managers: [['deputy', 'unit', 'unit manager'], ...everybodyInPost],
			involvedPersonIds: people('deputy')
		},
		{ handler: 'head', because: 'nearestManagerIsAway', keptOut: ['deputy'] }
	],
	[
		'the deputy registers what they were told: the manager’s, and so the deputy’s to act on',
		{
			managers: [['deputy', 'unit', 'unit manager'], ...everybodyInPost],
			reporterId: person('deputy'),
			affectedPersonId: person('employee'),
			origin: 'wordOfMouth'
		},
		{ handler: 'unit manager', because: 'nearestManager' }
	],
	[
		'a manager who shares the post and reports about "chef": who shares it is not meant',
		{
			managers: [['deputy', 'unit'], ...everybodyInPost],
			reporterId: person('unit manager'),
			affectedPersonId: person('unit manager'),
			nearestManagerInvolved: true
		},
		{ handler: 'deputy', because: 'nearestManager', keptOut: ['head'] }
	],
	[
		'two managers share the unit and it is about "chef": neither of them sees it',
		{ managers: [['deputy', 'unit'], ...everybodyInPost], nearestManagerInvolved: true },
		{ handler: 'head', because: 'nearestManagerInvolved', keptOut: ['deputy', 'unit manager'] }
	],
	[
		'two managers share the unit and it is about one of them: the other receives it',
		{ managers: [['deputy', 'unit'], ...everybodyInPost], involvedPersonIds: people('deputy') },
		{ handler: 'unit manager', because: 'nearestManager', keptOut: ['deputy'] }
	],
	[
		'a colleague reports what happened to the manager: the manager reads it as the affected one, the head handles it',
		{ affectedPersonId: person('unit manager'), origin: 'onBehalf' },
		{ handler: 'head', because: 'nearestManagerIsAffected' }
	],
	[
		'a manager reports on behalf of a colleague: somebody else handles it',
		{ reporterId: person('unit manager'), affectedPersonId: person('employee'), origin: 'onBehalf' },
		{ handler: 'head', because: 'nearestManagerIsAffected' }
	],
	[
		'a manager registers what they were told: they handle it themselves',
		{ reporterId: person('unit manager'), affectedPersonId: person('employee'), origin: 'wordOfMouth' },
		{ handler: 'unit manager', because: 'nearestManager' }
	],
	[
		'a head registers what they were told about "chef": the unit manager is kept out, the head handles it',
		{
			reporterId: person('head'),
			affectedPersonId: person('employee'),
			origin: 'wordOfMouth',
			nearestManagerInvolved: true
		},
		{ handler: 'head', because: 'nearestManagerInvolved', keptOut: ['unit manager'] }
	],
	[
		'nobody is kept out of what they report themselves, even if they name themselves',
		{ involvedPersonIds: people('reporter') },
		{ handler: 'unit manager', because: 'nearestManager', keptOut: [] }
	],
	[
		'the affected person is not kept out of the report, even if somebody names them',
		{ affectedPersonId: person('employee'), origin: 'onBehalf', involvedPersonIds: people('employee') },
		{ handler: 'unit manager', because: 'nearestManager', keptOut: [] }
	],
	[
		'a manager of several levels who is involved is passed over at each of them',
		{
			managers: [
				['unit manager', 'unit'],
				['unit manager', 'division'],
				['director', 'administration']
			],
			nearestManagerInvolved: true
		},
		{ handler: 'director', because: 'nearestManagerInvolved', keptOut: ['unit manager'] }
	],
	[
		'a report from a division goes to its head',
		{ path: path.slice(0, 3) },
		{ handler: 'head', because: 'nearestManager' }
	],
	[
		'a report from the municipality itself goes to the coordinator when nobody manages it',
		{ path: path.slice(0, 1), managers: [], coordinators: [['coordinator', 'municipality']] },
		{ handler: 'coordinator', because: 'securityCoordinator', vacant: [] }
	]
];

describe('who receives a report', () => {
	test.each(table)('%s', (_, facts, { handler, because, keptOut = [], vacant = [] }) => {
		expect(route(facts)).toEqual({
			handlerId: handler,
			because,
			excludedPersonIds: keptOut,
			vacantUnitIds: vacant
		});
	});

	test.each(table)('whoever it is about, or is exposed, never receives it: %s', (_, facts) => {
		const { handlerId, excludedPersonIds } = route(facts);
		expect(excludedPersonIds).not.toContain(handlerId);
		expect(handlerId).not.toBe(facts.affectedPersonId ?? 'reporter');
	});
});
