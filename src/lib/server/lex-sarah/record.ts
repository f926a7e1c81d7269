/** How a lex Sarah record goes from the hand-over to its end. Pure: no database, no clock. Law: README.md. */
import type { Temporal } from 'temporal-polyfill';
import { wordedClock, type WordedClock } from '../duties/index.ts';
import type { Settings } from '../organisation/index.ts';

/** `received`: no officer has begun. `decided`: assessed; what is serious may still have to go to IVO. */
export const recordStatuses = ['received', 'investigating', 'decided', 'closed'] as const;
export type RecordStatus = (typeof recordStatuses)[number];

/** What the documentation consists of. `supplement`: more from who handed over. */
export const entryKinds = ['supplement', 'documentation', 'investigation', 'measure', 'closing'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What an officer adds while the record is open; the others come with what they belong to. */
export const writtenKinds = ['documentation', 'investigation', 'measure'] as const satisfies EntryKind[];

/** The officer's assessment. `serious`: a serious shortcoming, or a tangible risk of one. */
export const assessments = ['noShortcoming', 'shortcoming', 'serious'] as const;
export type Assessment = (typeof assessments)[number];

/** What a decision says that matters for the rules. */
export interface DecisionFacts {
	assessment: Assessment;
	reportToIvo: boolean;
	decidedAt: Temporal.Instant;
	/** Calendar date; null: not sent yet. */
	ivoSentOn: string | null;
}

/** A record, as far as the rules need it. */
export interface RecordFacts {
	status: RecordStatus;
	handedOverAt: Temporal.Instant;
	startedAt: Temporal.Instant | null;
	/** The latest one; null: none yet. */
	decision: DecisionFacts | null;
	/** The kinds of what has been documented. */
	entryKinds: readonly EntryKind[];
}

/** What is missing before a record can be closed; texts in messages/ `lex_missing_<code>`. */
export type MissingForClosing = 'decision' | 'investigation' | 'measure' | 'ivoSent';

/** A shortcoming is investigated and remedied (27 kap. 5 §), and what is to go to IVO has gone (6 §), before the record ends. */
export function missingForClosing({
	decision,
	entryKinds: kinds
}: Pick<RecordFacts, 'decision' | 'entryKinds'>): MissingForClosing[] {
	const missing: MissingForClosing[] = [];
	if (!kinds.includes('investigation')) missing.push('investigation');
	if (decision === null) return [...missing, 'decision'];
	if (decision.assessment !== 'noShortcoming' && !kinds.includes('measure')) missing.push('measure');
	if (decision.reportToIvo && decision.ivoSentOn === null) missing.push('ivoSent');
	return missing;
}

/** Whether 27 kap. 5 § is done: documented and investigated, assessed, and remedied when something was wrong. */
export function isInvestigated(record: Pick<RecordFacts, 'decision' | 'entryKinds'>): boolean {
	return missingForClosing(record).every((missing) => missing === 'ivoSent');
}

/** Whether a decision can be: what is serious shall be reported to IVO (27 kap. 6 §). The other way round the officer may choose. */
export function isPossibleDecision({
	assessment,
	ivo
}: {
	assessment: Assessment;
	ivo: 'yes' | 'no';
}): boolean {
	return assessment !== 'serious' || ivo === 'yes';
}

/** `investigate`: SoL 27 kap. 5 §, 'genast'. `ivo`: 6 §, 'snarast'. */
export const clockKeys = ['investigate', 'ivo'] as const;
export type ClockKey = (typeof clockKeys)[number];

/** From the hand-over until the investigation is done: what the law asks for at once does not end when somebody begins with it. */
const investigationLevel = { workingDays: 'dutyLexSarahInvestigationWorkingDays' } as const;

/**
 * The clocks that run or have run for a record. The first one stops when the record is investigated, remedied and decided; its local level
 * is that of the rule until an officer has begun, then a longer one.
 */
export function clocksOf(
	record: Pick<RecordFacts, 'handedOverAt' | 'startedAt' | 'decision' | 'entryKinds'>,
	settings: Settings,
	now: Temporal.Instant
): ({ key: ClockKey } & WordedClock)[] {
	const { handedOverAt, startedAt, decision } = record;
	const stoppedAt = isInvestigated(record) ? decision!.decidedAt : null;
	const work = { startedAt: handedOverAt, stoppedAt };
	const level = startedAt === null ? undefined : investigationLevel;
	const clocks: ({ key: ClockKey } & WordedClock)[] = [
		{ key: 'investigate', ...wordedClock('lexSarahInvestigation', work, settings, now, level) }
	];
	if (decision?.reportToIvo) {
		const sent = {
			startedAt: decision.decidedAt,
			stoppedAt: decision.ivoSentOn === null ? null : decision.decidedAt
		};
		clocks.push({ key: 'ivo', ...wordedClock('lexSarahIvo', sent, settings, now) });
	}
	return clocks;
}
