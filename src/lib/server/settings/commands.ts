import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { getSettings } from '../organisation/index.ts';
import { Conflict } from '../platform/errors.ts';
import { administratorRoleOf, may } from './access.ts';
import { compareSettings, type SettingKey, type SettingValues } from './catalogue.ts';
import type { SettingsInput } from './forms.ts';

export type SettingsOutcome =
	| { ok: true; changed: number }
	/** What somebody else set since the page was made: nothing was written. */
	| { ok: false; since: Partial<SettingValues> };

/**
 * Sets what was changed on the page, all of it or nothing, and logs each with what it was and what it is. What was not changed stays
 * unset, so that the default goes on to be called that.
 * @throws Forbidden; Conflict when somebody set the same in the same moment
 */
export async function changeSettings(
	context: Context,
	{ wanted, seen }: SettingsInput
): Promise<SettingsOutcome> {
	const { actor } = context;
	require(may(actor, 'change'));
	return context.transaction(async (tx) => {
		const current = await getSettings(tx, actor.municipalityId);
		const { changes, overtaken } = compareSettings(wanted, seen, current);
		if (overtaken.length > 0) return { ok: false, since: pick(current, overtaken) };
		for (const key of changes) {
			const [before, after] = [current[key], wanted[key]];
			const set = {
				value: JSON.stringify(after),
				changedBy: actor.personId,
				changedAt: context.now().toString()
			};
			const { numInsertedOrUpdatedRows } = await tx
				.insertInto('setting')
				.values({ municipalityId: actor.municipalityId, key, ...set })
				.onConflict((conflict) =>
					conflict
						.columns(['municipalityId', 'key'])
						.doUpdateSet(set)
						.where('setting.value', '=', JSON.stringify(before))
				)
				.executeTakeFirstOrThrow();
			if (numInsertedOrUpdatedRows !== 1n) throw new Conflict();
			await activityLog.record(tx, context, {
				action: 'setting.changed',
				subjectKind: 'unit',
				subjectId: actor.municipalityId,
				by: administratorRoleOf(actor),
				details: { setting: key, from: before, to: after }
			});
		}
		return { ok: true, changed: changes.length };
	});
}

function pick(values: SettingValues, keys: readonly SettingKey[]): Partial<SettingValues> {
	return Object.fromEntries(keys.map((key) => [key, values[key]]));
}
