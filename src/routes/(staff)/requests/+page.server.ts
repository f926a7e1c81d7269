import { viewRequests } from '#lib/server/case-documents/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => viewRequests(contextOf(event), event.locals.locale);
