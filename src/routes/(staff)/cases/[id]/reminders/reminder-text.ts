/** What was reminded of in a case, in words. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import { namesText } from '#lib/person-text.ts';
import type { viewReminders } from '#lib/server/reminders/index.ts';

type Reminder = Awaited<ReturnType<typeof viewReminders>>['reminders'][number];

/** What waited, and which duty, where it is one. */
export function reminderText(
	{ kind, duty }: Pick<Reminder, 'kind' | 'duty'>,
	language: InLanguage = {}
): string {
	const what = m[`reminder_${kind}`]({}, language);
	return duty ? m.reminder_of_duty({ what, duty: m[`duty_${duty}_title`]({}, language) }, language) : what;
}

/** Who was told. */
export function reminderToText(
	{ kind, step, recipients }: Pick<Reminder, 'kind' | 'step' | 'recipients'>,
	language: InLanguage = {}
): string {
	if (kind === 'supportAsked') return m.reminder_to_exposed({}, language);
	if (recipients.length === 0) return m.reminder_to_nobody({}, language);
	const names = namesText(recipients, language);
	return step === 'told'
		? m.reminder_to_told({ names }, language)
		: m.reminder_to_escalated({ names }, language);
}

/** Until when; a day that the law does not give is not called the law's. */
export function reminderTimeText(
	{ kind, duty, isLegalTime, dueText: when }: Pick<Reminder, 'kind' | 'duty' | 'isLegalTime' | 'dueText'>,
	language: InLanguage = {}
): string {
	if (kind === 'supportAsked') return m.reminder_asked({ when }, language);
	if (!duty) return m.reminder_due({ when }, language);
	return isLegalTime ? m.reminder_due_by_law({ when }, language) : m.reminder_due_locally({ when }, language);
}
