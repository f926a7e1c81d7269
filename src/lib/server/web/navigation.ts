import { m } from '../../paraglide/messages.js';
import {
	caseReadingRoles,
	holds,
	statisticAggregateRoles,
	statisticDetailRoles,
	type Context
} from '../access/index.ts';
import { seesProofs } from '../activity-log/index.ts';
import { countRequests, mayRequests } from '../case-documents/index.ts';
import { countForNavigation } from '../cases/index.ts';
import { concernsDeputies } from '../deputies/index.ts';
import { countReceived, mayListLexSarah } from '../lex-sarah/index.ts';
import { countGaps, mayPeople } from '../people/index.ts';
import { mayListSafetyRequests } from '../safety-requests/index.ts';
import { maySettings } from '../settings/index.ts';
import { countThreatWork } from '../threat-assessments/index.ts';

export interface NavigationItem {
	href: string;
	label: string;
	current: boolean;
	/** What waits there; absent when nothing does. */
	badge?: string;
	/** The heading it stands under; absent for what everybody does. */
	group?: string;
}

/** The menu of a signed-in person: what their roles give, and what waits for them. */
export async function navigationFor(context: Context, path: string): Promise<NavigationItem[]> {
	const { actor } = context;
	const waiting = await countForNavigation(context);
	const item = (href: string, label: string, count = 0): NavigationItem => ({
		href,
		label,
		current: path === href || path.startsWith(`${href}/`),
		...(count > 0 ? { badge: String(count) } : {})
	});
	const items: NavigationItem[] = [];
	if (holds(actor, ...caseReadingRoles) || waiting.handled > 0 || waiting.shared > 0) {
		items.push(item('/inbox', m.nav_inbox(), waiting.cases));
	}
	if (holds(actor, 'securityCoordinator')) {
		items.push(item('/threat-assessments', m.nav_threats(), await countThreatWork(context)));
	}
	if (mayListLexSarah(actor).yes) {
		items.push(item('/lex-sarah', m.nav_lex_sarah(), await countReceived(context)));
	}
	items.push(item('/my-tasks', m.nav_tasks(), waiting.overdueMeasures));
	items.push(item('/my-reports', m.nav_my_reports(), waiting.unreadMessages));
	items.push(item('/notices', m.nav_notices(), waiting.unreadNotices));
	if (holds(actor, ...statisticDetailRoles, ...statisticAggregateRoles)) {
		items.push(item('/statistics', m.nav_statistics()));
	}
	if (mayRequests(actor).yes) {
		items.push(item('/requests', m.nav_requests(), await countRequests(context)));
	}
	if (mayListSafetyRequests(actor).yes) items.push(item('/safety-requests', m.nav_safety_requests()));
	if (concernsDeputies(actor)) items.push(item('/deputies', m.nav_deputies()));
	const people = mayPeople(actor, 'read').yes ? [item('/people', m.nav_people())] : [];
	const log: NavigationItem[] = [];
	// who reviews the log finds its proofs among the tabs there
	if (holds(actor, 'dataProtectionOfficer')) log.push(item('/log', m.nav_log()));
	else if (seesProofs(actor)) log.push(item('/log/proofs', m.nav_proofs()));
	const settings = maySettings(actor, 'read').yes ? [item('/organisation/settings', m.nav_settings())] : [];
	if (!holds(actor, 'systemAdministrator')) return [...items, ...people, ...settings, ...log];
	const organisation = item('/organisation', m.nav_organisation());
	const gaps = item('/organisation/gaps', m.nav_gaps(), await countGaps(context));
	const scim = item('/organisation/scim', m.nav_scim());
	const mail = item('/organisation/notifications', m.mail_state_title());
	const beside = [gaps, scim, mail, ...settings];
	const isBeside = beside.some(({ current }) => current);
	const administration = [
		{ ...organisation, current: organisation.current && !isBeside },
		...people,
		...beside,
		...log
	];
	return [...items, ...administration.map((one) => ({ ...one, group: m.nav_group_administration() }))];
}
