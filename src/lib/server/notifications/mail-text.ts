import { m } from '../../paraglide/messages.js';

/** What a mail says: that something waits, and where to sign in. Nothing of what, whose or how much. */
export function mailText(
	locale: 'sv' | 'en',
	isDanger: boolean,
	link: string
): { subject: string; text: string } {
	const subject = isDanger ? m.mail_subject_urgent({}, { locale }) : m.mail_subject({}, { locale });
	const first = isDanger ? m.mail_text_urgent({}, { locale }) : m.mail_text({}, { locale });
	return { subject, text: `${first}\n\n${link}\n\n${m.mail_text_why({}, { locale })}\n` };
}
