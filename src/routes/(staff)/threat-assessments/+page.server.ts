import { viewThreatWork } from '#lib/server/threat-assessments/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	work: await viewThreatWork(contextOf(event), event.locals.locale)
});
