import type { SafetyRequestId } from '../../../../../../database/column-types.ts';
import * as safety from '#lib/server/safety-requests/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../cases/form-answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	request: await safety.viewSafetyRequest(contextOf(event), idOf<SafetyRequestId>(event), event.locals.locale)
});
