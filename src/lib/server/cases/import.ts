import { Temporal } from 'temporal-polyfill';
import type { CaseId, IncidentId, PersonId, UnitId } from '../../../../database/column-types.ts';
import { findPersonalData } from '../../text-hints/index.ts';
import type { ImportProblem, ImportRow } from '../incidents/import-file.ts';
import { nearestManagers, routeIncident } from '../incidents/index.ts';
import { getSettings } from '../organisation/index.ts';
import type { Application } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { importedCase } from './import-case.ts';
import {
	findImported,
	findOrMakeImportPerson,
	heldAt,
	listPosts,
	listUnitsEver,
	takeTurn,
	type ImportedIncident,
	type Post
} from './import-queries.ts';

/** What an import did. */
export interface ImportSummary {
	/** Incidents that were stored. */
	imported: number;
	/** How many of them are still open, and now wait for somebody. */
	open: number;
	/** Rows whose reference was imported before; nothing was changed. */
	already: number;
	/** Those of them that now say something else than what was imported then. They were not changed either. */
	changed: { line: number; externalReference: string }[];
	/** Stored incidents whose text holds what looks like personal data. The text was kept as it is. */
	withPersonalData: { line: number; externalReference: string }[];
}

/** Done, or what to correct first. */
export type ImportOutcome = { ok: true; summary: ImportSummary } | { ok: false; problems: ImportProblem[] };

/** How an import is made. */
export interface ImportOptions {
	municipalityId: UnitId;
	/** Everything is tried, and nothing kept. */
	dryRun?: boolean;
	/** Told after each batch. */
	onProgress?: (done: number, total: number) => void;
}

/** Rows per statement: few enough that the embedded engine, which holds them all at once, stays small. */
const batchSize = 250;

/**
 * Imports earlier incidents, with their cases: all of them in one transaction, or none.
 *
 * For the operator of the installation, with the owner's rights; there is no actor. A reference that was imported before is skipped, so
 * the same file may be given again. What has changed in it since is told and not overwritten: the case may have gone on here.
 */
export async function importIncidents(
	{ db, clock }: Application,
	rows: readonly ImportRow[],
	{ municipalityId, dryRun = false, onProgress = () => undefined }: ImportOptions
): Promise<ImportOutcome> {
	try {
		return await db.asOwner(async (tx) => {
			await takeTurn(tx);
			const units = unitsByName(await listUnitsEver(tx, municipalityId));
			const problems = rows.flatMap((row) => unitProblem(row, units));
			if (problems.length > 0) return { ok: false, problems };

			const summary = await store(tx, rows, {
				municipalityId,
				unitOf: ({ unit }) => units.get(folded(unit))![0]!,
				now: clock.now(),
				onProgress
			});
			// a rolled-back transaction is an exception to whoever opened it
			if (dryRun) throw new DryRun(summary);
			return { ok: true, summary };
		});
	} catch (error) {
		if (error instanceof DryRun) return { ok: true, summary: error.summary };
		throw error;
	}
}

class DryRun extends Error {
	readonly summary: ImportSummary;
	constructor(summary: ImportSummary) {
		super('dry run');
		this.summary = summary;
	}
}

// Units

interface ImportUnit {
	id: UnitId;
	path: UnitId[];
}

/** 'Mottagningsenheten', 'mottagningsenheten ' and 'MOTTAGNINGSENHETEN' are the same unit. */
function folded(name: string): string {
	return name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLocaleLowerCase('sv');
}

/** The units that a cell can mean, by name and by the id that the organisation gave them. An id wins over a name. */
function unitsByName(
	units: readonly (ImportUnit & { name: string; externalId: string | null })[]
): Map<string, ImportUnit[]> {
	const byName = new Map<string, ImportUnit[]>();
	for (const unit of units) byName.set(folded(unit.name), [...(byName.get(folded(unit.name)) ?? []), unit]);
	for (const unit of units) {
		if (unit.externalId !== null) byName.set(folded(unit.externalId), [unit]);
	}
	return byName;
}

function unitProblem({ line, unit }: ImportRow, units: ReadonlyMap<string, ImportUnit[]>): ImportProblem[] {
	const found = units.get(folded(unit)) ?? [];
	if (found.length === 1) return [];
	const reason = found.length === 0 ? 'unknownUnit' : 'ambiguousUnit';
	return [{ line, column: 'enhet', field: 'unit', reason, value: [...unit].slice(0, 40).join('') }];
}

// Rows

interface Surroundings {
	municipalityId: UnitId;
	unitOf(row: ImportRow): ImportUnit;
	now: Temporal.Instant;
	onProgress(done: number, total: number): void;
}

