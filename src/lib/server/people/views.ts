import { Temporal } from 'temporal-polyfill';
import { require } from '../access/decision.ts';
import { protectedPersonRoles, roleAbove, type Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { findUnit, getSettings, listUnits, type PersonId, type Unit } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { may } from './access.ts';
import type { RoleInput } from './forms.ts';
import { findGaps } from './gaps.ts';
import { whatRoleShows } from './preview.ts';
import {
	countOpenCasesBelow,
	countProtected,
	findPeople,
	listEmploymentsOf,
	listRolesOf,
	pageSize,
	readGapFacts,
	type PersonRole
} from './queries.ts';
import { whyNotGiven } from './refusals.ts';
import type { PeopleFilter } from './search.ts';
import { findSubject } from './subject.ts';

/** Before any day that the system knows: since before it was told. */
const sinceBefore = '1900-01-01';
const dayText = (day: string, locale: DateLocale) => formatDate(Temporal.PlainDate.from(day), locale);

/** A list of people, a page at a time. */
export async function viewPeople(context: Context, filter: PeopleFilter) {
	require(may(context.actor, 'read'));
	return context.transaction(async (tx) => {
		const today = dateIn(context.now()).toString();
		const { people, total } = await findPeople(tx, filter, today);
		const by = context.actor.roles.find(({ role }) => protectedPersonRoles.some((one) => one === role));
		await activityLog.recordProtectedPeople(
			tx,
			context,
			people.map(({ id }) => id),
			by
		);
		return {
			filter,
			people,
			total,
			pageCount: Math.max(1, Math.ceil(total / pageSize)),
			protectedCount: await countProtected(tx),
			unitChoices: await unitChoices(tx, context),
			mayAdminister: may(context.actor, 'administer').yes
		};
	});
}

/** Units to choose from, in the order of the tree. */
async function unitChoices(tx: Tx, context: Context) {
	return inTreeOrder(await listUnits(tx, context.now())).map(({ id, name, path }) => ({
		value: id,
		label: `${'– '.repeat(path.length - 1)}${name}`
	}));
}

/** Each unit followed by what lies below it. */
function inTreeOrder(units: readonly Unit[]): Unit[] {
	const children = Map.groupBy(units, ({ parentId }) => parentId);
	const below = (id: Unit['parentId']): Unit[] =>
		(children.get(id) ?? []).flatMap((unit) => [unit, ...below(unit.id)]);
	return below(null);
}

/** What the form for a new person needs. */
export async function viewNewPerson(context: Context) {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => ({ unitChoices: await unitChoices(tx, context) }));
}

/** A role as the page shows it. */
function roleView({ deputyForId, validFrom, validTo, ...role }: PersonRole, locale: DateLocale) {
	return {
		...role,
		isDeputy: deputyForId !== null,
		fromText: dayText(validFrom, locale),
		toText: validTo === null ? null : dayText(validTo, locale)
	};
}

/** Everything about one person that the actor may know. Reading somebody with protected data is logged. */
export async function viewPerson(context: Context, id: PersonId, locale: DateLocale) {
	const { actor, now } = context;
	require(may(actor, 'read'));
	return context.transaction(async (tx) => {
		const today = dateIn(now()).toString();
		const { row, unitId, isActive } = await findSubject(tx, id);
		const unit = await findUnit(tx, unitId);
		const path = unit?.path ?? [];
		await activityLog.recordProtectedPeople(tx, context, [id], roleAbove(actor, protectedPersonRoles, path));
		const roles = await listRolesOf(tx, id);
		// given and taken back before it began: never in force, so not part of anybody's history
		const real = roles.filter(({ validFrom, validTo }) => validTo === null || validTo >= validFrom);
		const view = (some: PersonRole[]) => some.map((role) => roleView(role, locale));
		const isOver = ({ validTo }: PersonRole) => validTo !== null && validTo < today;
		const employments = row ? await listEmploymentsOf(tx, id) : [];
		const units = await listUnits(tx, now());
		const nameOf = new Map(units.map((one) => [one.id, one.name]));
		return {
			id,
			/** Null: protected personal data, which the actor may not see. */
			person: row,
			isActive,
			isSelf: id === actor.personId,
			unitId,
			unitName: unit?.name ?? '',
			unitPath: path.slice(1, -1).flatMap((above) => nameOf.get(above) ?? []),
			now: view(real.filter((role) => role.validFrom <= today && !isOver(role))),
			coming: view(real.filter((role) => role.validFrom > today)),
			earlier: view(real.filter(isOver)),
			employments: employments.map(({ unitName, validFrom, validTo }) => ({
				unitName,
				fromText: validFrom <= sinceBefore ? null : dayText(validFrom, locale),
				toText: validTo === null ? null : dayText(validTo, locale)
			})),
			unitChoices: inTreeOrder(units).map((one) => ({
				value: one.id,
				label: `${'– '.repeat(one.path.length - 1)}${one.name}`
			})),
			today,
			mayAdminister: may(actor, 'administer').yes,
			mayProtect: row !== null && !row.isProtected && may(actor, 'protect', path).yes,
			mayUnprotect: row !== null && row.isProtected && may(actor, 'unprotect', path).yes
		};
	});
}

/** What somebody would see with a role, before it is given: in numbers, and by the tables that access itself uses. */
export async function previewRole(context: Context, id: PersonId, input: RoleInput, locale: DateLocale) {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => {
		const subject = await findSubject(tx, id);
		const problem = await whyNotGiven(tx, context, subject, input);
		if (problem) return problem;
		const units = await listUnits(tx, context.now());
		const { disclosureThreshold } = await getSettings(tx, context.actor.municipalityId);
		const shows = whatRoleShows(input.role);
		return {
			ok: true as const,
			preview: {
				...shows,
				role: input.role,
				name: subject.row?.name ?? null,
				unitName: units.find((unit) => unit.id === input.unitId)!.name,
				units: units.filter(({ path }) => path.includes(input.unitId)).length,
				openCases:
					shows.cases === 'none' ? null : await countOpenCasesBelow(tx, input.unitId, disclosureThreshold),
				threshold: disclosureThreshold,
				fromText: dayText(input.validFrom, locale),
				toText: input.validTo === null ? null : dayText(input.validTo, locale)
			}
		};
	});
}

/** The gaps in the organisation, with the names that the actor may see. */
export async function viewGaps(context: Context, locale: DateLocale) {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => {
		const gaps = findGaps(await readGapFacts(tx, context.now()), dateIn(context.now()).toString());
		const ids = gaps.flatMap((gap) => ('personId' in gap ? [gap.personId] : []));
		const people = ids.length
			? await tx.selectFrom('person').select(['id', 'name']).where('id', 'in', ids).execute()
			: [];
		const nameOf = new Map(people.map(({ id, name }) => [id, name]));
		return gaps.map((gap) => ({
			...gap,
			...('personId' in gap && { personName: nameOf.get(gap.personId) ?? null }),
			...('day' in gap && { dayText: dayText(gap.day, locale) })
		}));
	});
}

/** How many gaps there are, for the menu. */
export async function countGaps(context: Context): Promise<number> {
	return context.transaction(
		async (tx) => findGaps(await readGapFacts(tx, context.now()), dateIn(context.now()).toString()).length
	);
}
