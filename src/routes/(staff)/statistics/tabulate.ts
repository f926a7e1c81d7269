import { m } from '#lib/paraglide/messages.js';
import { assessedForms, braFormOf, type AssessedForm, type BraForm } from '#lib/server/incidents/index.ts';
import { formatMonth } from '#lib/server/platform/swedish-dates.ts';
import {
	codesOf,
	type Count,
	type Dimension,
	type Figures,
	type StatisticsView
} from '#lib/server/statistics/index.ts';
import { codeLabel, dimensionLabel, supportLabel, type Locale } from './labels.ts';

/** What a row says besides the unit and the days: measure, category, value, unit of measurement. */
type Entry = [measure: string, category: string, value: string, unitOfMeasurement: string];

/**
 * The figures as rows, one number each, so that several files can be put under each other and counted on. Numbers have a decimal
 * comma and no spaces; days are ÅÅÅÅ-MM-DD. What is withheld on the page is withheld here.
 */
export function tabulateStatistics(
	{ unit, period, organisation, figures }: StatisticsView,
	locale: Locale
): string[][] {
	const heading = [
		m.csv_unit({}, { locale }),
		m.csv_from({}, { locale }),
		m.csv_to({}, { locale }),
		m.statistics_organisation_label({}, { locale }),
		m.csv_measure({}, { locale }),
		m.csv_category({}, { locale }),
		m.csv_value({}, { locale }),
		m.csv_value_unit({}, { locale })
	];
	const start = [
		unit.name,
		period.from.toString(),
		period.to.toString(),
		m[`statistics_organisation_${organisation}`]({}, { locale })
	];
	const entries = figures === null ? [everythingWithheld(locale)] : entriesOf(figures, unit.name, locale);
	return [heading, ...entries.map((entry) => [...start, ...entry])];
}

function everythingWithheld(locale: Locale): Entry {
	const all = m.csv_total({}, { locale });
	return [
		m.figure_total({}, { locale }),
		all,
		m.figure_withheld({}, { locale }),
		m.csv_incidents({}, { locale })
	];
}

function entriesOf(figures: Figures, unitName: string, locale: Locale): Entry[] {
	const all = m.csv_total({}, { locale });
	const incidents = (measure: string, category: string, count: Count): Entry => [
		measure,
		category,
		count === 'withheld' ? m.figure_withheld({}, { locale }) : String(count),
		m.csv_incidents({}, { locale })
	];
	const share = (measure: string, value: number | null, category: string = all): Entry => [
		measure,
		category,
		value === null ? '' : decimal(value * 100),
		m.csv_percent({}, { locale })
	];
	const total = m.figure_total({}, { locale });
	const support = m.statistics_support({}, { locale });
	const supportEntries = (shown: Figures['support']): Entry[] =>
		shown === null
			? [incidents(support, all, 'withheld')]
			: shown.counts.flatMap(({ code, count, share: part }) => {
					const label = supportLabel(code, locale);
					const counted = incidents(support, label, count);
					return code === 'notAsked' ? [counted] : [counted, share(support, part, label)];
				});
	return [
		incidents(total, all, figures.total),
		incidents(total, m.csv_previous({}, { locale }), figures.previousTotal),
		share(m.figure_undue({}, { locale }), figures.undueShare),
		[
			m.figure_hundred({}, { locale }),
			all,
			figures.perHundred === null ? '' : decimal(figures.perHundred.incidents),
			m.csv_per_hundred({}, { locale })
		],
		share(m.figure_contact({}, { locale }), figures.contactedWithinDay),
		...figures.byMonth.map(({ month, count }) =>
			incidents(m.chart_month({}, { locale }), formatMonth(month, locale), count)
		),
		...(Object.keys(codesOf) as Dimension[]).flatMap((dimension) =>
			figures.byCode[dimension].map(({ code, count }) =>
				incidents(dimensionLabel(dimension, locale), codeLabel(dimension, code, locale), count)
			)
		),
		...supportEntries(figures.support),
		...braForms(figures.byCode.form).map(({ form, count }) =>
			incidents(m.csv_bra_form({}, { locale }), codeLabel('form', form, locale), count)
		),
		...figures.units.map(({ unit, count }) => incidents(m.units_title({}, { locale }), unit.name, count)),
		incidents(m.units_title({}, { locale }), m.units_here({ unit: unitName }, { locale }), figures.here)
	];
}

/** The same incidents by Brå's five forms, comparable with other organisations. Withheld where a part of the sum is. */
function braForms(counts: Figures['byCode']['form']): { form: BraForm; count: Count }[] {
	const sums = new Map<BraForm, Count>();
	for (const { code, count } of counts) {
		const form = isAssessedForm(code) ? braFormOf(code) : null;
		if (form === null) continue;
		const sum = sums.get(form) ?? 0;
		sums.set(form, sum === 'withheld' || count === 'withheld' ? 'withheld' : sum + count);
	}
	return [...sums].map(([form, count]) => ({ form, count }));
}

/** '12,3': in the file always with a comma, as a Swedish spreadsheet reads it. */
function decimal(number: number): string {
	return number.toFixed(1).replace('.', ',');
}

function isAssessedForm(code: string): code is AssessedForm {
	return (assessedForms as readonly string[]).includes(code);
}
