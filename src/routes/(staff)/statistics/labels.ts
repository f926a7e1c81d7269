/** The words of the figures, from codes. */
import { m } from '#lib/paraglide/messages.js';
import type { CodeOf, Count, Days, Dimension, SupportCode } from '#lib/server/statistics/index.ts';
import { formatDate } from '#lib/server/platform/swedish-dates.ts';

export type Locale = 'sv' | 'en';

/** What a code of a dimension is called. */
export function codeLabel<D extends Dimension>(dimension: D, code: CodeOf<D>, locale: Locale): string {
	const key = `${labelPrefix[dimension]}_${code}` as 'form_threat';
	return m[key]({}, { locale });
}
const labelPrefix = {
	undueInfluence: 'undue',
	form: 'form',
	channel: 'channel',
	influencer: 'influencer',
	firstContact: 'contact',
	closing: 'closing'
} as const satisfies Record<Dimension, string>;

/** What a dimension is called. */
export function dimensionLabel(dimension: Dimension, locale: Locale): string {
	return m[`chart_${dimension}`]({}, { locale });
}

/** What an answer to 'Fick du stöd?' is called, or that there is none. */
export function supportLabel(code: SupportCode, locale: Locale): string {
	return m[`statistics_support_${code}`]({}, { locale });
}

/** '1 mars 2021 – 21 december 2021'. */
export function daysLabel({ from, to }: Days, locale: Locale): string {
	return m.statistics_days({ from: formatDate(from, locale), to: formatDate(to, locale) }, { locale });
}

const tags = { sv: 'sv-SE', en: 'en-GB' } as const;
const formats = {
	sv: makeFormats(tags.sv),
	en: makeFormats(tags.en)
};
function makeFormats(tag: string) {
	return {
		whole: new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }),
		oneDecimal: new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
		percent: new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }),
		monthShort: new Intl.DateTimeFormat(tag, { month: 'short', year: '2-digit', timeZone: 'UTC' })
	};
}

/** '1 234'. */
export function formatWhole(count: number, locale: Locale): string {
	return formats[locale].whole.format(count);
}
/** '12,3'. */
export function formatOneDecimal(number: number, locale: Locale): string {
	return formats[locale].oneDecimal.format(number);
}
/** '56 %'. */
export function formatPercent(share: number, locale: Locale): string {
	return formats[locale].percent.format(share);
}
/** 'mars 26', for the axis of a chart. @param year @param month 1–12 */
export function formatShortMonth({ year, month }: { year: number; month: number }, locale: Locale): string {
	return formats[locale].monthShort.format(Date.UTC(year, month - 1, 1));
}
/** A count, or that it is not shown. */
export function countLabel(count: Count, locale: Locale): string {
	return count === 'withheld' ? m.figure_withheld({}, { locale }) : formatWhole(count, locale);
}
