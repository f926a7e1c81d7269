/** One line of JSON per event, to standard error. Never personal data, never case content. */
export function logError(event: string, details: Record<string, unknown>): void {
	console.error(JSON.stringify({ at: new Date().toISOString(), event, ...details }));
}

/** The same for what is no defect, and still something that an operator wants to see: a refused sign-in, a provider that is down. */
export function logWarning(event: string, details: Record<string, unknown>): void {
	console.warn(JSON.stringify({ at: new Date().toISOString(), level: 'warning', event, ...details }));
}

/**
 * What of an error may be logged: its kind, PostgreSQL's code and the stack's places. Messages of unexpected errors are left
 * out, since a database error can quote the value it refused.
 */
export function describeError(error: unknown): Record<string, unknown> {
	if (!(error instanceof Error)) return { kind: typeof error };
	const { code, constraint } = error as { code?: unknown; constraint?: unknown };
	const places = (error.stack ?? '').split('\n').filter((text) => /^\s+at /.test(text));
	return { kind: error.name, code, constraint, stack: places.slice(0, 12).map((text) => text.trim()) };
}
