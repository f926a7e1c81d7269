import type { Temporal } from 'temporal-polyfill';
import { sql } from 'kysely';
import type { PersonId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { allowed, forbidden, require } from '../access/decision.ts';
import { holds } from '../access/index.ts';
import type { ShownPerson } from '../organisation/index.ts';
import { getMailServer } from './mail-queries.ts';

/** Somebody whose mail does not arrive. */
interface UnreachedPerson extends ShownPerson {
	personId: PersonId;
	/** A code, e.g. 'EENVELOPE 550', 'bounced 5.1.1', 'noAddress'. */
	problem: string;
	/** How many mails in the last thirty days. */
	count: number;
	lastAt: Temporal.Instant;
}

/**
 * Whether mail works, for who administers the system: what the server says, and whose address is refused. Not what arrived: when
 * somebody was mailed tells that something happened.
 * @throws Forbidden
 */
export async function viewMailState(context: Context) {
	require(holds(context.actor, 'systemAdministrator') ? allowed : forbidden);
	return context.transaction(async (tx) => {
		const { rows: unreached } = await sql<UnreachedPerson>`
			select m.recipient_id as person_id, p.name, count(*)::int as count, max(m.settled_at) as last_at,
				(array_agg(m.problem order by m.settled_at desc))[1] as problem
			from notice_mail m left join person p on p.id = m.recipient_id
			where m.state = 'failed'
			group by m.recipient_id, p.name order by last_at desc limit 100`.execute(tx);
		return { server: await getMailServer(tx), unreached };
	});
}
