/** A line of the log in words: 'Monika Strand läste ärende 2026-0123 som chef'. */
import { m } from '#lib/paraglide/messages.js';
import { activityActions, type ActivityAction } from '#lib/server/activity-log/index.ts';
import type { LoggedPerson, LogLine } from '#lib/server/log-review/index.ts';
import { capacityText } from '../capacity-text.ts';

type KeyOf<Action> = Action extends `${infer Module}.${infer Done}` ? `activity_${Module}_${Done}` : never;

/** Stands for the subject while the sentence is made, so that the page can make a link of it. */
const place = '\u0001';

/** @param person null: the system, or somebody who was not signed in */
export function personText(person: LoggedPerson | null, action: string): string {
	if (person) return person.name ?? m.log_protected();
	return action.startsWith('session.') ? m.log_nobody() : m.log_system();
}

function subjectText({ subject }: LogLine): string {
	switch (subject.kind) {
		case 'case':
			return m.log_subject_case({ number: subject.number });
		case 'person':
			return subject.name ?? m.log_somebody_protected();
		case 'unit':
			return subject.name ?? m.log_subject_unknown();
		case 'found':
			return subject.count === 0 ? m.log_subject_no_case() : m.log_subject_several_cases();
		default:
			return m.log_subject_unknown();
	}
}

/** The sentence in parts: what comes before its subject, the subject, what comes after. */
export function lineText(line: LogLine): { before: string; subject: string | null; after: string } {
	const { role, onBehalfOf } = line;
	const action = activityActions.find((known) => known === line.action);
	const key = action && (`activity_${action.replace('.', '_')}` as KeyOf<ActivityAction>);
	const isForCase = line.action === 'log.searched' && line.subject.kind === 'case';
	const name = isForCase ? 'activity_log_searched_for' : key;
	const sentence = name ? m[name]({ subject: place }) : line.action;
	const [before = '', after] = sentence.split(place);
	const capacity = capacityText(role, onBehalfOf === null ? undefined : onBehalfOf.name);
	return {
		before: before.trim(),
		subject: after === undefined ? null : subjectText(line),
		after: [after?.trim(), capacity].filter(Boolean).join(' ')
	};
}
