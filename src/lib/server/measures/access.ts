import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Actor } from '../access/actor.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';

export const measurePermissions = ['read', 'finish', 'evaluate', 'change', 'cancel'] as const;
/** finish: say that it is done. evaluate: say whether it helped. change: another owner or date. */
export type MeasurePermission = (typeof measurePermissions)[number];

/** What a decision needs to know about a measure. */
export interface MeasureSubject {
	municipalityId: UnitId;
	ownerId: PersonId;
}

/** What the actor may do with what the measure comes from, e.g. a case; decided by that module. */
export interface SourceAccess {
	reads: boolean;
	handles: boolean;
}

/**
 * What an actor may do with a measure. The owner does it and says whether it helped; only who handles what it comes from
 * changes or cancels it, so that a promise does not move by itself.
 */
export function may(
	actor: Actor,
	permission: MeasurePermission,
	measure: MeasureSubject | undefined,
	source: SourceAccess
): Decision {
	if (!measure || measure.municipalityId !== actor.municipalityId) return hidden;
	if (source.handles) return allowed;
	const isOwner = measure.ownerId === actor.personId;
	if (!isOwner && !source.reads) return hidden;
	if (permission === 'read') return allowed;
	return isOwner && (permission === 'finish' || permission === 'evaluate') ? allowed : forbidden;
}
