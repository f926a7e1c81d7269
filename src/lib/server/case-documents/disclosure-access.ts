import type { PersonId } from '../../../../database/column-types.ts';
import type { Actor, Capacity } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';
import { findCase, openCase } from '../cases/index.ts';
import type { RoleCode } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { may, neededPermission } from './access.ts';
import { capacityAs } from './secrecy.ts';

/** read and take home; mask and decide; give it to somebody else. */
export type DisclosureAction = 'read' | 'mask' | 'decide' | 'give';

/** What a decision needs to know. Whom the case concerns, row-level security has left out already. */
export interface DisclosureSubject {
	/** The actor handles the case. */
	handles: boolean;
	givenTo: PersonId | null;
	givenRole: RoleCode | null;
}

/** What an actor may do with a disclosure: who handles the case everything, who was given it all but passing it on. */
export function mayDisclosure(
	actor: Actor,
	action: DisclosureAction,
	subject: DisclosureSubject | undefined
): Decision {
	if (!subject) return hidden;
	if (subject.handles) return allowed;
	const { givenTo, givenRole } = subject;
	if (givenTo !== actor.personId || !givenRole || !capacityAs(actor, givenRole)) return hidden;
	return action === 'give' ? forbidden : allowed;
}

async function findDisclosure(tx: Tx, id: string) {
	return tx.selectFrom('disclosure').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The same, locked until the transaction ends; without the lock when it is decided, since nobody changes it then. */
async function lockDisclosure(tx: Tx, id: string) {
	const locked = await tx
		.selectFrom('disclosure')
		.selectAll()
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirst();
	return locked ?? findDisclosure(tx, id);
}

/** A disclosure, what the actor is to it, and its case when they may know that. Undefined: there is none for them. */
export async function openDisclosure(tx: Tx, context: Context, id: string) {
	return whatActorIsTo(tx, context, await findDisclosure(tx, id));
}

/** The same to change it: one who masks and one who decides come one after the other, and the later sees what the first did. */
export async function openDisclosureToChange(tx: Tx, context: Context, id: string) {
	return whatActorIsTo(tx, context, await lockDisclosure(tx, id));
}

async function whatActorIsTo(
	tx: Tx,
	context: Context,
	disclosure: Awaited<ReturnType<typeof findDisclosure>>
) {
	if (!disclosure) return { disclosure, row: undefined, by: undefined, subject: undefined };
	const found = await findCase(tx, disclosure.caseId);
	const handles = may(context.actor, 'prepare', found).yes;
	const givenRole = disclosure.givenRole as RoleCode | null;
	const opened = handles
		? await openCase(tx, context, disclosure.caseId, neededPermission.prepare)
		: undefined;
	const by: Capacity | undefined = opened
		? opened.by
		: givenRole
			? capacityAs(context.actor, givenRole)
			: undefined;
	return {
		disclosure,
		row: opened?.row,
		by,
		subject: { handles, givenTo: disclosure.givenTo, givenRole }
	};
}
