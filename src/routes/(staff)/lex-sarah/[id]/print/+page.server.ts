import type { LexSarahRecordId } from '../../../../../../database/column-types.ts';
import * as lexSarah from '#lib/server/lex-sarah/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../cases/form-answer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	record: await lexSarah.viewPackage(
		recentContextOf(event),
		idOf<LexSarahRecordId>(event),
		event.locals.locale
	)
});
