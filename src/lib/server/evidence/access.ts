import type { Actor } from '../access/actor.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';
import { mayCase, type CaseSubject } from '../cases/index.ts';

export type EvidenceAction = 'list' | 'add' | 'open' | 'seal';

/** What a decision needs to know about a file; absent: about the case's files as such. */
export interface FileSubject {
	/** Added by who reported it or was exposed: a voice, a file's name, a picture's background tell who that is. */
	fromReporter: boolean;
}

/**
 * What an actor may do with the files of a case as staff. Files are for those who read notes; when the reporter hid their name, what
 * they sent is for those who handle. The same meaning as the policies on `attachment`. What reporters may do: add files to their own
 * report, and see that they arrived.
 */
export function may(
	actor: Actor,
	action: EvidenceAction,
	subject: CaseSubject | undefined,
	file: FileSubject = { fromReporter: false }
): Decision {
	const reads = mayCase(actor, 'readNotes', subject);
	if (!reads.yes) return reads;
	if (file.fromReporter && !mayCase(actor, 'readReporterName', subject).yes) return hidden;
	if (action === 'add') return mayCase(actor, 'note', subject);
	// as far-reaching as deciding who may see the case
	if (action === 'seal') return mayCase(actor, 'share', subject).yes ? allowed : forbidden;
	return allowed;
}
