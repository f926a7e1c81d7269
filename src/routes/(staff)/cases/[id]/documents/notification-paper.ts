import { m } from '#lib/paraglide/messages.js';
import type { Context } from '#lib/server/access/index.ts';
import {
	notificationParts,
	type ExportedNotification,
	type Paper
} from '#lib/server/case-documents/index.ts';
import { fieldsOf, paperFrame, swedish } from './paper-words.ts';

/** The summary of a notification, in the order in which it is typed in. */
export function notificationPaper(context: Context, exported: ExportedNotification): Paper {
	const { kind, fields, reference, submittedText } = exported;
	return {
		...paperFrame(context, exported),
		title: m[`documents_kind_${kind}`]({}, swedish),
		lead: `${m[`documents_kind_lead_${kind}`]({}, swedish)}\n${m.notification_personnummer({}, swedish)}`,
		facts: fieldsOf([
			[m.documents_submitted_label({}, swedish), submittedText],
			[m.notification_reference({}, swedish), reference]
		]),
		sections: notificationParts.map((part) => ({
			heading: m[`notification_part_${part}`]({}, swedish),
			blocks: [
				{
					kind: 'fields',
					rows: fields
						.filter((field) => field.part === part)
						.map(({ name, value }) => ({
							label: m[`notification_field_${name}`]({}, swedish),
							value: value ?? m.notification_no_value({}, swedish)
						}))
				}
			]
		}))
	};
}
