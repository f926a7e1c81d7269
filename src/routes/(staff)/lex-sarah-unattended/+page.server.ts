import { viewUnattended } from '#lib/server/lex-sarah/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ units: await viewUnattended(contextOf(event)) });
