import { redirect } from '@sveltejs/kit';
import { caseHandlingRoles, holds, statisticAggregateRoles } from '#lib/server/access/index.ts';
import { actorOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

/** The start page is where the person's work is: the inbox, the figures, or the own reports. */
export const load: PageServerLoad = (event) => {
	const actor = actorOf(event);
	if (holds(actor, ...caseHandlingRoles, 'securityCoordinator', 'hrPartner', 'safetyRepresentative')) {
		redirect(303, '/inbox');
	}
	redirect(303, holds(actor, ...statisticAggregateRoles) ? '/statistics' : '/my-reports');
};
