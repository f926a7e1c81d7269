import type { CaseId } from '../../../../../../database/column-types.ts';
import { viewReminders } from '#lib/server/reminders/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../form-answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) =>
	viewReminders(contextOf(event), idOf<CaseId>(event), event.locals.locale);
