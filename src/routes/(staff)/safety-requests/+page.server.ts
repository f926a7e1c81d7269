import * as safety from '#lib/server/safety-requests/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { pageNumberOf } from '../page-number.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	list: await safety.listSafetyRequests(contextOf(event), pageNumberOf(event.url), event.locals.locale)
});
