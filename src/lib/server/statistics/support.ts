/** The figures of 'Fick du stöd?'. Pure. Definitions: README.md, and on the page under 'Så räknar vi'. */
import { supportAnswers, type SupportAnswer } from '../aftercare/index.ts';
import { isSmall, protectParts, type Count } from './disclosure.ts';
import { shareOf } from './figures.ts';

/** How each incident counts, in the order it is shown: the latest answer, or why there is none. */
const supportCodes = [...supportAnswers, 'notAnswered', 'notAsked'] as const;
export type SupportCode = SupportAnswer | 'notAnswered' | 'notAsked';

/** What the database counts; `leftOut`: whoever reads is the exposed person of it, or stands in for them. */
export type SupportCounted = Exclude<SupportCode, 'notAnswered'> | 'leftOut';

/** How the exposed people answered, as much of it as the reader may see. */
export interface SupportFigures {
	counts: {
		code: SupportCode;
		count: Count;
		/** Of those who were asked, 0–1; null when it is withheld, when nobody was asked, and of who was not asked. */
		share: number | null;
	}[];
	/** How many were asked; null when withheld. */
	asked: number | null;
}

/**
 * The figures from what was counted.
 *
 * All five codes together are the total of the page, which is known, so they are protected as parts of it: who was not asked
 * too, since a share would tell how many that was.
 *
 * @param total incidents of the unit and period
 * @param threshold null: the reader sees every number
 * @returns null: withheld as a whole
 */
export function supportFigures(
	counted: ReadonlyMap<SupportCounted, number>,
	total: number,
	threshold: number | null
): SupportFigures | null {
	const all = total - (counted.get('leftOut') ?? 0);
	if (threshold !== null && isSmall(all, threshold)) return null;
	const known = new Map(
		supportCodes.map((code) => [code, code === 'notAnswered' ? 0 : (counted.get(code) ?? 0)])
	);
	const rest = [...known.values()].reduce((left, count) => left - count, all);
	// a report may have come between the total and this
	known.set('notAnswered', Math.max(0, rest));
	const shown = threshold === null ? known : protectParts(known, threshold);
	const counts = [...shown].map(([code, count]) => ({ code, count }));
	const notAsked = shown.get('notAsked') ?? 0;
	const asked = notAsked === 'withheld' ? null : all - notAsked;
	return {
		counts: counts.map(({ code, count }) => ({
			code,
			count,
			share: asked === null || code === 'notAsked' ? null : shareOf(counts, [code], asked)
		})),
		asked
	};
}
