import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { unitLevels, type UnitId } from '../organisation/index.ts';
import { dateText } from '../platform/form-parts.ts';
import { choice, line, required } from '../platform/http-form.ts';
import { isId, newId } from '../platform/ids.ts';
import type { WishKind, Wish } from './plan.ts';

/** What can be done with a unit, by the word in the address. */
export const actionsOnUnits = {
	create: 'unitCreated',
	rename: 'unitRenamed',
	move: 'unitMoved',
	merge: 'unitMerged',
	close: 'unitClosed',
	reopen: 'unitReopened',
	describe: 'unitDescribed'
} as const satisfies Record<string, WishKind>;
export type UnitAction = keyof typeof actionsOnUnits;
export function isUnitAction(text: string): text is UnitAction {
	return Object.hasOwn(actionsOnUnits, text);
}

/** The id of a unit that was chosen, or null. */
const unitChoice = v.optional(
	v.pipe(
		v.string('invalid'),
		v.check((text) => text === '' || isId(text), 'unknownChoice'),
		v.transform((text) => (text === '' ? null : (text as UnitId)))
	),
	''
);

/** How long beforehand a change can be planned. A later year is a slip of the pen. */
export const mostYearsAhead = 5;

/** A day as somebody types it, as 'ÅÅÅÅ-MM-DD'. */
const day = (today: Temporal.PlainDate) =>
	required(
		v.pipe(
			dateText,
			v.check((text) => text === null || text >= '2000-01-01', 'tooOld'),
			v.check((text) => text === null || text <= today.add({ years: mostYearsAhead }).toString(), 'invalid')
		)
	);

/** The form of every change of a unit; which fields are asked for differs. */
export const unitChangeSchema = (action: UnitAction, today: Temporal.PlainDate) => {
	const asks = (...actions: UnitAction[]) => actions.includes(action);
	const when = <Schema extends v.GenericSchema>(is: boolean, schema: Schema) =>
		is ? required(schema) : schema;
	return v.object({
		from: day(today),
		note: line(500),
		name: when(asks('create', 'rename'), line(200)),
		activity: line(100),
		area: line(100),
		level: when(asks('create'), choice(unitLevels)),
		parentId: when(asks('move', 'reopen'), unitChoice),
		intoId: when(asks('merge'), unitChoice),
		peopleToId: unitChoice,
		unitsToId: unitChoice,
		endsRoles: choice(['yes']),
		newUnitId: unitChoice,
		/** Of the preview that is said yes to. */
		digest: line(64)
	});
};
type UnitChangeForm = v.InferOutput<ReturnType<typeof unitChangeSchema>>;

/** The wish that a form says. @param unitId the unit whose page the form is on; for 'create' the one above the new one */
export function wishOf(action: UnitAction, unitId: UnitId, form: UnitChangeForm): Wish {
	const { activity, area } = form;
	switch (action) {
		case 'create':
			return {
				kind: 'unitCreated',
				unitId: form.newUnitId ?? newId<UnitId>(),
				parentId: unitId,
				level: form.level!,
				name: form.name!,
				activity,
				area
			};
		case 'rename':
			return { kind: 'unitRenamed', unitId, name: form.name! };
		case 'move':
			return { kind: 'unitMoved', unitId, parentId: form.parentId! };
		case 'merge':
			return { kind: 'unitMerged', unitId, intoId: form.intoId! };
		case 'close':
			return {
				kind: 'unitClosed',
				unitId,
				peopleToId: form.peopleToId,
				unitsToId: form.unitsToId,
				endsRoles: form.endsRoles === 'yes'
			};
		case 'reopen':
			return { kind: 'unitReopened', unitId, parentId: form.parentId! };
		case 'describe':
			return { kind: 'unitDescribed', unitId, activity, area };
	}
}

/** How many employees a unit has; nothing typed takes the number away. */
export const headcountSchema = v.object({
	year: required(
		v.pipe(
			line(4),
			v.check((text) => text === null || /^(199\d|20\d\d|21\d\d)$/.test(text), 'invalid'),
			v.transform((text) => (text === null ? null : Number(text)))
		)
	),
	occupation: required(line(100)),
	headcount: v.pipe(
		line(6),
		v.check((text) => text === null || /^\d{1,5}$/.test(text), 'invalid'),
		v.transform((text) => (text === null ? null : Number(text)))
	)
});
