import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import type { DisclosureTextKind, DisclosureView, PossibleGround } from '#lib/server/case-documents/index.ts';
import { questionText } from '../../correction-text.ts';

/** One text of a disclosure, as the page has it. */
export type DisclosureText = DisclosureView['texts'][number];

/** In the order of the list to choose from; the same codes as in the module. */
export const possibleGrounds = [
	'osl26_1',
	'osl39_3',
	'osl21_3',
	'other'
] as const satisfies readonly PossibleGround[];

type Message = (inputs: object, language: InLanguage) => string;

/** The words of a part of a text's kind: which duty, which field. */
const parts: Record<string, (part: string, language: InLanguage) => string> = {
	correction: (field, language) => questionText(field, field === 'addition', language),
	dutyHow: (key, language) => words(`duty_${key}_title`, language),
	dutyReference: (key, language) => words(`duty_${key}_title`, language),
	dutyReason: (key, language) => words(`duty_${key}_title`, language),
	threat: (factor, language) => words(`threat_factor_${factor}`, language),
	workInjury: notificationField,
	workInjuryCopy: notificationField,
	seriousIncident: notificationField,
	seriousIncidentCopy: notificationField,
	police: (field, language) => words(`police_field_${field}`, language),
	secrecyPackage: (field, language) => words(`police_field_${field}`, language)
};

function notificationField(field: string, language: InLanguage): string {
	return field === 'reference'
		? m.notification_reference({}, language)
		: words(`notification_field_${field}`, language);
}

function words(name: string, language: InLanguage): string {
	const message = (m as unknown as Record<string, Message | undefined>)[name];
	if (!message) throw new Error(`no words for ${name}`);
	return message({}, language);
}

/** What a text is, e.g. 'Skäl om en skyldighet: Säkra bevis'. */
export function textKindText(kind: DisclosureTextKind, language: InLanguage = {}): string {
	const [what, part] = kind.split('.') as [string, string | undefined];
	const label = words(`disclosure_text_${what}`, language);
	return part === undefined ? label : `${label}: ${parts[what]!(part, language)}`;
}
