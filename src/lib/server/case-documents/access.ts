import type { Actor } from '../access/actor.ts';
import type { Decision } from '../access/decision.ts';
import { mayCase, type CasePermission, type CaseSubject } from '../cases/index.ts';

/**
 * look: the page with what there is. print: the case as the actor may see it. prepare: whatever is sent, asked or decided in the
 * employer's name.
 */
export type DocumentAction = 'look' | 'print' | 'prepare';

/** What one must be able to do with a case for it; the same that row-level security asks for. */
export const neededPermission = {
	look: 'read',
	print: 'readNotes',
	prepare: 'move'
} as const satisfies Record<DocumentAction, CasePermission>;

/** What an actor may do with the documents of a case, as staff. */
export function may(actor: Actor, action: DocumentAction, subject: CaseSubject | undefined): Decision {
	return mayCase(actor, neededPermission[action], subject);
}
