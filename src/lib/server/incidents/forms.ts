/** From posted form to typed input. One schema per form. */
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { IncidentId, PersonId, UnitId } from '../../../../database/column-types.ts';
import { date, key, localInstant, time } from '../platform/form-parts.ts';
import { choice, choices, line, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { zone } from '../platform/working-days.ts';
import {
	lineLimit,
	mostOccurrences,
	oldestYears,
	referenceLimit,
	textLimit,
	type NewIncident
} from './incident.ts';
import {
	allSubforms,
	channels,
	consequences,
	forms,
	genders,
	influencers,
	purposes,
	yesNo,
	yesNoUnsure
} from './taxonomy.ts';

/** Fields that may come several times. */
export const listFields = ['forms', 'subforms', 'consequences'] as const;

const yes = v.pipe(
	choice(yesNo),
	v.transform((answer) => (answer === null ? null : answer === 'yes'))
);
const checkbox = v.pipe(
	v.optional(v.string('invalid'), ''),
	v.transform((text) => text !== '')
);
const id = <Id extends string>() =>
	v.pipe(
		v.optional(v.string('invalid'), ''),
		v.check((text) => text === '' || isId(text), 'unknownChoice'),
		v.transform((text) => (text === '' ? null : (text as Id)))
	);

/** What can be answered later as well. */
const details = {
	subforms: choices(allSubforms),
	place: line(lineLimit),
	matter: line(lineLimit),
	witnesses: line(lineLimit),
	consequences: choices(consequences),
	childConcerned: choice(yesNoUnsure),
	injury: choice(yesNoUnsure),
	weapon: choice(yesNoUnsure),
	fearedForLife: choice(yesNoUnsure),
	knownRepeat: choice(yesNoUnsure),
	gender: choice(genders),
	caseReference: line(referenceLimit),
	hideName: checkbox
};

/** Which manager it is about: the nearest one ('' or 'nearest'), a named one, or 'other' (none in the line). */
const whichManager = v.pipe(
	v.optional(v.string('invalid'), ''),
	v.check((text) => text === '' || text === 'nearest' || text === 'other' || isId(text), 'unknownChoice')
);

/**
 * The report form. Only text or a type is required.
 * @param now for 'when': not in the future (ten minutes' grace for clocks), not older than ten years
 */
export function reportSchema(now: Temporal.Instant) {
	const local = now.toZonedDateTimeISO(zone);
	return v.pipe(
		// in the order of the page, so that the errors come in that order too
		v.object({
			key,
			text: longText(textLimit),
			forms: choices(forms),
			channel: choice(channels),
			influencer: choice(influencers),
			whichManager,
			whichColleague: id<PersonId>(),
			purpose: choice(purposes),
			inDanger: yes,
			contactToday: yes,
			occurredDate: date,
			occurredTime: time,
			unit: id<UnitId>(),
			affected: id<PersonId>(),
			wordOfMouth: checkbox,
			repeats: id<IncidentId>(),
			...details
		}),
		v.forward(
			v.partialCheck(
				[['text'], ['forms']],
				({ text, forms }) => text !== null || forms.length > 0,
				'textOrTypeRequired'
			),
			['text']
		),
		// before the transform, which waits until everything else is right
		v.forward(
			v.partialCheck(
				[['occurredDate'], ['occurredTime']],
				({ occurredDate, occurredTime }) =>
					Temporal.Instant.compare(localInstant(occurredDate, occurredTime, now), now.add({ minutes: 10 })) <=
					0,
				'future'
			),
			['occurredDate']
		),
		v.forward(
			v.partialCheck(
				[['occurredDate'], ['occurredTime']],
				({ occurredDate, occurredTime }) =>
					Temporal.Instant.compare(
						localInstant(occurredDate, occurredTime, now),
						local.subtract({ years: oldestYears }).toInstant()
					) >= 0,
				'tooOld'
			),
			['occurredDate']
		),
		v.transform(({ occurredDate, occurredTime, ...rest }) => ({
			...rest,
			occurredAt: localInstant(occurredDate, occurredTime, now)
		}))
	);
}
export type ReportInput = v.InferOutput<ReturnType<typeof reportSchema>>;

/** Somebody else whom it happened to. */
export interface AffectedColleague {
	id: PersonId;
	/** Where they work: where it happened, unless the form says something else. */
	unitId: UnitId;
	/** The reporter is their manager, and writes down what they were told. */
	toldToManager: boolean;
}

/**
 * What a form that was filled in says has happened.
 *
 * Answers to a question that the page hides (which manager, when it was not a manager) say nothing.
 * @param affected null: the reporter was exposed
 */
export function newIncidentOf(
	input: ReportInput,
	reporter: { personId: PersonId; unitId: UnitId },
	affected: AffectedColleague | null
): NewIncident {
	const {
		key,
		unit,
		affected: _,
		wordOfMouth: __,
		whichManager,
		whichColleague,
		contactToday,
		repeats,
		...answers
	} = input;
	const aboutManager = answers.influencer === 'manager';
	const named = aboutManager ? whichManager : answers.influencer === 'colleague' ? whichColleague : null;
	return {
		...answers,
		idempotencyKey: key,
		unitId: unit ?? affected?.unitId ?? reporter.unitId,
		affectedPersonId: affected?.id ?? reporter.personId,
		origin: affected === null ? 'self' : affected.toldToManager ? 'wordOfMouth' : 'onBehalf',
		wantsContactToday: contactToday,
		involvedPersonIds: isId<PersonId>(named) ? [named] : [],
		nearestManagerInvolved: aboutManager && (named === '' || named === 'nearest'),
		repeatsIncidentId: repeats
	};
}

/** The questions behind 'Lägg till mer', as the fields are called. */
export const detailFields = Object.keys(details) as (keyof typeof details)[];
export type DetailField = (typeof detailFields)[number];

/** How many times: empty is not answered. */
const count = v.pipe(
	v.optional(v.string('invalid'), ''),
	v.trim(),
	v.check(
		(text) => text === '' || (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= mostOccurrences),
		'badCount'
	),
	v.transform((text) => (text === '' ? null : Number(text)))
);
/** 'Det hände flera gånger': how many, and the last time, as the fields are called. */
const several = { occurrences: count, lastDate: date, lastTime: time };

/** What the reporter adds later: more words, and answers to what was left open. */
export const additionSchema = v.object({ ...details, ...several, moreText: longText(textLimit) });
export type AdditionInput = v.InferOutput<typeof additionSchema>;

/** 'Samma person ringde igen', many times: one report of them all. Without a first time it was now. */
export const manyTimesSchema = v.object({
	key,
	manyCount: v.pipe(
		count,
		v.check((number) => number !== null && number > 1, 'badCount'),
		v.transform((number) => number!)
	),
	manyFirstDate: date,
	manyFirstTime: time,
	manyLastDate: date,
	manyLastTime: time,
	manyText: longText(textLimit)
});
export type ManyTimesInput = v.InferOutput<typeof manyTimesSchema>;

/** A local day and time as an instant. A day alone is at noon, or now when it is today; nothing is null. */
export function instantOf(
	day: Temporal.PlainDate | null,
	at: Temporal.PlainTime | null,
	now: Temporal.Instant
): Temporal.Instant | null {
	return day === null ? null : localInstant(day, at, now);
}

/** The whole report again, as it should have read. Nothing was chosen: that question is not answered any more. */
const { hideName: _, ...correctable } = details;
export const correctionSchema = v.pipe(
	v.object({
		/** The latest correction that the page showed; empty when there was none. */
		seen: v.pipe(
			v.string('invalid'),
			v.check((text) => text === '' || isId(text), 'invalid')
		),
		text: longText(textLimit),
		forms: choices(forms),
		channel: choice(channels),
		influencer: choice(influencers),
		purpose: choice(purposes),
		occurredDate: date,
		occurredTime: time,
		...several,
		...correctable
	}),
	v.forward(
		v.partialCheck(
			[['text'], ['forms']],
			({ text, forms }) => text !== null || forms.length > 0,
			'textOrTypeRequired'
		),
		['text']
	)
);
export type CorrectionInput = v.InferOutput<typeof correctionSchema>;

/** The words of one addition, as they should have read. */
export const additionCorrectionSchema = v.object({
	seen: v.pipe(
		v.string('invalid'),
		v.check((text) => text === '' || isId(text), 'invalid')
	),
	addition: v.pipe(v.string('invalid'), v.check(isId, 'invalid')),
	correctedText: required(longText(textLimit))
});
export type AdditionCorrectionInput = v.InferOutput<typeof additionCorrectionSchema>;
