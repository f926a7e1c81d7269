import { text } from '@sveltejs/kit';
import { application } from '#lib/server/web/index.ts';
import type { RequestHandler } from './$types';

/** For the load balancer: 200 when the database answers, 503 when it does not. Tells nothing else. */
export const GET: RequestHandler = async () => {
	try {
		await application().db.askAsOwner((db) => db.selectFrom('unit').select('id').limit(1).execute());
		return text('ok\n');
	} catch {
		return text('database unavailable\n', { status: 503 });
	}
};
