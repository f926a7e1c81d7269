import { viewMailState } from '#lib/server/notifications/index.ts';
import { formatDate, formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import { application, contextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locale } = event.locals;
	const { server, unreached } = await viewMailState(contextOf(event));
	const settings = application().mailRoom.server;
	return {
		// the address of the server may hold a password
		settings: settings && { host: new URL(settings.url).host, from: settings.from },
		failing: server.failingSince && {
			since: formatDateTime(server.failingSince, locale),
			next: server.nextAt && formatDateTime(server.nextAt, locale),
			problem: server.problem ?? ''
		},
		workedAt: server.workedAt && formatDate(server.workedAt, locale),
		unreached: unreached.map(({ lastAt, ...person }) => ({ ...person, last: formatDate(lastAt, locale) }))
	};
};
