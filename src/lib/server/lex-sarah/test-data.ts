/** Lex Sarah forms as they are posted, through their own schemas. Defaults are valid and boring. */
import * as v from 'valibot';
import type { Context } from '../access/index.ts';
import { newId } from '../platform/ids.ts';
import { decisionSchema, entrySchema, handOverSchema, type DecisionInput, type EntryInput } from './forms.ts';

/** What is handed over. */
export function buildHandOver(context: Context, values: Record<string, string> = {}) {
	return v.parse(handOverSchema(context.now()), {
		key: newId<string>(),
		whatHappened: 'Beslutet om umgänge kan ha ändrats efter hot.',
		clientHarm: 'Ett barn kan ha blivit utan skydd.',
		occurredOn: '2026-03-03',
		childConcerned: 'yes',
		...values
	});
}

/** One more piece of documentation. */
export function buildEntry(values: Record<string, string> = {}): EntryInput {
	return v.parse(entrySchema, {
		key: newId<string>(),
		entryKind: 'investigation',
		entryText: 'Aktuella beslut är lästa.',
		...values
	});
}

/** A decision. */
export function buildDecision(values: Record<string, string> = {}): DecisionInput {
	return v.parse(decisionSchema, {
		key: newId<string>(),
		version: '1',
		assessment: 'shortcoming',
		reason: 'Barnet har inte drabbats allvarligt.',
		ivo: 'no',
		ivoReason: 'Det är inte allvarligt.',
		...values
	});
}
