/** From the figures to the words and charts of the page. */
import { m } from '#lib/paraglide/messages.js';
import {
	codesOf,
	mostYears,
	periodChoices,
	type CodeOf,
	type Count,
	type Dimension,
	type Figures,
	type Organisation,
	type StatisticsView
} from '#lib/server/statistics/index.ts';
import {
	codeLabel,
	countLabel,
	daysLabel,
	dimensionLabel,
	formatOneDecimal,
	formatPercent,
	formatShortMonth,
	formatWhole,
	supportLabel,
	type Locale
} from './labels.ts';

/** Everything the page shows. */
export function presentStatistics(view: StatisticsView, locale: Locale) {
	const { unit, path, elsewhere, period, problem, asked, threshold, figures, units, organisation } = view;
	const days = daysLabel(period, locale);
	const here = `/statistics/${unit.id}`;
	// whoever goes to another unit goes on looking at the same days
	const inPeriod =
		period.choice === 'own' ? `?period=own&from=${period.from}&to=${period.to}` : `?period=${period.choice}`;
	const by = organisation === 'now' ? '&organisation=now' : '';
	const query = `${inPeriod}${by}`;
	const link = ({ id, name }: { id: string; name: string }) => ({
		href: `/statistics/${id}${query}`,
		label: name
	});

	return {
		title: unit.name,
		lead: units.length > 0 ? m.statistics_lead({ days }) : m.statistics_lead_leaf({ days }),
		breadcrumbs: path.length > 1 ? path.map(link) : [],
		elsewhere: elsewhere.map(link),
		exportHref: `${here}/export.csv${query}`,
		periods: periodChoices
			.filter((choice) => choice !== 'own')
			.map((choice) => ({
				href: `${here}?period=${choice}${by}`,
				label: m[`period_${choice}`](),
				current: period.choice === choice && problem === null
			})),
		organisation: organisationChoice(
			view,
			(chosen) => `${here}${inPeriod}${chosen === 'now' ? '&organisation=now' : ''}`
		),
		own: {
			isOpen: period.choice === 'own' || (problem !== null && problem !== 'unknownChoice'),
			from: problem === null ? period.from.toString() : asked.from,
			to: problem === null ? period.to.toString() : asked.to,
			last: view.today.toString()
		},
		problem: problem && m[`period_problem_${problem}`]({ years: mostYears }),
		threshold,
		withheldNote: threshold === null ? null : m.statistics_withheld_note({ threshold }),
		withheldText: threshold === null ? null : m.statistics_withheld_text({ threshold }),
		isWithheld: figures === null,
		isByNow: organisation === 'now',
		isEmpty: figures?.total === 0,
		keyFigures: figures && keyFigures(figures, locale),
		months: figures && monthChart(figures, days, view, locale),
		charts:
			figures === null
				? []
				: (Object.keys(codesOf) as Dimension[]).map((each) => codeChart(each, figures, days, locale)),
		support: figures && supportChart(view, figures, days, locale),
		units: unitRows(view, link, locale),
		compared: m.definition_compared({ days: daysLabel(period.previous, locale) })
	};
}

/** By which organisation it is counted: nothing to say where nothing has moved. */
function organisationChoice(
	{ organisation, organisations }: StatisticsView,
	href: (organisation: Organisation) => string
) {
	if (organisations === 'same') return null;
	if (organisations === 'thenOnly') return { choices: [], text: m.statistics_organisation_then_only() };
	return {
		choices: (['then', 'now'] as const).map((each) => ({
			href: href(each),
			label: m[`statistics_organisation_${each}`](),
			current: organisation === each
		})),
		text: m[`statistics_organisation_${organisation}_text`]()
	};
}

function keyFigures(figures: Figures, locale: Locale) {
	const { total, undueShare, perHundred, contactedWithinDay, medianFirstContact, medianClosing, byCode } =
		figures;
	const hidden = m.figure_withheld();
	const none = m.figure_none();
	const countOf = <D extends Dimension>(dimension: D, code: CodeOf<D>) =>
		countLabel(byCode[dimension].find((each) => each.code === code)?.count ?? 0, locale);
	const isWithheld = (dimension: Dimension) => byCode[dimension].some(({ count }) => count === 'withheld');

	return [
		{ label: m.figure_total(), value: formatWhole(total, locale), note: comparison(figures, locale) },
		{
			label: m.figure_undue(),
			value: undueShare === null ? hidden : formatPercent(undueShare, locale),
			note: m.figure_undue_note({
				yes: countOf('undueInfluence', 'yes'),
				total: formatWhole(total, locale),
				notAssessed: countOf('undueInfluence', 'notAssessed')
			})
		},
		perHundred
			? {
					label: m.figure_hundred(),
					value: formatOneDecimal(perHundred.incidents, locale),
					note: m.figure_hundred_note({ headcount: formatWhole(perHundred.headcount, locale) })
				}
			: { label: m.figure_hundred(), value: none, note: m.figure_hundred_unknown() },
		{
			label: m.figure_contact(),
			value:
				contactedWithinDay === null
					? isWithheld('firstContact')
						? hidden
						: none
					: formatPercent(contactedWithinDay, locale),
			note: medianFirstContact
				? m.figure_contact_note({ median: m[`median_contact_${medianFirstContact as 'within4h'}`]() })
				: undefined
		},
		{
			label: m.figure_closing(),
			value: medianClosing ? m[`median_closing_${medianClosing}`]() : isWithheld('closing') ? hidden : none,
			note: m.figure_closing_note()
		}
	];
}

