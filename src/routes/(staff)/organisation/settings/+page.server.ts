import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { sizeText } from '#lib/server/evidence/index.ts';
import * as settings from '#lib/server/settings/index.ts';
import { application, failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { originText, stateText, unitText, valueText } from './setting-text.ts';
import type { Actions, PageServerLoad } from './$types';

const done = ['saved', 'unchanged'] as const;

export const load: PageServerLoad = async (event) => {
	const { locale } = event.locals;
	const { mayChange, groups } = await settings.viewSettings(recentContextOf(event), locale);
	return {
		mayChange,
		groups: groups.map((one) => ({
			group: one.group,
			settings: one.settings.map((setting) => ({
				key: setting.key,
				isNumber: setting.number !== null,
				value: settings.fieldText(setting.value),
				seenField: settings.seenField(setting.key),
				unitText: unitText(setting.number),
				originText: originText(setting, locale),
				stateText: stateText(setting, locale)
			}))
		})),
		fileSize: sizeText(application().vault.mostBytes, locale),
		done: done.find((name) => name === event.url.searchParams.get('done')) ?? null
	};
};

export const actions: Actions = {
	default: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, settings.settingsSchema);
		if (!form.ok) {
			const failure = failWith(400, form.values, form.errors);
			for (const key of settings.settingKeys) {
				const limits = settings.limitsOf(key);
				if (!limits || !failure.data.errors[key]) continue;
				const { fewest, most } = limits;
				failure.data.errors[key] = m.settings_problem_number({ name: m[`setting_${key}`](), fewest, most });
			}
			return failure;
		}
		const outcome = await settings.changeSettings(context, form.value);
		if (!outcome.ok) {
			const since = settings.settingKeys.flatMap((key) => {
				const value = outcome.since[key];
				return value === undefined ? [] : [{ key, value }];
			});
			// what was typed stays, and is compared with what holds now: saving again is a decision
			const seen = since.map(({ key, value }) => [settings.seenField(key), settings.fieldText(value)]);
			const values = { ...form.values, ...Object.fromEntries(seen) };
			const { locale } = event.locals;
			const problems = since.map(({ key, value }) => {
				const text = valueText(value, settings.limitsOf(key), locale);
				return [key, m.settings_problem_since({ name: m[`setting_${key}`](), value: text })];
			});
			return fail(409, { values, errors: Object.fromEntries(problems) as Record<string, string> });
		}
		redirect(303, `/organisation/settings?done=${outcome.changed > 0 ? 'saved' : 'unchanged'}`);
	}
};
