import { navigationFor } from '#lib/server/web/navigation.ts';
import { contextOf } from '#lib/server/web/index.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({
	navigation: await navigationFor(contextOf(event), event.url.pathname)
});
