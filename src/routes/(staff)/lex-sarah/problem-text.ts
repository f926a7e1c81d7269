import { m } from '#lib/paraglide/messages.js';
import type { LexSarahOutcome } from '#lib/server/lex-sarah/index.ts';

/** Why a form about a record was not accepted, in a sentence for the form as a whole. */
export function lexSarahProblem(outcome: Exclude<LexSarahOutcome, { ok: true }>): Record<string, string> {
	if (outcome.problem !== 'missing') return { '': m[`lex_problem_${outcome.problem}`]() };
	const list = outcome.missing.map((code) => m[`lex_missing_${code}`]()).join('; ');
	return { '': m.lex_problem_missing({ list }) };
}
