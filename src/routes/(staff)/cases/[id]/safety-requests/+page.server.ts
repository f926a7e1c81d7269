import type { CaseId } from '../../../../../../database/column-types.ts';
import * as safety from '#lib/server/safety-requests/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../form-answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	safety: await safety.viewRequestsOfCase(contextOf(event), idOf<CaseId>(event), event.locals.locale)
});
