import { viewOwnCopies } from '#lib/server/case-documents/index.ts';
import type { IncidentId } from '#lib/server/incidents/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../cases/form-answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	id: event.params.id,
	...(await viewOwnCopies(contextOf(event), idOf<IncidentId>(event), event.locals.locale))
});
