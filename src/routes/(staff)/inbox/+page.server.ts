import * as cases from '#lib/server/cases/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	inbox: await cases.viewInbox(contextOf(event), event.url.searchParams, event.locals.locale)
});