async function store(
	tx: Tx,
	rows: readonly ImportRow[],
	{ municipalityId, unitOf, now, onProgress }: Surroundings
): Promise<ImportSummary> {
	const settings = await getSettings(tx, municipalityId);
	const posts = await listPosts(tx, municipalityId, ['lineManager', 'securityCoordinator']);
	const personId = await findOrMakeImportPerson(tx, municipalityId);
	const summary: ImportSummary = { imported: 0, open: 0, already: 0, changed: [], withPersonalData: [] };

	for (let start = 0; start < rows.length; start += batchSize) {
		const batch = rows.slice(start, start + batchSize);
		const earlier = new Map(
			(
				await findImported(
					tx,
					municipalityId,
					batch.map((row) => row.externalReference)
				)
			).map((found) => [found.externalReference, found])
		);
		const fresh: ImportRow[] = [];
		for (const row of batch) {
			const { line, externalReference } = row;
			const found = earlier.get(externalReference);
			if (!found) {
				fresh.push(row);
				if (row.text !== null && findPersonalData(row.text).length > 0) {
					summary.withPersonalData.push({ line, externalReference });
				}
			} else {
				summary.already += 1;
				if (isChanged(row, unitOf(row), found)) summary.changed.push({ line, externalReference });
			}
		}

		const records = fresh.map((row) => {
			const facts = importedCase(row, settings, now);
			return recordsOf(row, { facts, unit: unitOf(row), posts, personId, municipalityId, now });
		});
		if (records.length > 0) {
			await tx
				.insertInto('incident')
				.values(records.map(({ incident }) => incident))
				.execute();
			await tx
				.insertInto('caseFile')
				.values(records.map(({ caseFile }) => caseFile))
				.execute();
		}
		summary.imported += records.length;
		summary.open += records.filter(({ caseFile }) => caseFile.status !== 'closed').length;
		onProgress(Math.min(start + batchSize, rows.length), rows.length);
	}

	await tx
		.insertInto('activity')
		.values({
			id: newId<string>(),
			municipalityId,
			at: now.toString(),
			actorId: null,
			action: 'incident.imported',
			subjectKind: 'unit',
			subjectId: municipalityId,
			details: JSON.stringify({ imported: summary.imported, already: summary.already, open: summary.open })
		})
		.execute();
	return summary;
}

/** Whether a row says something else than what was imported under its reference. */
function isChanged(row: ImportRow, unit: ImportUnit, found: ImportedIncident): boolean {
	const seconds = (at: Temporal.Instant) => Math.floor(at.epochMilliseconds / 1000);
	const facts = (of: ImportRow | ImportedIncident, unitId: UnitId) =>
		JSON.stringify([
			unitId,
			seconds(of.occurredAt),
			seconds(of.reportedAt),
			of.text,
			of.forms,
			of.subforms,
			of.channel,
			of.influencer,
			of.purpose,
			of.caseReference
		]);
	return facts(row, unit.id) !== facts(found, found.unitId);
}

interface RecordSurroundings {
	facts: ReturnType<typeof importedCase>;
	unit: ImportUnit;
	posts: readonly Post[];
	personId: PersonId;
	municipalityId: UnitId;
	now: Temporal.Instant;
}

/** The incident and its case, as they are stored. */
function recordsOf(
	row: ImportRow,
	{ facts, unit, posts, personId, municipalityId, now }: RecordSurroundings
) {
	const route = routeImported(row, unit, posts, personId, now);
	const isClosed = facts.status === 'closed';
	const shared = {
		municipalityId,
		unitId: unit.id,
		unitPath: unit.path,
		reporterId: personId,
		affectedPersonId: personId,
		excludedPersonIds: route.excludedPersonIds,
		reportedAt: row.reportedAt.toString()
	};
	const incidentId = newId<IncidentId>();
	const text = (at: Temporal.Instant | null) => at?.toString() ?? null;
	const { contactDueAt, firstContactAt, nextDueAt, assessedAt, closedAt, ...assessment } = facts;
	return {
		incident: {
			...shared,
			id: incidentId,
			origin: 'import' as const,
			idempotencyKey: newId<string>(),
			occurredAt: row.occurredAt.toString(),
			text: row.text,
			forms: row.forms,
			subforms: row.subforms,
			channel: row.channel,
			influencer: row.influencer,
			purpose: row.purpose,
			caseReference: row.caseReference,
			externalReference: row.externalReference
		},
		caseFile: {
			...shared,
			...assessment,
			id: newId<CaseId>(),
			incidentId,
			// nobody answers for what was closed somewhere else
			handlerId: isClosed ? null : route.handlerId,
			routedBecause: isClosed ? 'imported' : route.because,
			contactDueAt: contactDueAt.toString(),
			firstContactAt: text(firstContactAt),
			nextDueAt: text(nextDueAt),
			assessedAt: text(assessedAt),
			closedAt: text(closedAt),
			updatedAt: now.toString()
		}
	};
}

/**
 * Who receives what is open: as for any report, but among those in post now. If it was about 'chef', that was who was nearest when it
 * happened; who is nearest now is kept out too when nobody knows who it was then.
 */
function routeImported(
	{ influencer, occurredAt }: ImportRow,
	{ path }: ImportUnit,
	posts: readonly Post[],
	personId: PersonId,
	now: Temporal.Instant
) {
	const people = { path, reporterId: personId, affectedPersonId: personId };
	const managersAt = (at: Temporal.Instant) => heldAt(posts, at).filter(({ role }) => role === 'lineManager');
	const then =
		influencer === 'manager' ? nearestManagers({ ...people, managers: managersAt(occurredAt) }) : [];
	return routeIncident({
		...people,
		managers: managersAt(now),
		managersThen: [],
		coordinators: heldAt(posts, now).filter(({ role }) => role === 'securityCoordinator'),
		origin: 'import',
		involvedPersonIds: then,
		nearestManagerInvolved: influencer === 'manager' && then.length === 0
	});
}
