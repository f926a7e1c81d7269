/** 'Vem kan se det här?' in words. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameText } from '#lib/person-text.ts';
import type { AudienceView, ReasonView } from '#lib/server/cases/index.ts';

/** Why somebody can see a case, and since when. */
export function reasonText(reason: ReasonView, language: InLanguage = {}): string {
	switch (reason.kind) {
		case 'handler':
			return m.audience_reason_handler({}, language);
		case 'shared':
			return m.audience_reason_shared({}, language);
		case 'deputy':
			return m.audience_reason_deputy(
				{
					name: nameText(reason.standsInFor, language),
					unit: reason.unitName,
					since: reason.sinceText ?? '',
					until: reason.untilText ?? ''
				},
				language
			);
		case 'role': {
			const where = {
				role: m[`role_${reason.role}`]({}, language),
				unit: reason.unitName,
				since: reason.sinceText ?? ''
			};
			if (reason.untilText)
				return m.audience_reason_role_until({ ...where, until: reason.untilText }, language);
			return reason.sinceText
				? m.audience_reason_role_since(where, language)
				: m.audience_reason_role(where, language);
		}
	}
}

/** What let somebody come to see a case, or no longer. */
export function changeText(change: AudienceView['changes'][number], language: InLanguage = {}): string {
	const name = nameText(change.person, language);
	const by = change.by ? nameText(change.by, language) : '';
	const unit = change.unitName ?? '';
	const until = change.untilText ?? '';
	const role = change.role ? m[`role_${change.role}`]({}, language) : '';
	switch (change.kind) {
		case 'shared':
			return m.audience_change_shared({ by, name }, language);
		case 'unshared':
			return m.audience_change_unshared({ by, name }, language);
		case 'takenOver':
			return m.audience_change_takenOver({ name }, language);
		case 'transferred':
			return m.audience_change_transferred(
				{ name, target: m[`transfer_${change.target as 'lexSarah'}`]({}, language) },
				language
			);
		case 'roleGiven':
			return until
				? m.audience_change_roleGiven_until({ name, role, unit, until }, language)
				: m.audience_change_roleGiven({ name, role, unit }, language);
		case 'deputyNamed': {
			const other = change.standsInFor ? nameText(change.standsInFor, language) : '';
			return change.isTakenBack
				? m.audience_change_deputyTakenBack({ name, other, unit }, language)
				: m.audience_change_deputyNamed({ name, other, unit, until }, language);
		}
	}
}
