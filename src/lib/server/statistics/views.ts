import { Temporal } from 'temporal-polyfill';
import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { notAskedSince } from '../aftercare/index.ts';
import { getSettings, headcountBelow, type UnitId, type UnitLevel } from '../organisation/index.ts';
import { NotFound } from '../platform/errors.ts';
import { isId } from '../platform/ids.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, roleFor, sightOf, sightOfAnswers, startingPoints } from './access.ts';
import { codesOf, dimensions, type CodeOf, type Dimension } from './dimensions.ts';
import { isWithheld, partsWithRest, protectParts, type Count } from './disclosure.ts';
import { medianCode, perHundred, shareOf } from './figures.ts';
import { daysPerYear, monthsOf, readPeriod, type Period, type PeriodReading } from './period.ts';
import {
	countSupport,
	differsByOrganisation,
	listNearUnits,
	readNumbers,
	type NearUnit,
	type Numbers,
	type Organisation
} from './queries.ts';
import { supportFigures, type SupportFigures } from './support.ts';

/** A unit that can be gone to. */
export interface UnitLink {
	id: UnitId;
	name: string;
	level: UnitLevel;
}

/** How many incidents had one of the codes of a dimension. */
export type CodeCounts<D extends Dimension> = { code: CodeOf<D>; count: Count }[];

/** The figures themselves: what the page and the file may show, with small numbers already withheld where they must be. */
export interface Figures {
	total: number;
	/** Incidents in the period that it is compared with. */
	previousTotal: Count;
	/** Assessed as undue influence, of all incidents. 0–1; null when withheld. */
	undueShare: number | null;
	/** Incidents per 100 employees during the period; null when nobody entered the headcount of each year of the period. */
	perHundred: { incidents: number; headcount: number } | null;
	/** First contact within 24 hours of the report, of all incidents whose time of contact is known or still to come. */
	contactedWithinDay: number | null;
	/** The code that the median incident has; null when withheld. What has not happened yet counts as longest. */
	medianFirstContact: CodeOf<'firstContact'> | null;
	medianClosing: CodeOf<'closing'> | null;
	byCode: { [D in Dimension]: CodeCounts<D> };
	/** 'Fick du stöd?', by the exposed people themselves; null: withheld as a whole. */
	support: SupportFigures | null;
	/** Every month of the period, in order. */
	byMonth: { month: Temporal.PlainYearMonth; count: Count }[];
	/** The units right below, by name. */
	units: { unit: UnitLink; count: Count }[];
	/** Counted right at the unit, or at one that no longer is below it. */
	here: Count;
}

/** Everything about one unit and period. */
export interface StatisticsView {
	unit: UnitLink;
	/** From the highest unit whose figures the actor sees down to this one. */
	path: UnitLink[];
	/** Other places where the actor's figures begin. */
	elsewhere: UnitLink[];
	period: Period;
	problem: PeriodReading['problem'];
	asked: PeriodReading['asked'];
	/** By which organisation it is counted. */
	organisation: Organisation;
	/**
	 * `choice`: the two differ, and the actor may see both. `thenOnly`: they differ, but between the two, what is withheld could be
	 * computed. `same`: nothing here has moved.
	 */
	organisations: 'same' | 'choice' | 'thenOnly';
	today: Temporal.PlainDate;
	/** Numbers below this are withheld; null: the actor sees every number. */
	threshold: number | null;
	/** The same for the answers to 'Fick du stöd?', which fewer may read than the cases. */
	answersThreshold: number | null;
	/** Null: withheld as a whole. */
	figures: Figures | null;
	/** The units right below, by name; also when the figures are withheld. */
	units: UnitLink[];
}

/**
 * The unit whose figures an actor begins with.
 * @throws NotFound when they see no figures at all
 */
export function startingPointOf({ actor }: Context): UnitId {
	const [first] = startingPoints(actor);
	if (!first) throw new NotFound();
	return first.id;
}

/**
 * The figures of a unit and everything below it.
 *
 * @param id as it stands in the address
 * @param query the period, see period.ts
 * @throws NotFound unless the actor may see the figures of this unit
 */
