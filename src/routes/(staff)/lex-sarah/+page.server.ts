import * as lexSarah from '#lib/server/lex-sarah/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { pageNumberOf } from '../page-number.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const isClosed = event.url.searchParams.get('tab') === 'closed';
	const filter = { isClosed, page: pageNumberOf(event.url) };
	return { isClosed, list: await lexSarah.listLexSarah(contextOf(event), filter, event.locals.locale) };
};
