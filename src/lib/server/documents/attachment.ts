/** What may be kept as evidence, what it may be called, and what may happen to it. Pure; what it means in law: README.md. */

/** What a file is to people. A recording is sound, film, or both. */
export const attachmentKinds = ['image', 'recording', 'pdf', 'mail'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

interface AllowedType {
	kind: AttachmentKind;
	/** Without the dot; what a download is called by, whatever the file called itself. */
	extension: string;
}

/** The allow-list. Everything else is refused, also what is harmless: HTML, SVG, programs, archives, office documents. */
const allowedTypes = {
	'image/jpeg': { kind: 'image', extension: 'jpg' },
	'image/png': { kind: 'image', extension: 'png' },
	'image/gif': { kind: 'image', extension: 'gif' },
	'image/webp': { kind: 'image', extension: 'webp' },
	'image/avif': { kind: 'image', extension: 'avif' },
	'image/heic': { kind: 'image', extension: 'heic' },
	'audio/mp4': { kind: 'recording', extension: 'm4a' },
	'audio/mpeg': { kind: 'recording', extension: 'mp3' },
	'audio/ogg': { kind: 'recording', extension: 'ogg' },
	'audio/wav': { kind: 'recording', extension: 'wav' },
	'audio/amr': { kind: 'recording', extension: 'amr' },
	'audio/aac': { kind: 'recording', extension: 'aac' },
	'audio/flac': { kind: 'recording', extension: 'flac' },
	'video/mp4': { kind: 'recording', extension: 'mp4' },
	'video/quicktime': { kind: 'recording', extension: 'mov' },
	'video/3gpp': { kind: 'recording', extension: '3gp' },
	'video/webm': { kind: 'recording', extension: 'webm' },
	'application/pdf': { kind: 'pdf', extension: 'pdf' },
	'message/rfc822': { kind: 'mail', extension: 'eml' },
	'application/vnd.ms-outlook': { kind: 'mail', extension: 'msg' }
} as const satisfies Record<string, AllowedType>;
export type MediaType = keyof typeof allowedTypes;

/** What the browser's file chooser offers first. The server looks at the content all the same. */
export const chooserTypes = [
	'image/*',
	'audio/*',
	'video/*',
	'application/pdf',
	'message/rfc822',
	'.eml',
	'.msg',
	'.heic'
];

export function isAllowed(type: string): type is MediaType {
	return Object.hasOwn(allowedTypes, type);
}

export function typeOf(mediaType: MediaType): AllowedType {
	return allowedTypes[mediaType];
}

/** Names by which the same thing goes in the wild, as the one that we know. */
const sameType: Record<string, MediaType> = {
	'image/apng': 'image/png',
	'image/heif': 'image/heic',
	'image/heic-sequence': 'image/heic',
	'image/heif-sequence': 'image/heic',
	'audio/x-m4a': 'audio/mp4',
	'audio/ogg; codecs=opus': 'audio/ogg',
	'video/ogg': 'audio/ogg',
	'video/x-m4v': 'video/mp4',
	'video/3gpp2': 'video/3gpp'
};

/** Our name for a media type, or null when it is not on the allow-list. */
export function allowedTypeFor(type: string): MediaType | null {
	const known = sameType[type] ?? type;
	return isAllowed(known) ? known : null;
}

/**
 * How a file stands. What is not stored has no state: parts that are still arriving, and what was refused.
 *
 * scanning: stored, and opened by nobody until it was looked through · ready · quarantined: a virus was found, nobody opens it ·
 * sealed: added by mistake, nobody opens it; that it was there is never erased.
 */
export const attachmentStates = ['scanning', 'ready', 'quarantined', 'sealed'] as const;
export type AttachmentState = (typeof attachmentStates)[number];

/** What may happen to a file, by its state. */
const transitions = {
	scanning: { pass: 'ready', find: 'quarantined', seal: 'sealed' },
	ready: { seal: 'sealed' },
	quarantined: { seal: 'sealed' },
	sealed: {}
} as const satisfies Record<AttachmentState, Partial<Record<AttachmentStep, AttachmentState>>>;
export type AttachmentStep = 'pass' | 'find' | 'seal';

/** The state after a step, or null when the step is not possible. */
export function nextState(state: AttachmentState, step: AttachmentStep): AttachmentState | null {
	const possible: Partial<Record<AttachmentStep, AttachmentState>> = transitions[state];
	return possible[step] ?? null;
}

/** Why there is no copy without metadata, so that only the original can be had. */
export const copyProblems = ['noTool', 'unreadable', 'notNeeded'] as const;
export type CopyProblem = (typeof copyProblems)[number];

/** What the virus scanner said last. `notScanned`: there is none; the file is open, and says so. */
export type ScanAnswer = 'notScanned' | 'clean' | 'found' | 'unreachable' | 'limit';

/** What somebody did with a file; `cleared` and `quarantined` are the system's own. */
export type CustodyStep =
	'added' | 'cleared' | 'quarantined' | 'opened' | 'exportedCopy' | 'exportedOriginal' | 'sealed';

/** Why a file was not accepted. */
export const refusals = ['empty', 'tooLarge', 'type', 'tooMany'] as const;
export type Refusal = (typeof refusals)[number];

/** More files than this in one case are no evidence any more, but an archive. */
export const mostFiles = 200;
/** The longest name that is kept, in UTF-16 units. */
const longestName = 120;

/**
 * The name that a file is shown by: without folders, control characters and the marks that turn text around (a file 'gpj.exe'
 * can look like 'exe.jpg'). The end stays when it is too long. Null when nothing is left.
 */
export function shownName(given: string | null | undefined): string | null {
	const last = (given ?? '').split(/[/\\]/).at(-1)!;
	const clean = last
		.normalize('NFC')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/gu, '')
		.replace(/\s+/gu, ' ')
		.trim();
	if (clean === '' || /^\.+$/.test(clean)) return null;
	if (clean.length <= longestName) return clean;
	const extension = /\.[\p{L}\p{N}]{1,8}$/u.exec(clean)?.[0] ?? '';
	return `${clean.slice(0, longestName - extension.length - 1).replace(/[\uD800-\uDBFF]$/, '')}…${extension}`;
}

/** What a download is called: its case and the beginning of its checksum. The name it came with may tell who sent it. */
export function downloadName(number: string, sha256: string, mediaType: MediaType): string {
	return `${number}-${sha256.slice(0, 8)}.${typeOf(mediaType).extension}`;
}
