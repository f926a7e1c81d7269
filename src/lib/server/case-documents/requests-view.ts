import type { Actor } from '../access/actor.ts';
import { holds } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { allowed, hidden, require, type Decision } from '../access/decision.ts';
import type { RoleCode } from '../organisation/index.ts';
import type { DateLocale } from '../platform/swedish-dates.ts';
import { listGivenDisclosures } from './disclosure-view.ts';
import { listOwnQuestions } from './secrecy.ts';

/** Who may be asked about a case that they do not know: secrecy, and disclosures. */
export const requestRoles = [
	'legalAdviser',
	'archivist',
	'dataProtectionOfficer'
] as const satisfies RoleCode[];

/** Whether somebody has the page of what they were asked. */
export function mayRequests(actor: Actor): Decision {
	return holds(actor, ...requestRoles) ? allowed : hidden;
}

/** What the actor was asked: what waits first. @throws NotFound for who cannot be asked */
export async function viewRequests(context: Context, locale: DateLocale) {
	require(mayRequests(context.actor));
	return context.transaction(async (tx) => ({
		questions: await listOwnQuestions(tx, context, locale),
		disclosures: await listGivenDisclosures(tx, context, locale)
	}));
}

/** How much of it waits, for the menu; 0 for who cannot be asked. */
export async function countRequests(context: Context): Promise<number> {
	if (!mayRequests(context.actor).yes) return 0;
	return context.transaction(async (tx) => {
		const { waiting } = await tx
			.selectFrom('caseSecrecyQuestion')
			.select((eb) => eb.fn.countAll<number>().as('waiting'))
			.where('adviserId', '=', context.actor.personId)
			.where('answeredAt', 'is', null)
			.executeTakeFirstOrThrow();
		const { given } = await tx
			.selectFrom('disclosure')
			.select((eb) => eb.fn.countAll<number>().as('given'))
			.where('givenTo', '=', context.actor.personId)
			.where('decidedAt', 'is', null)
			.executeTakeFirstOrThrow();
		return waiting + given;
	});
}
