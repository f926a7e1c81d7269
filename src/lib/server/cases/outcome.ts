import * as activityLog from '../activity-log/index.ts';
import type { HistoryEntry } from '../activity-log/queries.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm } from '../platform/ids.ts';
import type { Missing } from './closing.ts';
import type { CaseRow } from './queries.ts';

/** What a command answers, when it does not throw. Nothing was written unless `ok`. */
export type Outcome =
	| { ok: true }
	/** Another person was faster: what they did since the form was made, oldest first. */
	| { ok: false; because: 'changed'; changes: HistoryEntry[] }
	/** What must be in place first. */
	| { ok: false; because: 'missing'; missing: Missing[] }
	/** The case or measure has come to a status where this cannot be done. */
	| { ok: false; because: 'notPossible' }
	/** A field that only the stored data could show to be wrong. */
	| { ok: false; because: 'field'; field: string; problem: FieldProblem };

/** Codes; texts in messages/ `case_problem_<code>`. */
export type FieldProblem =
	| 'contactBeforeReport'
	| 'dueInPast'
	| 'ownerNotPossible'
	| 'shareNotPossible'
	| 'wordsNotThere'
	| 'fileNotThere'
	| 'howNeeded'
	| 'receiptNeeded';

export const done: Outcome = { ok: true };
export const notPossible: Outcome = { ok: false, because: 'notPossible' };

/** What the log knows a form by: its key and what it says. The key with other words (gone back to and written anew) is another. */
export function formId(form: { key: string }): string {
	return idOfForm(form.key, JSON.stringify(form));
}

/**
 * Whether somebody changed a locked case since the form was made. Null: nobody did, go on. The very same form sent twice is
 * no conflict: it is done already.
 */
export async function conflictOf(
	tx: Tx,
	row: CaseRow,
	form: { version: number; key: string }
): Promise<Outcome | null> {
	if (row.version === form.version) return null;
	const history = await activityLog.listCaseHistory(tx, row.id);
	const changes = history.filter(({ details }) => Number(details.version) > form.version);
	if (changes.some(({ details }) => details.key === formId(form))) return done;
	return { ok: false, because: 'changed', changes };
}
