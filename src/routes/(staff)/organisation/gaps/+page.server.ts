import { viewGaps } from '#lib/server/people/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	gaps: await viewGaps(recentContextOf(event), event.locals.locale)
});
