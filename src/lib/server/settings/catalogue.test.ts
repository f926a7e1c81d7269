import { describe, expect, test } from 'vitest';
import sv from '../../../../messages/sv/settings.json' with { type: 'json' };
import { defaultSettings } from '../organisation/index.ts';
import {
	compareSettings,
	numberSettings,
	settingKeys,
	switchSettings,
	type SettingValues
} from './catalogue.ts';

const values: SettingValues = defaultSettings;

describe('which settings there are', () => {
	test('every default can be set by an administrator, or belongs to the review of the log', () => {
		const ofTheLog = Object.keys(defaultSettings).filter((key) => key.startsWith('logReview'));
		expect([...settingKeys, ...ofTheLog].sort()).toEqual(Object.keys(defaultSettings).sort());
	});

	test('each stands once on the page, and is a number or a question', () => {
		expect([...settingKeys].sort()).toEqual([...Object.keys(numberSettings), ...switchSettings].sort());
	});

	test.each(Object.entries(numberSettings))(
		'the default of %s lies within its limits',
		(key, { fewest, most }) => {
			const value = defaultSettings[key as keyof typeof numberSettings];
			expect(value).toBeGreaterThanOrEqual(fewest);
			expect(value).toBeLessThanOrEqual(most);
		}
	);

	test('each has a name and a help in words', () => {
		const without = settingKeys.filter((key) => !(`setting_${key}` in sv && `setting_${key}_help` in sv));
		expect(without).toEqual([]);
	});
});

describe('what somebody changed on the page', () => {
	test('nothing is changed when nothing was touched, also when somebody else changed it meanwhile', () => {
		expect(compareSettings(values, values, values)).toEqual({ changes: [], overtaken: [] });
		const current = { ...values, noticeDays: 30 };
		expect(compareSettings(values, values, current)).toEqual({ changes: [], overtaken: [] });
	});

	test('what was touched is changed', () => {
		const wanted = { ...values, dutySeriousHours: 4, dutySecondPerson: false };
		expect(compareSettings(wanted, values, values)).toEqual({
			changes: ['dutySeriousHours', 'dutySecondPerson'],
			overtaken: []
		});
	});

	test('what another person changed to something else meanwhile is asked about; to the same, is not', () => {
		const wanted = { ...values, dutySeriousHours: 4, noticeDays: 30 };
		const current = { ...values, dutySeriousHours: 8, noticeDays: 30 };
		expect(compareSettings(wanted, values, current)).toEqual({
			changes: [],
			overtaken: ['dutySeriousHours']
		});
	});
});
