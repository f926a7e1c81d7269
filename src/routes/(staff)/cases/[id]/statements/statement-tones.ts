/** Colours of how a request for a statement stands. The colour only helps the eye. */
import type { StatementStatus } from '#lib/server/statements/index.ts';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

export const statementTones: Record<StatementStatus, Tone> = {
	waiting: 'info',
	late: 'danger',
	sent: 'warning',
	accepted: 'success',
	declined: 'neutral',
	withdrawn: 'neutral'
};
