/** The history of a case in words. Details are codes from the activity log; an unknown one becomes the plain sentence. */
import { m } from '#lib/paraglide/messages.js';
import { nameText } from '#lib/person-text.ts';
import type { HistoryLine } from '#lib/server/cases/index.ts';
import type { ShownPerson } from '#lib/server/organisation/index.ts';

type MessageName = keyof typeof m;

/** The label of a code, or null when there is none. */
function label(prefix: string, code: unknown): string | null {
	const name = `${prefix}_${String(code)}` as MessageName;
	const message = m[name] as (() => string) | undefined;
	return code !== null && code !== undefined && message ? message() : null;
}

/** What was done, e.g. 'Bedömde: Ja, otillåten påverkan, Hot, 3 – Allvarlig'. */
export function historyText({ action, details }: HistoryLine): string {
	switch (action) {
		case 'case.contacted': {
			const how = label('case_how', details.how);
			return how ? m.history_case_contacted_how({ how }) : m.history_case_contacted();
		}
		case 'case.assessed': {
			const what = [
				label('undue', details.undueInfluence),
				label('form', details.form),
				label('subform', details.subform),
				label('severity', details.severity)
			].filter((text) => text !== null);
			return what.length > 0
				? m.history_case_assessed_as({ what: what.join(', ') })
				: m.history_case_assessed();
		}
		case 'case.moved':
			return label('history_case_moved', details.to) ?? m.history_case_moved();
		case 'case.transferred':
			return m.history_case_transferred({ target: label('transfer', details.to) ?? '' });
		case 'measure.added':
			return m.history_measure_added({ kind: label('measureKind', details.kind) ?? '' });
		case 'measure.evaluated':
			return m.history_measure_evaluated({ effect: label('effect', details.effect) ?? '' });
		case 'duty.decided':
			return m.history_duty_decided({ duty: dutyText(details) });
		case 'duty.reviewed':
			return m.history_duty_reviewed({ duty: dutyText(details) });
		default:
			return label('history', action.replace('.', '_')) ?? m.history_other();
	}
}

/** E.g. 'Säkra bevis. Gjord'. */
function dutyText({ duty, step }: HistoryLine['details']): string {
	const name = m[`duty_${String(duty)}_title` as MessageName] as (() => string) | undefined;
	return [name?.(), label('duty_log', step)].filter((text) => text).join('. ');
}

function byText(by: ShownPerson, onBehalfOf: ShownPerson | null): string {
	return onBehalfOf ? m.history_on_behalf({ name: nameText(by), other: nameText(onBehalfOf) }) : nameText(by);
}

/** Entries for Timeline. */
export function timelineEntries(lines: readonly HistoryLine[]) {
	return lines.map((line) => ({
		at: line.at,
		atText: line.atText,
		title: historyText(line),
		...(line.by ? { by: byText(line.by, line.onBehalfOf) } : {}),
		...(line.text ? { text: line.text } : {})
	}));
}
