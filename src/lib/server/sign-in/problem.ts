/**
 * Why somebody did not come in by an identity provider, as the page says it. Nobody learns more than that: which check of a
 * token failed is for the operator's log.
 */
export const signInProblems = [
	/** The provider does not answer, or answers with an error of its own. */
	'unavailable',
	/** The person said no there, or the provider did. */
	'cancelled',
	/** Too late, a second time, or from another browser. */
	'startOver',
	/** What the provider answered does not hold. */
	'refused',
	/** The provider knows them, and we do not (or not any more). */
	'unknownPerson',
	/** Asked to prove again who they are, somebody else came. */
	'otherPerson'
] as const;
export type SignInProblem = (typeof signInProblems)[number];

/** Thrown inside the module, and turned into a page and a line in the log in one place (external.ts). */
export class SignInRefused extends Error {
	override name = 'SignInRefused';
	readonly problem: SignInProblem;
	/** What was wrong, for the operator: codes and names of claims, never what stood in them. */
	readonly reason: string;

	constructor(problem: SignInProblem, reason: string) {
		super(reason);
		this.problem = problem;
		this.reason = reason;
	}
}
