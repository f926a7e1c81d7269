/** Which settings there are to set, in which order, and between which limits. Pure; every word is in messages/ `setting_…`. */
import { defaultSettings, type Settings } from '../organisation/index.ts';

/** What is counted. */
export type SettingUnit = 'hours' | 'workingDays' | 'days' | 'count';

/** A number that may be set, and the fewest and the most it may be. */
export interface NumberLimits {
	unit: SettingUnit;
	fewest: number;
	most: number;
}

const hours = (most: number) => ({ unit: 'hours', fewest: 1, most }) as const;
const workingDays = (most: number) => ({ unit: 'workingDays', fewest: 1, most }) as const;

/**
 * The numbers. No law gives a limit. A level for what the law wants 'genast' or 'utan dröjsmål' ends at three days: a longer one would
 * say that nothing is late. The figures' threshold never goes below the default: the groups would be people.
 */
export const numberSettings = {
	contactWorkingDays: workingDays(10),
	assessmentWorkingDays: workingDays(30),
	statementReminderWorkingDays: workingDays(20),
	dutyDangerHours: hours(24),
	dutySeriousHours: hours(72),
	dutyInjuryHours: hours(72),
	dutyLexSarahHours: hours(72),
	dutyConflictHours: hours(72),
	dutyRequestHours: hours(72),
	dutyPoliceWorkingDays: workingDays(10),
	dutyStepWorkingDays: workingDays(30),
	dutyLexSarahInvestigationWorkingDays: workingDays(30),
	disclosureThreshold: { unit: 'count', fewest: defaultSettings.disclosureThreshold, most: 50 },
	noticeDays: { unit: 'days', fewest: 7, most: 365 }
} as const satisfies Partial<Record<keyof Settings, NumberLimits>>;
export type NumberSetting = keyof typeof numberSettings;

/** The questions with yes or no. */
export const switchSettings = ['dutySecondPerson', 'abuseOfPosition'] as const satisfies (keyof Settings)[];
export type SwitchSetting = (typeof switchSettings)[number];
export type SettingKey = NumberSetting | SwitchSetting;

/** What stands together on the page, in its order. */
export const settingGroups = {
	contact: ['contactWorkingDays', 'assessmentWorkingDays', 'statementReminderWorkingDays'],
	levels: [
		'dutyDangerHours',
		'dutySeriousHours',
		'dutyInjuryHours',
		'dutyLexSarahHours',
		'dutyLexSarahInvestigationWorkingDays',
		'dutyConflictHours',
		'dutyRequestHours',
		'dutyPoliceWorkingDays',
		'dutyStepWorkingDays'
	],
	secondPerson: ['dutySecondPerson'],
	figures: ['disclosureThreshold', 'abuseOfPosition'],
	notices: ['noticeDays']
} as const satisfies Record<string, readonly SettingKey[]>;
export type SettingGroup = keyof typeof settingGroups;

/** Every setting that an administrator may set. Those of the log's review are the data protection officer's (log-review). */
export const settingKeys: readonly SettingKey[] = Object.values(settingGroups).flat();

/** What a number may be; null for a question with yes or no. */
export function limitsOf(key: SettingKey): NumberLimits | null {
	return key in numberSettings ? numberSettings[key as NumberSetting] : null;
}

/** What may be set, with a value each. */
export type SettingValues = { [Key in SettingKey]: Settings[Key] };

/** What somebody wants to change, compared with what they saw; and what another person set in between. */
export interface Comparison {
	/** Changed on the page, and still as it was seen. */
	changes: SettingKey[];
	/** Changed on the page, and by somebody else to another value meanwhile. */
	overtaken: SettingKey[];
}

/** Only what was changed on the page is written: a page that lay open does not set back what others have set. */
export function compareSettings(
	wanted: SettingValues,
	seen: Readonly<Partial<SettingValues>>,
	current: SettingValues
): Comparison {
	const touched = settingKeys.filter((key) => wanted[key] !== seen[key] && wanted[key] !== current[key]);
	return {
		changes: touched.filter((key) => seen[key] === current[key]),
		overtaken: touched.filter((key) => seen[key] !== current[key])
	};
}