export async function viewStatistics(
	context: Context,
	id: string,
	query: URLSearchParams
): Promise<StatisticsView> {
	return context.transaction((tx) => readView(tx, context, id, query));
}

/**
 * The same, to be taken home as a file: that is logged, since the file leaves the system.
 * @throws NotFound unless the actor may see the figures of this unit
 */
export async function exportStatistics(
	context: Context,
	id: string,
	query: URLSearchParams
): Promise<StatisticsView> {
	return context.transaction(async (tx) => {
		const view = await readView(tx, context, id, query, 'export');
		await activityLog.record(tx, context, {
			action: 'statistics.exported',
			subjectKind: 'unit',
			subjectId: view.unit.id,
			by: roleFor(
				context.actor,
				view.path.map((each) => each.id)
			),
			details: {
				from: view.period.from.toString(),
				to: view.period.to.toString(),
				organisation: view.organisation
			}
		});
		return view;
	});
}

async function readView(
	tx: Tx,
	{ actor, now }: Context,
	id: string,
	query: URLSearchParams,
	action: 'view' | 'export' = 'view'
): Promise<StatisticsView> {
	if (!isId<UnitId>(id)) throw new NotFound();
	const starts = startingPoints(actor);
	const near = await listNearUnits(
		tx,
		id,
		starts.map((start) => start.id)
	);
	const unit = near.find((each) => each.id === id);
	require(may(actor, action, unit?.path));

	const today = dateIn(now());
	const { period, problem, asked } = readPeriod(query, today);
	const { path } = unit!;
	const visiblePath = path.filter((above) =>
		starts.some((start) => ancestry(near, above).includes(start.id))
	);
	const { disclosureThreshold } = await getSettings(tx, actor.municipalityId);
	const threshold = sightOf(actor, path) === 'detail' ? null : disclosureThreshold;
	const answersThreshold = sightOfAnswers(actor, path) === 'detail' ? null : disclosureThreshold;
	const differs = await differsByOrganisation(tx, id);
	const organisations = !differs ? 'same' : threshold === null ? 'choice' : 'thenOnly';
	const organisation: Organisation =
		organisations === 'choice' && query.get('organisation') === 'now' ? 'now' : 'then';
	// whoever sees every number needs none of the neighbours to protect this one
	const children = near.filter((each) => each.parentId === id);
	const neighbours = (answersThreshold === null ? children : near).map((each) => each.id);
	const numbers = await readNumbers(tx, {
		unitId: id,
		organisation,
		period,
		previous: period.previous,
		totalsOf: [...new Set([id, ...neighbours])],
		moved: near.flatMap(({ id: each, hereSince }) => (hereSince ? [{ id: each, since: hereSince }] : []))
	});

	const isThere = ({ id: each, validTo }: NearUnit) =>
		validTo === null || validTo >= today.toString() || numbers.parts.has(each);
	const below = byName(children.filter(isThere));
	const withheld = isWithheldIn(near, visiblePath, threshold);
	const withheldAnswers = isWithheldIn(near, visiblePath, answersThreshold);
	const support = await countSupport(tx, { unitId: id, organisation, period }, notAskedSince(today));
	return {
		unit: linkTo(unit!),
		path: visiblePath.map((above) => linkTo(near.find((each) => each.id === above)!)),
		elsewhere: starts
			.filter((start) => !visiblePath.includes(start.id))
			// whoever begins higher up reaches it from there
			.filter(
				(start) =>
					!starts.some((other) => other.id !== start.id && ancestry(near, start.id).includes(other.id))
			),
		period,
		problem,
		asked,
		organisation,
		organisations,
		today,
		threshold,
		answersThreshold,
		figures: withheld(numbers.totals, numbers.parts)
			? null
			: {
					...protectedFigures(numbers, { unitId: id, below, period, threshold }),
					previousTotal: withheld(numbers.previousTotals, numbers.previousParts)
						? 'withheld'
						: (numbers.previousTotals.get(id) ?? 0),
					support: withheldAnswers(numbers.totals, numbers.parts)
						? null
						: supportFigures(support, numbers.totals.get(id) ?? 0, answersThreshold),
					perHundred: perHundred(numbers.totals.get(id) ?? 0, await headcounts(tx, id, period, organisation))
				},
		units: below.map(linkTo)
	};
}

