/** The words of conflicts of interest and of reviewed decisions. Pure. */

/** Whether there is a conflict of interest. */
export const conflictOutcomes = ['conflict', 'noConflict'] as const;
export type ConflictOutcome = (typeof conflictOutcomes)[number];

/**
 * What a review came to. `noInfluence`: none was found. `unchanged`: it may have been influenced, and stands. `changed`: altered.
 * `remade`: handled anew.
 */
export const reviewOutcomes = ['noInfluence', 'unchanged', 'changed', 'remade'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** Whether words on the child's best interest are missing (S3:158). */
export function lacksChildInterest(concernsChild: boolean, childInterest: string | null): boolean {
	return concernsChild && childInterest === null;
}

/** What is done with the reviews of a case, as far as its duties go. */
export interface ReviewProgress {
	/** At least one decision was pointed out, and all are reviewed. */
	isReviewed: boolean;
	/** The same, for those that concern a child. */
	isChildReviewed: boolean;
}

/** Whether all that was pointed out is reviewed. That nothing more is to be pointed out, a person says. */
export function progressOf(
	reviews: readonly { concernsChild: boolean; outcome: ReviewOutcome | null }[]
): ReviewProgress {
	const isFinished = (some: typeof reviews) =>
		some.length > 0 && some.every(({ outcome }) => outcome !== null);
	return {
		isReviewed: isFinished(reviews),
		isChildReviewed: isFinished(reviews.filter(({ concernsChild }) => concernsChild))
	};
}
