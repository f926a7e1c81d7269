import { redirect } from '@sveltejs/kit';
import { startingPointOf } from '#lib/server/statistics/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

/** Everyone's own figures begin at the highest unit that their roles give. */
export const load: PageServerLoad = (event) => {
	redirect(303, `/statistics/${startingPointOf(contextOf(event))}${event.url.search}`);
};
