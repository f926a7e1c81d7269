/** A safety representative's request. Pure. Law: README.md. */

/** `accepted`: what was asked for is done. `partly`: some of it, or something else. `declined`: none of it. */
export const safetyAnswers = ['accepted', 'partly', 'declined'] as const;
export type SafetyAnswer = (typeof safetyAnswers)[number];

/** What the representative may do next, by how the request stands. */
export type NextForRepresentative =
	/** No answer yet: wait, remind, or go on when it takes too long. */
	| 'waiting'
	/** The answer heeds the request. */
	| 'heeded'
	/** The answer does not, or only in part: the authority may be asked. */
	| 'mayGoOn'
	/** The representative has gone on. */
	| 'wentOn';

/** What is next for who asked. Going on is the representative's right in every state: this is only which words are shown first. */
export function nextForRepresentative(request: {
	answer: SafetyAnswer | null;
	authorityOn: string | null;
}): NextForRepresentative {
	if (request.authorityOn !== null) return 'wentOn';
	if (request.answer === null) return 'waiting';
	return request.answer === 'accepted' ? 'heeded' : 'mayGoOn';
}
