import { downloadLog } from '#lib/server/activity-log/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { fileOf } from '../download.ts';
import type { RequestHandler } from './$types';

/** Commitments and checkpoints, no entries: for the auditor. */
export const GET: RequestHandler = async (event) => {
	const context = recentContextOf(event);
	return fileOf(await downloadLog(context, 'proofs'), 'loggens-bevis', context.now());
};
