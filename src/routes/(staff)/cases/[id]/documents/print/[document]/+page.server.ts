import type { CaseId } from '../../../../../../../../database/column-types.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../../form-answer.ts';
import { isConfirmed, paperOf } from '../../papers.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const id = idOf<CaseId>(event);
	const make = paperOf(event.params.document);
	if (!make) throw new NotFound();
	return { id, paper: await make(recentContextOf(event), id, isConfirmed(event.url)) };
};
