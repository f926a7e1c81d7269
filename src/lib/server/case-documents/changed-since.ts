import type { CaseId } from '../../../../database/column-types.ts';
import * as activityLog from '../activity-log/index.ts';
import type { Outcome } from '../cases/index.ts';
import type { Tx } from '../platform/database.ts';

/**
 * That another person was faster: what they did to this document since the form was made.
 * @param actions how the names of its actions begin
 * @param made the version of the form, and the kind where the case has several such documents
 */
export async function changedSince(
	tx: Tx,
	caseId: CaseId,
	actions: string,
	{ version, kind }: { version: number; kind?: string }
): Promise<Outcome> {
	const history = await activityLog.listCaseHistory(tx, caseId);
	const changes = history.filter(
		({ action, details }) =>
			action.startsWith(actions) && Number(details.version) > version && details.kind === kind
	);
	return { ok: false, because: 'changed', changes };
}
