import { viewJournal } from '#lib/server/organisation-changes/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { entryText } from '../organisation-text.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = Number.parseInt(event.url.searchParams.get('page') ?? '1', 10);
	const journal = await viewJournal(recentContextOf(event), Number.isNaN(asked) ? 1 : asked);
	return {
		...journal,
		entries: journal.entries.map((entry) => entryText(entry, event.locals.locale))
	};
};
