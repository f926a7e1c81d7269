/** Colours of what a threat assessment says in words. The colour only helps the eye. */
import type { AssessmentState, ThreatLevel } from '#lib/server/threat-assessments/index.ts';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

export const levelTones: Record<ThreatLevel, Tone> = {
	low: 'success',
	elevated: 'info',
	high: 'warning',
	acute: 'danger'
};

export const stateTones: Record<AssessmentState, Tone> = {
	valid: 'neutral',
	reviewDue: 'warning',
	expired: 'danger'
};
