import { NotFound } from '#lib/server/platform/errors.ts';
import type { NotificationKind } from '#lib/server/case-documents/index.ts';

/** How a kind of notification stands in the address. */
export const kindSlugs = {
	workInjury: 'work-injury',
	seriousIncident: 'serious-incident'
} as const satisfies Record<NotificationKind, string>;

/** The kind in the address. @throws NotFound */
export function kindOf({ params }: { params: { kind: string } }): NotificationKind {
	const found = (Object.keys(kindSlugs) as NotificationKind[]).find(
		(kind) => kindSlugs[kind] === params.kind
	);
	if (!found) throw new NotFound();
	return found;
}
