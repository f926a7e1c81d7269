/** Input for tests, through the same form schemas as real input. Defaults are valid and boring. */
import * as v from 'valibot';
import type { Context } from '../access/context.ts';
import { evaluateSchema, newMeasureSchema } from '../measures/index.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { dutyDecisionSchema, dutyReviewSchema } from './duty-forms.ts';
import { assessmentSchema, closeSchema, contactSchema } from './forms.ts';

type Values = Record<string, string>;

/** A contact by phone, just now. */
export function buildContact(context: Context, values: Values = {}) {
	return v.parse(contactSchema(context.now()), { key: newId<string>(), contactHow: 'phone', ...values });
}

/** A veiled threat of severity 3, assessed against the case's first version. */
export function buildAssessment(values: Values = {}) {
	return v.parse(assessmentSchema, {
		key: newId<string>(),
		version: '1',
		undueInfluence: 'yes',
		form: 'threat',
		subform: 'veiledThreat',
		severity: '3',
		rationale: 'Det var för att få ett annat beslut.',
		...values
	});
}

/** An immediate measure, owned by who adds it, due on 10 April 2026. */
export function buildMeasure(context: Context, values: Values = {}) {
	return v.parse(newMeasureSchema, {
		key: newId<string>(),
		measureKind: 'immediate',
		description: 'Byt telefonnummer',
		ownerId: context.actor.personId,
		dueDate: '2026-04-10',
		...values
	});
}

/** It helped. */
export function buildEvaluation(values: Values = {}) {
	return v.parse(evaluateSchema, { version: '1', effect: 'yes', effectText: 'Inga fler samtal.', ...values });
}

/** Feedback to the reporter. */
export function buildClosing(values: Values = {}) {
	return v.parse(closeSchema, {
		key: newId<string>(),
		version: '1',
		feedback: 'Vi har bytt nummer. Tack för att du berättade.',
		...values
	});
}

/** The police report was made, just now, against the duty's first version. */
export function buildDutyDecision(context: Context, values: Values = {}) {
	return v.parse(dutyDecisionSchema(context.now()), {
		key: newId<string>(),
		version: '1',
		duty: 'police',
		dutyOutcome: 'done',
		dutyDate: dateIn(context.now()).toString(),
		dutyHow: 'Ringde 114 14.',
		dutyReference: 'TEST-K1',
		...values
	});
}

/** The second person agrees that the police need not be told, against the duty's second version. */
export function buildDutyReview(values: Values = {}) {
	return v.parse(dutyReviewSchema, {
		key: newId<string>(),
		version: '2',
		duty: 'police',
		dutyAgrees: 'yes',
		...values
	});
}
