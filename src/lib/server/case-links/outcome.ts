import type { Outcome } from '../cases/index.ts';

/** Codes; texts in messages/ `links_problem_<code>`. */
export type LinkProblem =
	/** There is none, or the actor may not use it for this: the same answer, so that nobody learns which. */
	| 'noSuchCase'
	| 'sameCase'
	| 'already'
	/** One of them is merged already. */
	| 'notPossible'
	/** Nobody has spoken with the reporter whose case would end. */
	| 'contactFirst'
	/** Who handles the main case is kept out of the other one. */
	| 'handlerKeptOut';

/** What a command answers, when it does not throw. Nothing was written unless `ok`. */
export type LinkOutcome = Outcome | { ok: false; because: 'problem'; field: string; problem: LinkProblem };

export function problem(field: string, code: LinkProblem): LinkOutcome {
	return { ok: false, because: 'problem', field, problem: code };
}
