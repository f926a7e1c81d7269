/** From posted form to typed input. */
import * as v from 'valibot';
import { choice, line, required } from '../platform/http-form.ts';
import {
	limitsOf,
	settingKeys,
	type NumberLimits,
	type SettingKey,
	type SettingValues
} from './catalogue.ts';

/** The hidden field beside a setting: what it was when the page was made. */
export const seenField = (key: SettingKey) => `seen_${key}`;

const numberField = ({ fewest, most }: NumberLimits) =>
	required(
		v.pipe(
			line(9),
			v.check(
				(text) => text === null || (/^\d+$/.test(text) && Number(text) >= fewest && Number(text) <= most),
				'invalid'
			),
			v.transform((text) => (text === null ? null : Number(text)))
		)
	);
const switchField = v.pipe(
	required(choice(['yes', 'no'])),
	v.transform((answer) => answer === 'yes')
);

const fields = Object.fromEntries(
	settingKeys.flatMap((key) => {
		const limits = limitsOf(key);
		return [
			[key, limits ? numberField(limits) : switchField],
			[seenField(key), line(9)]
		];
	})
);

/** What somebody wants, and what they saw. */
export interface SettingsInput {
	wanted: SettingValues;
	seen: Partial<SettingValues>;
}

/** All settings of the page, and beside each what it was. */
export const settingsSchema = v.pipe(
	v.object(fields),
	v.transform((typed): SettingsInput => {
		const seenOf = (key: SettingKey) => {
			const text = typed[seenField(key)];
			return limitsOf(key) ? Number(text) : text === 'yes';
		};
		return {
			wanted: Object.fromEntries(settingKeys.map((key) => [key, typed[key]])) as SettingValues,
			seen: Object.fromEntries(settingKeys.map((key) => [key, seenOf(key)]))
		};
	})
);

/** How a value stands in the form. */
export function fieldText(value: number | boolean): string {
	if (typeof value === 'number') return String(value);
	return value ? 'yes' : 'no';
}
