/** What a measure (åtgärd) is, whatever it comes from. Pure: no database, no clock. */

/** At once, to remove the cause, or so that it does not happen again. */
export const measureKinds = ['immediate', 'corrective', 'preventive'] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** 'Hjälpte det?' */
export const measureEffects = ['yes', 'partly', 'no'] as const;
export type MeasureEffect = (typeof measureEffects)[number];

export type MeasureStatus = 'open' | 'overdue' | 'done' | 'evaluated' | 'cancelled';

/** The most that may be written about a measure, in characters. */
export const measureTextLimit = 2_000;

/** What the status is derived from; nothing is stored twice. Dates are 'ÅÅÅÅ-MM-DD', Europe/Stockholm. */
export interface MeasureState {
	dueDate: string;
	isDone: boolean;
	isCancelled: boolean;
	effect: MeasureEffect | null;
}

/** @param today calendar date in Sweden, e.g. '2026-11-22'; a measure is late from the day after its due date */
export function statusOf(measure: MeasureState, today: string): MeasureStatus {
	if (measure.isCancelled) return 'cancelled';
	if (measure.effect !== null) return 'evaluated';
	if (measure.isDone) return 'done';
	return measure.dueDate < today ? 'overdue' : 'open';
}

/** What may happen to a measure, by its status. A judgement may be made again: effects show with time. */
export const measureSteps = {
	open: ['finish', 'change', 'cancel'],
	overdue: ['finish', 'change', 'cancel'],
	done: ['evaluate'],
	evaluated: ['evaluate'],
	cancelled: []
} as const satisfies Record<MeasureStatus, readonly MeasureStep[]>;
export type MeasureStep = 'finish' | 'change' | 'cancel' | 'evaluate';

/** Whether a step is possible from a status. */
export function isPossible(status: MeasureStatus, step: MeasureStep): boolean {
	return (measureSteps[status] as readonly MeasureStep[]).includes(step);
}
