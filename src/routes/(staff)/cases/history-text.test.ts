import { expect, test } from 'vitest';
import { activityActions } from '#lib/server/activity-log/index.ts';
import { dutyKeys } from '#lib/server/duties/index.ts';
import { historyByText, historyText } from './history-text.ts';

const languages = ['sv', 'en'] as const;
/** Everything that the log keeps of some action, and nothing of it. */
const allDetails = [
	{},
	{ duty: null, step: null, kind: null, effect: null, to: null, how: null, undueInfluence: null, form: null },
	{
		duty: 'police',
		step: 'notNeeded',
		kind: 'immediate',
		effect: 'yes',
		to: 'police',
		how: 'phone',
		undueInfluence: 'yes',
		form: 'threat',
		severity: 3
	},
	{ duty: 'noSuchDuty', kind: 'noSuchKind', effect: 'noSuchEffect', to: 'nowhere', how: 'noSuchWay' }
];
const every = languages.flatMap((locale) => activityActions.map((action) => [locale, action] as const));

test.each(every)('in %s, %s is told in whole words, whatever the log knows of it', (locale, action) => {
	for (const details of allDetails) {
		const text = historyText({ action, details }, { locale });
		expect(text).not.toMatch(/undefined|null|NaN|\[object|\{/u);
		expect(text.trim()).not.toBe('');
	}
});

test.each(dutyKeys)('the history names the duty %s, and what was decided of it', (duty) => {
	const [decided, reviewed] = (['duty.decided', 'duty.reviewed'] as const).map((action) =>
		historyText({ action, details: { duty, step: 'done' } }, { locale: 'sv' })
	);
	expect(decided).toMatch(/^Tog ställning till en skyldighet: .{3,}\. Gjort$/u);
	expect(reviewed).toMatch(/^Granskade ett beslut om en skyldighet: .{3,}\. Gjort$/u);
});

test('who stood in for somebody is named with them; the reporter is not named', () => {
	const [by, onBehalfOf] = ['Anna Ek', 'Bo Al'].map((name) => ({ name }));
	const sv = { locale: 'sv' } as const;
	expect(historyByText({ by: by!, onBehalfOf: onBehalfOf! }, sv)).toBe('Anna Ek, i stället för Bo Al');
	expect(historyByText({ by: by!, onBehalfOf: null }, sv)).toBe('Anna Ek');
	expect(historyByText({ by: null, onBehalfOf: null }, sv)).toBeNull();
});
