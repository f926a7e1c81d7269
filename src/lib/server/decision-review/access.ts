import type { Actor, Decision } from '../access/index.ts';
import { mayCase, type CasePermission, type CaseSubject } from '../cases/index.ts';

/** read: the page. add: raise a question, point out a decision. finish: record what the examination or review came to. */
export type ReviewPermission = 'read' | 'add' | 'finish';

const asOfCase = { read: 'readNotes', add: 'note', finish: 'move' } as const satisfies Record<
	ReviewPermission,
	CasePermission
>;

/** The permission of the case that gives one here. */
export function casePermissionFor(permission: ReviewPermission): CasePermission {
	return asOfCase[permission];
}

/** What an actor may do with the questions and reviews of a case. Nothing of it is wider than the case itself. */
export function may(actor: Actor, permission: ReviewPermission, subject: CaseSubject | undefined): Decision {
	return mayCase(actor, casePermissionFor(permission), subject);
}
