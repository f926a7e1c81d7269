/** The figures that are computed from counts. Pure. Definitions: README.md, and on the page under 'Så räknar vi'. */
import type { Count } from './disclosure.ts';

/**
 * The share of some codes among all, 0–1; null when there is nothing to share, or when one of their counts is withheld.
 * @param total of all codes, which is known even if some counts are withheld
 */
export function shareOf<Code>(
	counts: readonly { code: Code; count: Count }[],
	codes: readonly Code[],
	total: number
): number | null {
	const part = sum(counts.filter(({ code }) => codes.includes(code)));
	return part === 'withheld' || total === 0 ? null : part / total;
}

function sum(counts: readonly { count: Count }[]): Count {
	return counts.reduce<Count>(
		(all, { count }) => (all === 'withheld' || count === 'withheld' ? 'withheld' : all + count),
		0
	);
}

/**
 * The code of the median incident, with codes from the shortest time to the longest. What has not happened yet stands last and
 * counts as longest, so that quick ones alone do not make the figure look good.
 *
 * Null when there is none, and when it is not the same whatever the withheld counts are.
 * @param total of all codes, which is known even if some counts are withheld
 */
export function medianCode<Code>(
	counts: readonly { code: Code; count: Count }[],
	total: number
): Code | null {
	const hidden = counts.reduce((left, { count }) => left - (count === 'withheld' ? 0 : count), total);
	const lastHidden = counts.findLastIndex(({ count }) => count === 'withheld');
	let before = 0;
	let mayBeBefore = 0;
	for (const [index, { code, count }] of counts.entries()) {
		const isHidden = count === 'withheld';
		const upTo = before + (isHidden ? 0 : count);
		const surelyUpTo = upTo + (index >= lastHidden ? hidden : 0);
		// with an even number, the lower of the two in the middle
		if (surelyUpTo * 2 >= total && total > 0) {
			return (before + mayBeBefore) * 2 < total ? code : null;
		}
		before = upTo;
		if (isHidden) mayBeBefore = hidden;
	}
	return null;
}

/**
 * Incidents per 100 employees during the period: not per year, so periods of different length are not compared with it.
 * Employees are the mean of the years that the period touches, weighted by its days in each. Null when a year is not known.
 */
export function perHundred(
	incidents: number,
	years: readonly { days: number; headcount: number | null }[]
): { incidents: number; headcount: number } | null {
	let personDays = 0;
	let days = 0;
	for (const year of years) {
		if (year.headcount === null) return null;
		personDays += year.headcount * year.days;
		days += year.days;
	}
	if (personDays === 0) return null;
	const headcount = personDays / days;
	return { incidents: (incidents / headcount) * 100, headcount };
}
