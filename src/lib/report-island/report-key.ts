/**
 * The report's idempotency key: what makes the server see that two requests are one report.
 *
 * One key, one content. Sending the same again, after a double click, a lost answer or the back button, is the same
 * report. But whoever changes a word after an attempt has written something that may not be thrown away as a repetition:
 * then it becomes a report of its own.
 */

/** Reports that were sent or tried: fingerprint of the content (form-entries.ts) by key. The newest last. */
export type Attempts = Record<string, string>;

/** How many attempts are remembered; more than anybody has open at once. */
const remembered = 50;

/** The key to send this content with: the form's own, unless it has been used for something else. */
export function keyToSend(
	formKey: string,
	content: string,
	attempts: Attempts,
	newKey: () => string
): string {
	const earlier = attempts[formKey];
	return earlier === undefined || earlier === content ? formKey : newKey();
}

export function withAttempt(attempts: Attempts, key: string, content: string): Attempts {
	const { [key]: _, ...others } = attempts;
	return Object.fromEntries([...Object.entries(others), [key, content]].slice(-remembered));
}

/** What the page knows when it opens. */
export interface Opening {
	/** In the page as it came: from the server, from the cache, or with the answer to a form that has errors. */
	pageKey: string;
	/** Of the draft on the device. */
	draftKey: string | null;
	/** Of this very place in the browser's history, when somebody comes back to it or reloads. */
	historyKey: string | null;
	/** Did the browser fill in what was typed here before? */
	isFilledIn: boolean;
	attempts: Attempts;
}

/** What to do when the form opens. */
export interface Plan {
	key: string;
	/** Put the draft into the form. */
	restore: boolean;
	/** The server has answered with the form, what was typed, and what to correct: that stays. */
	returned: boolean;
}

/**
 * The key of a form that opens.
 *
 * Never the page's own key, for a page from the offline cache has the same one each time; with one exception: the server
 * sent the draft's form back to be corrected.
 */
export function planOpening(opening: Opening, newKey: () => string): Plan {
	const { pageKey, draftKey, historyKey, isFilledIn, attempts } = opening;
	if (draftKey !== null) {
		const returned = draftKey === pageKey;
		return { key: draftKey, restore: !returned, returned };
	}
	const cameBack = isFilledIn && historyKey !== null && historyKey in attempts;
	return { key: cameBack ? historyKey : newKey(), restore: false, returned: false };
}
