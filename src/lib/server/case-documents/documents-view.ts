import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import { readCase } from '../cases/index.ts';
import { newId } from '../platform/ids.ts';
import { canRenderPdf } from '../platform/pdf.ts';
import { formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import { may } from './access.ts';
import { listNotifications, listOwnCopyKinds } from './notification-view.ts';
import { listDisclosures } from './disclosure-view.ts';
import { listReferences } from './references.ts';

/** The page of a case with everything that can be written, printed or handed over. @throws NotFound */
export async function viewDocuments(context: Context, id: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, head } = await readCase(tx, context, id);
		require(may(context.actor, 'look', row));
		const canPrint = may(context.actor, 'print', row).yes;
		return {
			head,
			canPrint,
			canPrepare: may(context.actor, 'prepare', row).yes,
			/** Whether this machine makes PDF files; otherwise the page to print takes their place. */
			canPdf: canRenderPdf(),
			references: (await listReferences(tx, id)).map(({ addedAt, ...reference }) => ({
				...reference,
				addedText: formatDate(addedAt, locale)
			})),
			notifications: canPrint ? await listNotifications(tx, id, locale) : [],
			/** The notifications that the actor was given a copy of. */
			ownCopies: await listOwnCopyKinds(tx, context, id),
			disclosures: await listDisclosures(tx, id, locale),
			disclosureKey: newId<string>(),
			key: newId<string>()
		};
	});
}
