import { fileTypeFromBuffer } from 'file-type';
import { allowedTypeFor, type MediaType } from './attachment.ts';

/** How much of the beginning tells what a file is, in bytes. */
export const headBytes = 64 * 1024;

/**
 * What a file is, by what is in it: its name and what the browser says are not asked, except for the two kinds of mail.
 * @param head the first `headBytes` of it, or all of a smaller one
 * @returns null when it is not on the allow-list, or cannot be told
 */
export async function sniff(head: Uint8Array, name: string | null): Promise<MediaType | null> {
	const found = await fileTypeFromBuffer(head).catch(() => undefined);
	// Outlook's messages are a container that other programs use too; the name decides between those
	if (found?.mime === 'application/x-cfb')
		return hasExtension(name, 'msg') ? 'application/vnd.ms-outlook' : null;
	if (found) return allowedTypeFor(found.mime);
	return hasExtension(name, 'eml') && looksLikeMail(head) ? 'message/rfc822' : null;
}

function hasExtension(name: string | null, extension: string): boolean {
	return name?.toLowerCase().endsWith(`.${extension}`) ?? false;
}

/** RFC 5322: it begins with header lines, and says from whom it is and when it was sent. */
function looksLikeMail(head: Uint8Array): boolean {
	const text = new TextDecoder('latin1').decode(head);
	if (text.includes('\u0000')) return false;
	const end = text.search(/\r?\n\r?\n/);
	const lines = (end === -1 ? text : text.slice(0, end))
		.replace(/^\uFEFF|^ï»¿/, '')
		.replace(/\r?\n[ \t]+/g, ' ')
		.split(/\r?\n/)
		.filter((line) => line !== '');
	// only the last one may be cut off in the middle
	const whole = end === -1 ? lines.slice(0, -1) : lines;
	const names = whole.map((line) => /^([!-9;-~]+):/.exec(line)?.[1]?.toLowerCase());
	return names.length >= 2 && !names.includes(undefined) && names.includes('from') && names.includes('date');
}
