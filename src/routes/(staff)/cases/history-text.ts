/** The history of a case in words. Details are codes from the activity log; an unknown one becomes the plain sentence. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameText } from '#lib/person-text.ts';
import type { HistoryLine } from '#lib/server/cases/index.ts';

type MessageName = keyof typeof m;

type Message = (inputs: object, language: InLanguage) => string;

/** The label of a code, or null when there is none. */
function label(prefix: string, code: unknown, language: InLanguage): string | null {
	const name = `${prefix}_${String(code)}` as MessageName;
	const message = m[name] as Message | undefined;
	return code !== null && code !== undefined && message ? message({}, language) : null;
}

/** What was done, e.g. 'Bedömde: Ja, otillåten påverkan, Hot, 3 – Allvarlig'. */
export function historyText(
	{ action, details }: Pick<HistoryLine, 'action' | 'details'>,
	language: InLanguage = {}
): string {
	switch (action) {
		case 'case.contacted': {
			const how = label('case_how', details.how, language);
			return how ? m.history_case_contacted_how({ how }, language) : m.history_case_contacted({}, language);
		}
		case 'case.assessed': {
			const what = [
				label('undue', details.undueInfluence, language),
				label('form', details.form, language),
				label('subform', details.subform, language),
				label('severity', details.severity, language)
			].filter((text) => text !== null);
			return what.length > 0
				? m.history_case_assessed_as({ what: what.join(', ') }, language)
				: m.history_case_assessed({}, language);
		}
		case 'case.moved':
			return label('history_case_moved', details.to, language) ?? m.history_case_moved({}, language);
		case 'case.transferred':
			return m.history_case_transferred({ target: label('transfer', details.to, language) ?? '' }, language);
		case 'measure.added':
			return m.history_measure_added({ kind: label('measureKind', details.kind, language) ?? '' }, language);
		case 'measure.evaluated':
			return m.history_measure_evaluated(
				{ effect: label('effect', details.effect, language) ?? '' },
				language
			);
		case 'duty.decided':
			return m.history_duty_decided({ duty: dutyText(details, language) }, language);
		case 'duty.reviewed':
			return m.history_duty_reviewed({ duty: dutyText(details, language) }, language);
		default:
			return label('history', action.replace('.', '_'), language) ?? m.history_other({}, language);
	}
}

/** E.g. 'Säkra bevis. Gjord'. */
function dutyText({ duty, step }: HistoryLine['details'], language: InLanguage): string {
	const name = m[`duty_${String(duty)}_title` as MessageName] as Message | undefined;
	return [name?.({}, language), label('duty_log', step, language)].filter((text) => text).join('. ');
}

/** Who did it, and in whose place. */
export function historyByText(
	{ by, onBehalfOf }: Pick<HistoryLine, 'by' | 'onBehalfOf'>,
	language: InLanguage = {}
): string | null {
	if (!by) return null;
	const [name, other] = [by, onBehalfOf].map((person) => person && nameText(person, language));
	return other ? m.history_on_behalf({ name: name!, other }, language) : name!;
}

/** Entries for Timeline. */
export function timelineEntries(lines: readonly HistoryLine[]) {
	return lines.map((line) => ({
		at: line.at,
		atText: line.atText,
		title: historyText(line),
		...(line.by ? { by: historyByText(line)! } : {}),
		...(line.text ? { text: line.text } : {})
	}));
}