function ancestry(near: readonly NearUnit[], id: UnitId): readonly UnitId[] {
	return near.find((each) => each.id === id)?.path ?? [];
}

function linkTo({ id, name, level }: NearUnit): UnitLink {
	return { id, name, level };
}

function byName(units: readonly NearUnit[]): NearUnit[] {
	return units.toSorted((one, other) => one.name.localeCompare(other.name, 'sv'));
}

/** Whether the last unit of a path must be withheld as a whole, by the totals of a period. */
function isWithheldIn(near: readonly NearUnit[], path: readonly UnitId[], threshold: number | null) {
	return (totals: ReadonlyMap<UnitId, number>, parts: ReadonlyMap<UnitId, number>): boolean => {
		if (threshold === null) return false;
		const divisions = path.map((key) => ({
			key,
			total: totals.get(key) ?? 0,
			parts: partsOf(
				near.filter(({ parentId }) => parentId === key),
				parts
			)
		}));
		return isWithheld(divisions, threshold);
	};
}

function partsOf(units: readonly NearUnit[], totals: ReadonlyMap<UnitId, number>): Map<UnitId, number> {
	return new Map(units.map(({ id }) => [id, totals.get(id) ?? 0]));
}

function protectedFigures(
	numbers: Numbers,
	{
		unitId,
		below,
		period,
		threshold
	}: { unitId: UnitId; below: readonly NearUnit[]; period: Period; threshold: number | null }
): Omit<Figures, 'previousTotal' | 'perHundred' | 'support'> {
	const total = numbers.totals.get(unitId) ?? 0;
	const protect = <Key>(parts: ReadonlyMap<Key, number>): Map<Key, Count> =>
		threshold === null ? new Map(parts) : protectParts(parts, threshold);

	const byCode = Object.fromEntries(
		dimensions.map((dimension) => {
			const found = numbers.byCode.get(dimension);
			const counts = protect(new Map(codesOf[dimension].map((code) => [code, found?.get(code) ?? 0])));
			return [dimension, [...counts].map(([code, count]) => ({ code, count }))];
		})
	) as Figures['byCode'];
	const byMonth = protect(
		new Map(monthsOf(period).map((month) => [month.toString(), numbers.byMonth.get(month.toString()) ?? 0]))
	);
	const units = protect(partsWithRest({ total, parts: partsOf(below, numbers.parts) }));

	// imported without the time of contact: neither quick nor slow
	const contacts = byCode.firstContact.filter(({ code }) => code !== 'notStated');
	const unknownContacts = byCode.firstContact.find(({ code }) => code === 'notStated')?.count ?? 0;

	return {
		total,
		undueShare: shareOf(byCode.undueInfluence, ['yes'], total),
		contactedWithinDay:
			unknownContacts === 'withheld'
				? null
				: shareOf(contacts, ['within4h', 'within24h'], total - unknownContacts),
		medianFirstContact: unknownContacts === 'withheld' ? null : medianCode(contacts, total - unknownContacts),
		medianClosing: medianCode(byCode.closing, total),
		byCode,
		byMonth: [...byMonth].map(([month, count]) => ({ month: Temporal.PlainYearMonth.from(month), count })),
		units: below.map((each) => ({ unit: linkTo(each), count: units.get(each.id) ?? 0 })),
		here: units.get(null) ?? 0
	};
}

/** Employees at a unit and below in each year that the period touches, and how many days of the period are in it. */
async function headcounts(
	tx: Tx,
	unitId: UnitId,
	period: Period,
	organisation: Organisation
): Promise<{ days: number; headcount: number | null }[]> {
	const found: { days: number; headcount: number | null }[] = [];
	for (const [year, days] of daysPerYear(period)) {
		found.push({ days, headcount: await headcountBelow(tx, unitId, year, organisation) });
	}
	return found;
}
