import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sniff } from './sniff.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const mail =
	'Received: from a\r\n\tby b\r\nFrom: hot@test.example\r\nDate: Sun, 1 Mar 2026 10:00:00 +0100\r\n\r\nHej';

test('a picture is what is in it, not what it is called', async () => {
	const jpeg = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
		.jpeg()
		.toBuffer();
	expect(await sniff(jpeg, 'avtal.pdf')).toBe('image/jpeg');
});

test.each([
	['a web page', '<!doctype html><script>alert(1)</script>', 'bild.jpg'],
	['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'bild.png'],
	['a program', 'MZ\u0090\u0000\u0003', 'bild.jpg'],
	['an archive', 'PK\u0003\u0004', 'bilder.zip'],
	['plain text', 'Hej på dig', 'anteckning.txt'],
	['nothing', '', 'tom.jpg']
])('%s is refused, whatever it is called', async (_, content, name) => {
	expect(await sniff(bytes(content), name)).toBeNull();
});

test('a PDF is known', async () => {
	expect(await sniff(bytes('%PDF-1.7\n%âãÏÓ'), 'brev')).toBe('application/pdf');
});

test('a mail is known by its header lines and its name', async () => {
	expect(await sniff(bytes(mail), 'Hot.EML')).toBe('message/rfc822');
	expect(await sniff(bytes(mail), 'hot.txt')).toBeNull();
	expect(await sniff(bytes('<html>From: a\r\nDate: b</html>'), 'hot.eml')).toBeNull();
	expect(await sniff(bytes('From: a@test.example\n\nHej'), 'hot.eml')).toBeNull();
});

test('a container of another program is not taken for a mail of Outlook', async () => {
	const container = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array(600).fill(0)]);
	expect(await sniff(container, 'hot.msg')).toBe('application/vnd.ms-outlook');
	expect(await sniff(container, 'brev.doc')).toBeNull();
});
