export * from './clock.ts';
export * from './decision.ts';
export * from './duties.ts';
export { answeringRoles, evaluateDuties, ruleOfVersion, ruleOn } from './engine.ts';
export * from './facts.ts';
export * from './offences.ts';
export {
	carryDuties,
	findRow,
	isStored,
	saidNotNeeded,
	storeDecision,
	type DutyRow,
	type NewDecision
} from './queries.ts';
export { reasonCodes, reasonsFor, type ReasonCode } from './reasons.ts';
export * from './rule.ts';
export { localDueOf, wordedClock, type WordedClock, type WordedClockState } from './worded-clock.ts';
