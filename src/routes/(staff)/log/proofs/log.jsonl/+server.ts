import { downloadLog } from '#lib/server/activity-log/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { fileOf } from '../download.ts';
import type { RequestHandler } from './$types';

/** Every entry of the municipality with its proofs: for the data protection officer. */
export const GET: RequestHandler = async (event) => {
	const context = recentContextOf(event);
	return fileOf(await downloadLog(context, 'municipality'), 'aktivitetsloggen', context.now());
};
