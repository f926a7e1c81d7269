/** Colours of what cases and measures say in words. The colour only helps the eye. */
import type { CaseStatus, Urgency } from '#lib/server/cases/index.ts';
import type { MeasureStatus } from '#lib/server/measures/index.ts';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

export const statusTones: Record<CaseStatus, Tone> = {
	received: 'warning',
	assessing: 'info',
	acting: 'info',
	followingUp: 'info',
	closed: 'success',
	transferred: 'neutral',
	notUndueInfluence: 'neutral'
};

export const toneOfUrgency: Record<Urgency, Tone> = { overdue: 'danger', today: 'warning', later: 'neutral' };

export const measureTones: Record<MeasureStatus, Tone> = {
	open: 'info',
	overdue: 'danger',
	done: 'warning',
	evaluated: 'success',
	cancelled: 'neutral'
};
