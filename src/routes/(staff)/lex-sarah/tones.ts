import type { RecordStatus } from '#lib/server/lex-sarah/index.ts';

/** Colours of what a record's status says in words. */
export const recordTones: Record<RecordStatus, 'warning' | 'info' | 'success'> = {
	received: 'warning',
	investigating: 'info',
	decided: 'info',
	closed: 'success'
};
