import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { defaultSettings, getSettings, peopleOf } from '../organisation/index.ts';
import { formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import { administratorRoleOf, may } from './access.ts';
import { limitsOf, settingGroups, type SettingGroup } from './catalogue.ts';

/**
 * Every setting as it is, with what it would be if nobody had set it, and who set it last.
 * @throws Forbidden
 */
export async function viewSettings(context: Context, locale: DateLocale) {
	const { actor } = context;
	require(may(actor, 'read'));
	return context.transaction(async (tx) => {
		const { municipalityId } = actor;
		const settings = await getSettings(tx, municipalityId);
		const rows = await tx
			.selectFrom('setting')
			.select(['key', 'changedBy', 'changedAt'])
			.where('municipalityId', '=', municipalityId)
			.execute();
		const setters = rows.map(({ changedBy }) => changedBy);
		const person = await peopleOf(tx, setters);
		await activityLog.recordProtectedPeople(tx, context, setters, administratorRoleOf(actor));
		const groupNames = Object.keys(settingGroups) as SettingGroup[];
		return {
			mayChange: may(actor, 'change').yes,
			groups: groupNames.map((group) => ({
				group,
				settings: settingGroups[group].map((key) => {
					const row = rows.find((one) => one.key === key);
					return {
						key,
						value: settings[key],
						default: defaultSettings[key],
						/** Null: a question with yes or no. */
						number: limitsOf(key),
						/** Whether the municipality has decided it, also when it decided as the default is. */
						isSet: row !== undefined,
						/** Who set it, and when; null as well where that was not kept. */
						set:
							row?.changedBy && row.changedAt
								? { by: person(row.changedBy), atText: formatDate(row.changedAt, locale) }
								: null
					};
				})
			}))
		};
	});
}
export type SettingsView = Awaited<ReturnType<typeof viewSettings>>;
export type ShownSetting = SettingsView['groups'][number]['settings'][number];
