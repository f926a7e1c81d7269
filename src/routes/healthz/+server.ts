import { text } from '@sveltejs/kit';
import { application } from '#lib/server/web/index.ts';
import type { RequestHandler } from './$types';

/** For the load balancer: 200 when the database answers, 503 when it does not. Tells nothing else. */
export const GET: RequestHandler = async () => {
	try {
		await application().db.ping();
		return text('ok\n');
	} catch {
		return text('database unavailable\n', { status: 503 });
	}
};
