import { viewReaders } from '#lib/server/cases/index.ts';
import type { IncidentId } from '#lib/server/incidents/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../cases/form-answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	id: event.params.id,
	...(await viewReaders(contextOf(event), idOf<IncidentId>(event), event.locals.locale))
});
