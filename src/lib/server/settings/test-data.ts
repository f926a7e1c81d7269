import { defaultSettings } from '../organisation/index.ts';
import { settingKeys, type SettingKey } from './catalogue.ts';
import { fieldText, seenField } from './forms.ts';

/** The form as the page sends it, of somebody who saw `seen` where it is not the default, with what they typed. */
export function buildSettingsForm(
	changes: Partial<Record<SettingKey, string>>,
	seen: Partial<typeof defaultSettings> = {}
): Record<string, string> {
	const shown = { ...defaultSettings, ...seen };
	return Object.fromEntries(
		settingKeys.flatMap((key) => {
			const text = fieldText(shown[key]);
			return [
				[key, changes[key] ?? text],
				[seenField(key), text]
			];
		})
	);
}
