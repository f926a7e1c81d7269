import * as v from 'valibot';
import { expect, test } from 'vitest';
import { settingsSchema } from './forms.ts';
import { buildSettingsForm } from './test-data.ts';

test.each(['0', '73', '1,5', 'ett dygn', '-4', ''])('”%s” is no level of a duty', (text) => {
	expect(v.safeParse(settingsSchema, buildSettingsForm({ dutySeriousHours: text })).success).toBe(false);
});

test('groups smaller than five are never shown', () => {
	expect(v.safeParse(settingsSchema, buildSettingsForm({ disclosureThreshold: '4' })).success).toBe(false);
	expect(v.safeParse(settingsSchema, buildSettingsForm({ disclosureThreshold: '5' })).success).toBe(true);
});
