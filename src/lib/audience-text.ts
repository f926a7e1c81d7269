/** 'Vem kan se det här?' in words. */
import { m } from '#lib/paraglide/messages.js';
import { nameText } from '#lib/person-text.ts';
import type { AudienceView, ReasonView } from '#lib/server/cases/index.ts';

/** Why somebody can see a case, and since when. */
export function reasonText(reason: ReasonView): string {
	switch (reason.kind) {
		case 'handler':
			return m.audience_reason_handler();
		case 'shared':
			return m.audience_reason_shared();
		case 'deputy':
			return m.audience_reason_deputy({
				name: nameText(reason.standsInFor),
				unit: reason.unitName,
				since: reason.sinceText ?? '',
				until: reason.untilText ?? ''
			});
		case 'role': {
			const where = {
				role: m[`role_${reason.role}`](),
				unit: reason.unitName,
				since: reason.sinceText ?? ''
			};
			if (reason.untilText) return m.audience_reason_role_until({ ...where, until: reason.untilText });
			return reason.sinceText ? m.audience_reason_role_since(where) : m.audience_reason_role(where);
		}
	}
}

/** What let somebody come to see a case, or no longer. */
export function changeText(change: AudienceView['changes'][number]): string {
	const name = nameText(change.person);
	const by = change.by ? nameText(change.by) : '';
	const unit = change.unitName ?? '';
	const until = change.untilText ?? '';
	const role = change.role ? m[`role_${change.role}`]() : '';
	switch (change.kind) {
		case 'shared':
			return m.audience_change_shared({ by, name });
		case 'unshared':
			return m.audience_change_unshared({ by, name });
		case 'takenOver':
			return m.audience_change_takenOver({ name });
		case 'transferred':
			return m.audience_change_transferred({ name, target: m[`transfer_${change.target as 'lexSarah'}`]() });
		case 'roleGiven':
			return until
				? m.audience_change_roleGiven_until({ name, role, unit, until })
				: m.audience_change_roleGiven({ name, role, unit });
		case 'deputyNamed': {
			const other = change.standsInFor ? nameText(change.standsInFor) : '';
			return change.isTakenBack
				? m.audience_change_deputyTakenBack({ name, other, unit })
				: m.audience_change_deputyNamed({ name, other, unit, until });
		}
	}
}
