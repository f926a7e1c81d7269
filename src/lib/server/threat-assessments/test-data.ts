/** Threat assessments for tests, through the same form schema as real ones. */
import * as v from 'valibot';
import { newId } from '../platform/ids.ts';
import {
	assessmentSchema,
	protectionSchema,
	requestSchema,
	type AssessmentInput,
	type ProtectionInput,
	type RequestInput
} from './forms.ts';

type Values = Record<string, string | string[]>;

/** A manager's question. */
export function buildRequest(values: Values = {}): RequestInput {
	return v.parse(requestSchema, {
		key: newId<string>(),
		threatQuestion: 'Hur allvarligt är hotet?',
		...values
	});
}

/** An assessment of an elevated threat, the first of its case. */
export function buildThreatAssessment(values: Values = {}): AssessmentInput {
	return v.parse(assessmentSchema, {
		key: newId<string>(),
		version: '0',
		capacityLevel: 'low',
		capacityReason: 'Inget känt.',
		intentLevel: 'elevated',
		intentReason: 'Hotet upprepades.',
		opportunityLevel: 'elevated',
		opportunityReason: 'Ett möte är bokat.',
		historyTypes: ['threat'],
		historyLevel: 'elevated',
		historyReason: 'Två samtal i februari.',
		overallLevel: 'elevated',
		overallReason: 'Mötet behöver göras tryggt.',
		validUntil: '2026-06-30',
		reviewDate: '2026-04-15',
		...values
	});
}

/** Two officers, done by somebody within a month. */
export function buildProtection(values: Values): ProtectionInput {
	return v.parse(protectionSchema, {
		key: newId<string>(),
		protectionKind: 'twoOfficers',
		protectionText: 'Vid alla möten.',
		dueDate: '2026-03-20',
		...values
	});
}
