import type { CaseId } from '../../../../database/column-types.ts';
import { listAttachments, type AttachmentRow } from '../documents/index.ts';
import type { Tx } from '../platform/database.ts';

/** The files of a case that can be the receipt of a duty: added by staff, looked through, not sealed, and the actor may see them. */
export async function listReceipts(tx: Tx, caseId: CaseId): Promise<AttachmentRow[]> {
	return (await listAttachments(tx, caseId)).filter(
		({ fromReporter, state }) => !fromReporter && state === 'ready'
	);
}
