import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { roles, type UnitId } from '../organisation/index.ts';
import { choice, line, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';

/** A day as a date field sends it, or null when nothing was typed. */
const day = v.pipe(
	line(20),
	v.check((text) => text === null || isDay(text), 'badDate')
);
function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return false;
	try {
		Temporal.PlainDate.from(text);
		return true;
	} catch {
		return false;
	}
}

const unit = v.pipe(
	required(line(40)),
	v.check((id) => isId<UnitId>(id), 'unknownChoice'),
	v.transform((id) => id as UnitId)
);

/** Who somebody is and where they work. */
export const personSchema = v.object({
	name: required(line(200)),
	email: v.pipe(
		line(254),
		v.check((text) => text === null || /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text), 'badEmail'),
		v.transform((text) => text?.toLowerCase() ?? null)
	),
	occupation: line(100),
	unitId: unit,
	externalId: line(100)
});
export type PersonInput = v.InferOutput<typeof personSchema>;

/** Which role, where and when. The page has another field for the unit where the person works, so this one has its own name. */
export const roleSchema = v.pipe(
	v.object({
		role: required(choice(roles)),
		roleUnit: unit,
		validFrom: required(day),
		validTo: day
	}),
	v.transform(({ roleUnit, ...rest }) => ({ ...rest, unitId: roleUnit }))
);
export type RoleInput = v.InferOutput<typeof roleSchema>;

/** Which role ends, and its last day; none: it ends at once. */
export const endRoleSchema = v.object({ id: required(line(40)), lastDay: day });
export type EndRoleInput = v.InferOutput<typeof endRoleSchema>;

export const searchSchema = v.object({
	text: line(200),
	unit: line(40),
	role: line(40),
	state: line(40)
});
