/** What a setting is called on its page, and what it is worth in words. */
import { m } from '#lib/paraglide/messages.js';
import { nameText } from '#lib/person-text.ts';
import { formatDuration, type DateLocale } from '#lib/server/platform/swedish-dates.ts';
import type { NumberLimits, ShownSetting } from '#lib/server/settings/index.ts';

/** '24 timmar', '1 arbetsdag', 'Ja', '5'. */
export function valueText(value: number | boolean, number: NumberLimits | null, locale: DateLocale): string {
	if (typeof value === 'boolean') return value ? m.yes() : m.no();
	switch (number?.unit) {
		case 'hours':
			return formatDuration({ hours: value }, locale);
		case 'days':
			return formatDuration({ days: value }, locale);
		case 'workingDays':
			return value === 1 ? m.settings_amount_workingDay() : m.settings_amount_workingDays({ count: value });
		default:
			return String(value);
	}
}

/** The unit beside the label; undefined where there is none to name. */
export function unitText(number: NumberLimits | null): string | undefined {
	if (number === null || number.unit === 'count') return undefined;
	return m[`settings_unit_${number.unit}`]();
}

/** What it is, for who only reads: said once where it is the default. */
export function stateText(setting: ShownSetting, locale: DateLocale): string {
	const value = valueText(setting.value, setting.number, locale);
	return setting.isSet ? `${value}. ${originText(setting, locale)}` : m.settings_is_default({ value });
}

/** What it would be by default, and whether, when and by whom it was set. */
export function originText(setting: ShownSetting, locale: DateLocale): string {
	const value = valueText(setting.default, setting.number, locale);
	if (!setting.isSet) return m.settings_default_holds({ value });
	const set = setting.set
		? m.settings_set({ name: nameText(setting.set.by), date: setting.set.atText })
		: m.settings_set_unknown();
	return `${m.settings_default({ value })} ${set}`;
}
