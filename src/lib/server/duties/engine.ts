/** Which duties the facts call for, and why. Pure: no database, no clock. */
import { Temporal } from 'temporal-polyfill';
import type { RoleCode } from '../organisation/index.ts';
import type { DutyFacts } from './facts.ts';
import { reasonCodes, reasonsFor, type ReasonCode } from './reasons.ts';
import { dutyKeys, perPersonDuties, type DutyKey, type DutyRule, type RuleKey } from './rule.ts';
import { rules } from './rules.ts';

/** What several reports of one event say together. */
export interface FactsTogether {
	ofEvent: DutyFacts;
	/** Only the reports about the same exposed person. */
	ofPerson: DutyFacts;
}

/** A duty that the facts call for. */
export interface SuggestedDuty {
	key: DutyKey;
	/** The version of the rule that suggests it. */
	version: number;
	/** Why, in the order they are shown; never empty. */
	reasons: ReasonCode[];
}

/**
 * The rule as it is on a day in Sweden.
 * @throws Error when no version covers the day, or more than one does: a gap in what we know must not pass as 'nothing to do'
 */
export function ruleOn(key: RuleKey, date: Temporal.PlainDate, among: readonly DutyRule[] = rules): DutyRule {
	if (!(date instanceof Temporal.PlainDate)) throw new Error(`the duty ${key} needs a date to be judged by`);
	const day = date.toString();
	const valid = among.filter(
		(rule) => rule.key === key && rule.validFrom <= day && (rule.validTo === null || day <= rule.validTo)
	);
	if (valid.length !== 1) throw new Error(`${valid.length} versions of the rule ${key} cover ${day}`);
	return valid[0]!;
}

/** The rules of the day asked about last: every report asks about today. */
let latest: { day: string; rules: ReadonlyMap<DutyKey, DutyRule> } | null = null;

function rulesOn(date: Temporal.PlainDate): ReadonlyMap<DutyKey, DutyRule> {
	const day = date.toString();
	if (latest?.day !== day) latest = { day, rules: new Map(dutyKeys.map((key) => [key, ruleOn(key, date)])) };
	return latest.rules;
}

/** The roles that answer for some duties, by the rules of a day. Whoever handles the case is not one of them. */
export function answeringRoles(keys: readonly DutyKey[], date: Temporal.PlainDate): RoleCode[] {
	const ofDay = rulesOn(date);
	const answerers = new Set(keys.map((key) => ofDay.get(key)!.answers));
	return [...answerers].filter((answerer) => answerer !== 'handler');
}

/** A version of a rule that a duty was raised under. @throws Error when it is unknown */
export function ruleOfVersion(key: RuleKey, version: number): DutyRule {
	const rule = rules.find((one) => one.key === key && one.version === version);
	if (!rule) throw new Error(`the rule ${key} has no version ${version}`);
	return rule;
}

/**
 * The duties that the facts call for, by the rules of a day. A suggestion: a named person decides each one.
 * @param applied versions that duties of the case were raised under: those go on being judged by them
 * @param together of a case that other reports of the event were merged into: their facts and its own, which may call for more
 * @throws Error when the rules do not cover the day
 */
export function evaluateDuties(
	facts: DutyFacts,
	date: Temporal.PlainDate,
	applied: ReadonlyMap<DutyKey, number> = new Map(),
	together: FactsTogether | null = null
): SuggestedDuty[] {
	const own = reasonsFor(facts);
	const withOthers = (others: DutyFacts | undefined) => {
		const found = new Set([...own, ...(others ? reasonsFor(others) : [])]);
		return reasonCodes.filter((code) => found.has(code));
	};
	const ofEvent = withOthers(together?.ofEvent);
	const ofPerson = withOthers(together?.ofPerson);
	const ofDay = rulesOn(date);
	return dutyKeys.flatMap((key) => {
		const version = applied.get(key);
		const rule = version === undefined ? ofDay.get(key)! : ruleOfVersion(key, version);
		const holding = perPersonDuties.includes(key) ? ofPerson : ofEvent;
		const reasons = holding.filter((code) => rule.when.includes(code));
		return reasons.length > 0 ? [{ key, version: rule.version, reasons }] : [];
	});
}
