/**
 * The municipality that is measured: 200 units in a tree of four levels, 2,000 people, a manager for each unit, and a session
 * for each person. Made directly in the database: no measurement signs in 2,000 times.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { PersonId, UnitId } from '../database/column-types.ts';
import type { Database } from '../src/lib/server/platform/database.ts';
import { newId } from '../src/lib/server/platform/ids.ts';

/** Somebody who is signed in. */
export interface SignedIn {
	personId: PersonId;
	unitId: UnitId;
	/** The session cookie's value. */
	token: string;
	/** What forms of this session carry; as `formTokenOf` in access/session.ts. */
	formToken: string;
}

/** The municipality, and who is who in it. */
export interface BenchMunicipality {
	id: UnitId;
	/** Everybody without a role. */
	reporters: SignedIn[];
	/** Line manager of one of the smallest units. */
	manager: SignedIn & { managesUnitId: UnitId };
	/** Line manager of everything. */
	head: SignedIn;
	/** Sees the figures of the whole municipality. */
	analyst: SignedIn;
}

/** How many units there are at each level, from the municipality down. */
const unitCounts = { municipality: 1, administration: 5, division: 20, unit: 174 };
const peopleCount = 2_000;

/** Makes the municipality in a migrated database that has none. */
export async function makeBenchMunicipality(db: Database): Promise<BenchMunicipality> {
	const units: { id: UnitId; parentId: UnitId | null; level: string; name: string; path: UnitId[] }[] = [];
	let parents: typeof units = [];
	for (const [level, count] of Object.entries(unitCounts)) {
		const children = Array.from({ length: count }, (_, index) => {
			const parent = parents[index % parents.length];
			const id = newId<UnitId>();
			return {
				id,
				parentId: parent?.id ?? null,
				level,
				name: `${level} ${index + 1}`,
				path: [...(parent?.path ?? []), id]
			};
		});
		units.push(...children);
		parents = children;
	}
	const id = units[0]!.id;
	const people = Array.from({ length: peopleCount }, (_, index): SignedIn => {
		const token = randomBytes(32).toString('base64url');
		return {
			personId: newId<PersonId>(),
			unitId: parents[index % parents.length]!.id,
			token,
			formToken: createHmac('sha256', token).update('form').digest('base64url')
		};
	});
	const [administrator, analyst, coordinator] = people.slice(-3) as [SignedIn, SignedIn, SignedIn];
	const managers = units.map((unit, index) => ({ person: people[index]!, unitId: unit.id }));
	const assignments = [
		...managers.map(({ person, unitId }) => ({ person, unitId, role: 'lineManager' })),
		{ person: administrator, unitId: id, role: 'systemAdministrator' },
		{ person: analyst, unitId: id, role: 'citywideAnalyst' },
		{ person: coordinator, unitId: id, role: 'securityCoordinator' }
	];

	await db.asOwner(async (tx) => {
		const rows = <Row>(all: readonly Row[]) => sql`${JSON.stringify(all)}::jsonb`;
		await sql`insert into unit (id, municipality_id, parent_id, level, name, path)
			select u.id, ${id}, u."parentId", u.level, u.name, u.path
			from jsonb_to_recordset(${rows(units)}) as u (id uuid, "parentId" uuid, level text, name text, path uuid[])`.execute(
			tx
		);
		await sql`insert into person (id, municipality_id, unit_id, name, occupation)
			select p."personId", ${id}, p."unitId", 'Person ' || row_number() over (), 'socialsekreterare'
			from jsonb_to_recordset(${rows(people)}) as p ("personId" uuid, "unitId" uuid)`.execute(tx);
		await sql`insert into assignment (id, municipality_id, person_id, unit_id, role, valid_from)
			select gen_random_uuid(), ${id}, a.person, a.unit, a.role, '2020-01-01'
			from jsonb_to_recordset(${rows(
				assignments.map(({ person, unitId, role }) => ({ person: person.personId, unit: unitId, role }))
			)}) as a (person uuid, unit uuid, role text)`.execute(tx);
		// last seen a while ago, as somebody who comes to report: the first request writes that they are here
		await sql`insert into session (id, person_id, token_hash, created_at, last_seen_at, signed_in_at)
			select gen_random_uuid(), s.person, decode(s.hash, 'hex'), now() - interval '10 minutes', now() - interval '10 minutes',
				now() - interval '10 minutes'
			from jsonb_to_recordset(${rows(
				people.map(({ personId, token }) => ({
					person: personId,
					hash: createHash('sha256').update(token).digest('hex')
				}))
			)}) as s (person uuid, hash text)`.execute(tx);
	});
	return {
		id,
		reporters: people.slice(managers.length, -3),
		manager: { ...managers.at(-1)!.person, managesUnitId: units.at(-1)!.id },
		head: managers[0]!.person,
		analyst
	};
}
