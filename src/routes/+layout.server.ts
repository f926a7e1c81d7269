import { application } from '#lib/server/web/index.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => ({
	csrfToken: locals.csrfToken,
	locale: locals.locale,
	isDemo: application().config.demo,
	path: url.pathname,
	municipalityName: locals.actor?.municipalityName ?? '',
	person: locals.actor && {
		id: locals.actor.personId,
		name: locals.actor.name,
		roles: [...new Set(locals.actor.roles.map(({ role }) => role))]
	}
});
