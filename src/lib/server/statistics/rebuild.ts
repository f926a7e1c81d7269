import { sql } from 'kysely';
import type { Application } from '../platform/context.ts';

/**
 * Counts everything anew from incidents and cases: for the benchmark's million rows, and should a figure ever be doubted.
 *
 * With the owner's rights, in one transaction. Whoever reports or handles a case meanwhile waits; readers see the old cells until
 * the new ones are there. About a minute per million incidents.
 * How an incident counts is said in one place, statistic_entry_of() of migration 0004; the database's tests hold that this gives
 * the same as folding each change.
 */
export async function rebuildStatistics({ db }: Pick<Application, 'db'>): Promise<void> {
	await db.asOwner(async (tx) => {
		await sql`set local statement_timeout = 0`.execute(tx);
		// in the order in which a report and the folding take them; nothing may be counted both here and by an entry
		await sql`lock table unit, incident, case_file, statistic_cell, statistic_shift, statistic_entry in share row exclusive mode`.execute(
			tx
		);
		await sql`delete from statistic_entry`.execute(tx);
		await sql`delete from statistic_cell`.execute(tx);
		await sql`delete from statistic_shift`.execute(tx);
		await sql`
			insert into statistic_cell (unit_id, day, dimension, code, count)
			with one as (
				select one.* from incident i
					join case_file c on c.incident_id = i.id
					cross join lateral statistic_entry_of(1, i, c) as one
				-- an event that was reported twice counts once
				where c.merged_into_id is null
			), own_unit as (
				select unit_path, day,
					case grouping(undue_influence, form, channel, influencer, first_contact, closing)
						when b'011111'::integer then 'undueInfluence'
						when b'101111'::integer then 'form'
						when b'110111'::integer then 'channel'
						when b'111011'::integer then 'influencer'
						when b'111101'::integer then 'firstContact'
						when b'111110'::integer then 'closing'
						else 'all' end as dimension,
					coalesce(undue_influence, form, channel, influencer, first_contact, closing, 'all') as code,
					count(*) as count
				from one
				group by unit_path, day,
					grouping sets ((), undue_influence, form, channel, influencer, first_contact, closing)
			)
			select above.unit_id, day, dimension, code, sum(count)
			from own_unit cross join lateral unnest(unit_path) as above (unit_id)
			group by 1, 2, 3, 4
			-- as the key has it: the table then lies in the order that it is read in
			order by 1, 3, 2, 4`.execute(tx);
		// what happened at units that have another place now
		await sql`
			insert into statistic_shift (unit_id, day, dimension, code, count)
			select p.unit_id, one.day, d.dimension, d.code, sum(p.sign)
			from unit place
				join incident i on i.unit_id = place.id and i.unit_path <> place.path
				join case_file c on c.incident_id = i.id and c.merged_into_id is null
				cross join lateral statistic_entry_of(1, i, c) as one
				cross join lateral path_change(i.unit_path, place.path) as p
				cross join lateral (values
					('all', 'all'), ('undueInfluence', one.undue_influence), ('form', one.form), ('channel', one.channel),
					('influencer', one.influencer), ('firstContact', one.first_contact), ('closing', one.closing)
				) as d (dimension, code)
			group by 1, 2, 3, 4 having sum(p.sign) <> 0`.execute(tx);
	});
}