function comparison({ total, previousTotal }: Figures, locale: Locale): string {
	if (previousTotal === 'withheld') return m.figure_total_withheld();
	const difference = formatWhole(Math.abs(total - previousTotal), locale);
	const previous = formatWhole(previousTotal, locale);
	if (total > previousTotal) return m.figure_total_more({ difference, previous });
	return total < previousTotal ? m.figure_total_fewer({ difference, previous }) : m.figure_total_same();
}

/** The charts' word for a number that is not shown. */
function drawn(count: Count): number | 'suppressed' {
	return count === 'withheld' ? 'suppressed' : count;
}

function monthChart({ byMonth }: Figures, days: string, { period }: StatisticsView, locale: Locale) {
	return byMonth.length < 3
		? null
		: {
				title: m.chart_month(),
				description: m.chart_month_description({ days }),
				note: partialMonths(period),
				categories: byMonth.map(({ month }) => formatShortMonth(month, locale)),
				series: [{ label: m.chart_value(), values: byMonth.map(({ count }) => drawn(count)) }]
			};
}

/** A short month looks like a fall in the chart, so it is said. */
function partialMonths({ from, to }: StatisticsView['period']): string | null {
	const isFirstPart = from.day !== 1;
	const isLastPart = to.day !== to.daysInMonth;
	if (isFirstPart && isLastPart) return m.chart_month_parts();
	if (isFirstPart) return m.chart_month_first_part();
	return isLastPart ? m.chart_month_last_part() : null;
}

/** Categories without an order stand by size, what was not stated last; times and answers keep their order. Zeros are left out. */
function codeChart<D extends Dimension>(dimension: D, figures: Figures, days: string, locale: Locale) {
	const isOrdered = dimension === 'undueInfluence' || dimension === 'firstContact' || dimension === 'closing';
	const counts = (figures.byCode[dimension] as { code: CodeOf<D>; count: Count }[]).filter(
		({ count }) => count !== 0
	);
	const size = ({ code, count }: { code: CodeOf<D>; count: Count }) =>
		code === 'notStated' ? -1 : count === 'withheld' ? 0 : count;
	const ordered = isOrdered ? counts : counts.toSorted((one, other) => size(other) - size(one));
	const bars = ordered.map(({ code, count }) => ({
		label: codeLabel(dimension, code, locale),
		value: drawn(count),
		valueText: countLabel(count, locale)
	}));
	const most = bars
		.filter(({ value }) => value !== 'suppressed')
		.toSorted((one, other) => Number(other.value) - Number(one.value))[0];
	return {
		title: dimensionLabel(dimension, locale),
		description: m.chart_description({
			days,
			text: most ? m.chart_most({ label: most.label, count: most.valueText }) : ''
		}),
		bars
	};
}

/** Every answer is shown, also those that nobody gave: none of 'no' says something too. */
function supportChart(
	{ answersThreshold, threshold }: StatisticsView,
	{ support }: Figures,
	days: string,
	locale: Locale
) {
	return {
		withheld: support === null ? m.statistics_support_withheld() : null,
		// the page's own note says it when all of its figures are protected
		note:
			support !== null && answersThreshold !== null && threshold === null
				? m.statistics_withheld_note({ threshold: answersThreshold })
				: null,
		threshold: answersThreshold ?? undefined,
		description: m.statistics_support_description({ days }),
		lead:
			support?.asked === null || support === null
				? m.statistics_support_lead()
				: m.statistics_support_lead_asked({ asked: formatWhole(support.asked, locale) }),
		bars: (support?.counts ?? []).map(({ code, count, share }) => ({
			label: supportLabel(code, locale),
			value: drawn(count),
			valueText:
				share === null
					? countLabel(count, locale)
					: `${countLabel(count, locale)} (${formatPercent(share, locale)})`
		}))
	};
}

function unitRows(
	{ unit, figures, units }: StatisticsView,
	link: (unit: { id: string; name: string }) => { href: string; label: string },
	locale: Locale
) {
	if (units.length === 0) return [];
	const counts = new Map(figures?.units.map((each) => [each.unit.id, each.count]));
	const rows: { href: string | null; label: string; count: string }[] = units.map((each) => ({
		...link(each),
		count: figures ? countLabel(counts.get(each.id) ?? 0, locale) : m.figure_withheld()
	}));
	if (figures && figures.here !== 0) {
		rows.push({
			href: null,
			label: m.units_here({ unit: unit.name }),
			count: countLabel(figures.here, locale)
		});
	}
	return rows;
}
