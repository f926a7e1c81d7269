import type { Tx } from '../platform/database.ts';
import type { UnitId } from './unit.ts';

/** What a municipality may decide for itself, with the value that holds until it does. */
export const defaultSettings = {
	/** Below how many do we not show a number to those who see aggregates only? Local policy; 5 is the lowest sensible. */
	disclosureThreshold: 5,
	/** Within how many working days does a manager contact everyone who reports? Local promise, not law. */
	contactWorkingDays: 1,
	/** Within how many working days is a case assessed? Local promise, not law. */
	assessmentWorkingDays: 3,
	/** After how many working days is somebody reminded of a statement that they were asked for? Local choice, not law. */
	statementReminderWorkingDays: 3,
	/** Do we count the wider municipal definition, misuse of one's position (S0:38)? */
	abuseOfPosition: true,
	/** More than how many different cases, opened within ten minutes, does a log review ask about? Local choice, not law. */
	logReviewQuickCases: 15,
	/** More than how many cases, within a week and without a role of one's own there? Local choice, not law. */
	logReviewOutsideCases: 5,
	/** More than how many readings in the night (22–06), within a week? Local choice, not law. */
	logReviewNightReadings: 5,
	/** Reading how many days after a case was handed over? Local choice, not law. */
	logReviewDaysAfterTransfer: 14,
	/** How often is the log to be reviewed, in months? Local choice, not law. */
	logReviewMonths: 3,
	/** Must another person agree that AV, the police or lex Sarah is not needed? Local choice, not law. */
	dutySecondPerson: true,
	/** When is a duty shown as late, in hours? The law says 'utan dröjsmål', 'omedelbart', 'genast'; 24 is practice at best. */
	dutyDangerHours: 1,
	dutySeriousHours: 24,
	dutyInjuryHours: 24,
	dutyLexSarahHours: 24,
	dutyConflictHours: 24,
	dutyRequestHours: 24,
	/** The same for what has no legal deadline, in working days. */
	dutyPoliceWorkingDays: 2,
	dutyStepWorkingDays: 5,
	/** When is a lex Sarah record that an officer has begun shown as late, in working days? The law says 'genast' of all of it. */
	dutyLexSarahInvestigationWorkingDays: 5,
	/** How many days are read notices kept? Local choice, not law. */
	noticeDays: 90
};
export type Settings = typeof defaultSettings;

/** The settings that hold in a municipality. */
export async function getSettings(tx: Tx, municipalityId: UnitId): Promise<Settings> {
	const rows = await tx
		.selectFrom('setting')
		.select(['key', 'value'])
		.where('municipalityId', '=', municipalityId)
		.execute();
	return { ...defaultSettings, ...Object.fromEntries(rows.map(({ key, value }) => [key, value])) };
}
