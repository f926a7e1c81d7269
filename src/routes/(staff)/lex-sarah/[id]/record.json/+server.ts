import type { LexSarahRecordId } from '../../../../../../database/column-types.ts';
import * as lexSarah from '#lib/server/lex-sarah/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../cases/form-answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const id = idOf<LexSarahRecordId>(event);
	const record = await lexSarah.viewPackage(recentContextOf(event), id, event.locals.locale);
	return new Response(lexSarah.packageJson(record), {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="lex-sarah_${record.number}.json"`
		}
	});
};
