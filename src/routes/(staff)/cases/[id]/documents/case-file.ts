/** Everything of a case that goes into its file, each part read by its own module as the actor may see it. */
import type { CaseId } from '../../../../../../database/column-types.ts';
import type { Context } from '#lib/server/access/index.ts';
import { viewAftercare } from '#lib/server/aftercare/index.ts';
import { exportCase, viewDocuments, viewNotification, viewPolice } from '#lib/server/case-documents/index.ts';
import { viewLinks } from '#lib/server/case-links/index.ts';
import { viewDuties } from '#lib/server/cases/index.ts';
import { viewDecisions } from '#lib/server/decision-review/index.ts';
import { viewEvidence } from '#lib/server/evidence/index.ts';
import { viewLexSarahOfCase } from '#lib/server/lex-sarah/index.ts';
import { viewReminders } from '#lib/server/reminders/index.ts';
import { viewWholeRequestsOfCase } from '#lib/server/safety-requests/index.ts';
import { viewStatements } from '#lib/server/statements/index.ts';
import { viewProtection } from '#lib/server/threat-assessments/index.ts';

/** The whole case. Who may print it reads its notes; the rest each module decides. */
export type CaseFile = Awaited<ReturnType<typeof exportCaseFile>>;

/**
 * Reads the whole case for its file. Logged as an export before anything is read.
 * @throws NotFound, Forbidden
 */
export async function exportCaseFile(context: Context, id: CaseId) {
	const exported = await exportCase(context, id, 'caseFile', 'sv');
	const documents = await viewDocuments(context, id, 'sv');
	const notifications = [];
	for (const { kind } of documents.notifications) {
		notifications.push(await viewNotification(context, id, kind, 'sv'));
	}
	return {
		...exported,
		duties: await viewDuties(context, id, 'sv'),
		protection: await viewProtection(context, id, 'sv'),
		aftercare: await viewAftercare(context, id, 'sv'),
		statements: await viewStatements(context, id, 'sv'),
		evidence: await viewEvidence(context, id, 'sv'),
		decisions: await viewDecisions(context, id, 'sv'),
		safetyRequests: await viewWholeRequestsOfCase(context, id, 'sv'),
		/** That there are records and how far they have come, for who handles the case; a record is a file of its own. */
		lexSarah: exported.view.allows.move ? await viewLexSarahOfCase(context, id, 'sv') : null,
		notifications,
		police: await viewPolice(context, id, 'sv'),
		disclosures: documents.disclosures,
		links: await viewLinks(context, id, 'sv'),
		reminders: await viewReminders(context, id, 'sv')
	};
}
