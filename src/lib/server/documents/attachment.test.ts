import { expect, test } from 'vitest';
import {
	allowedTypeFor,
	attachmentStates,
	downloadName,
	isAllowed,
	nextState,
	shownName,
	typeOf
} from './attachment.ts';

test.each([
	['image/jpeg', 'image'],
	['image/heic', 'image'],
	['audio/mp4', 'recording'],
	['application/pdf', 'pdf'],
	['message/rfc822', 'mail'],
	['application/vnd.ms-outlook', 'mail']
] as const)('%s may be kept, as %s', (type, kind) => {
	expect(isAllowed(type)).toBe(true);
	expect(typeOf(type).kind).toBe(kind);
});

test.each([
	'text/html',
	'image/svg+xml',
	'application/x-msdownload',
	'application/zip',
	'text/plain',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	'constructor',
	''
])('%s is refused', (type) => {
	expect(allowedTypeFor(type)).toBeNull();
});

test('a voice message is the same thing by each of its names', () => {
	expect(allowedTypeFor('audio/x-m4a')).toBe('audio/mp4');
	expect(allowedTypeFor('audio/ogg; codecs=opus')).toBe('audio/ogg');
	expect(allowedTypeFor('image/heif-sequence')).toBe('image/heic');
});

test.each([
	['hot.jpg', 'hot.jpg'],
	['C:\\Users\\alma\\Skärmbild 1.png', 'Skärmbild 1.png'],
	['../../etc/passwd', 'passwd'],
	['hot\u202Egpj.exe', 'hotgpj.exe'],
	['a\u0000b\n.pdf', 'ab.pdf'],
	['  två   mellanslag .pdf ', 'två mellanslag .pdf'],
	['', null],
	['..', null],
	[null, null],
	['Bla\u030Ab\u00E4r.jpg', 'Bl\u00E5b\u00E4r.jpg']
])('the name %j is shown as %j', (given, shown) => {
	expect(shownName(given)).toBe(shown);
});

test('a name that is too long keeps its end', () => {
	const shown = shownName(`${'å'.repeat(300)}.jpeg`)!;
	expect(shown).toHaveLength(120);
	expect(shown).toMatch(/….jpeg$/);
});

test('a download is named by its case, whatever the file called itself', () => {
	expect(downloadName('2026-0012', 'ab12cd34'.repeat(8), 'image/jpeg')).toBe('2026-0012-ab12cd34.jpg');
});

test('nobody opens a file before it was looked through, and what was sealed or quarantined never becomes ready', () => {
	expect(nextState('scanning', 'pass')).toBe('ready');
	expect(nextState('scanning', 'find')).toBe('quarantined');
	for (const state of attachmentStates.filter((one) => one !== 'scanning')) {
		expect(nextState(state, 'pass'), state).toBeNull();
	}
	expect(nextState('sealed', 'seal')).toBeNull();
	expect(nextState('ready', 'seal')).toBe('sealed');
});
