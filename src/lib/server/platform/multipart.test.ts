import { expect, test } from 'vitest';
import { boundaryOf, BrokenForm, partsOf } from './multipart.ts';

/** The body that the runtime itself makes of a form, with its boundary. */
async function bodyOf(form: FormData): Promise<{ body: Buffer; boundary: string }> {
	const request = new Request('http://localhost', { method: 'POST', body: form });
	const boundary = boundaryOf(request.headers.get('content-type'))!;
	return { body: Buffer.from(await request.arrayBuffer()), boundary };
}
async function* torn(body: Buffer, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < body.length; at += size) yield await Promise.resolve(body.subarray(at, at + size));
}
async function all(body: AsyncIterable<Uint8Array>, boundary: string) {
	const parts: { name: string; fileName: string | null; content: string }[] = [];
	for await (const { name, fileName, content } of partsOf(body, boundary)) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of content) chunks.push(chunk);
		parts.push({ name, fileName, content: Buffer.concat(chunks).toString('latin1') });
	}
	return parts;
}

const tricky = '\r\n--\r\n------\r\n\r\n--bound\0\r';

test('a form is read as the runtime reads it, however the network tears it', async () => {
	const form = new FormData();
	form.append('csrf', 'abc');
	form.append('note', 'å ä ö\r\nrad två');
	form.append('empty', '');
	form.append('files', new File([tricky], 'Skärm "1".png'));
	form.append('files', new File([], 'tom.jpg'));
	const { body, boundary } = await bodyOf(form);
	const expected = [
		{ name: 'csrf', fileName: null, content: 'abc' },
		{ name: 'note', fileName: null, content: Buffer.from('å ä ö\r\nrad två').toString('latin1') },
		{ name: 'empty', fileName: null, content: '' },
		{ name: 'files', fileName: 'Skärm "1".png', content: tricky },
		{ name: 'files', fileName: 'tom.jpg', content: '' }
	];
	for (const size of [1, 2, 3, 7, 50, 64, 1000, body.length]) {
		expect(await all(torn(body, size), boundary), String(size)).toEqual(expected);
	}
});

test('what nobody reads is skipped', async () => {
	const form = new FormData();
	form.append('files', new File(['x'.repeat(100_000)], 'a.jpg'));
	form.append('last', 'here');
	const { body, boundary } = await bodyOf(form);
	const names: string[] = [];
	for await (const { name } of partsOf(torn(body, 999), boundary)) names.push(name);
	expect(names).toEqual(['files', 'last']);
});

test('what is read only to the middle is skipped from there, whatever it contains', async () => {
	const form = new FormData();
	form.append(
		'files',
		new File([`${'x'.repeat(200_000)}\r\n\r\nContent-Disposition: form-data; name="evil"`], 'a.jpg')
	);
	form.append('last', 'here');
	const { body, boundary } = await bodyOf(form);
	const names: string[] = [];
	for await (const { name, content } of partsOf(torn(body, 999), boundary)) {
		names.push(name);
		for await (const chunk of content) if (chunk.length > 0) break;
	}
	expect(names).toEqual(['files', 'last']);
});

test('a form that ends in the middle, or is none, is broken', async () => {
	const form = new FormData();
	form.append('files', new File(['x'.repeat(1000)], 'a.jpg'));
	const { body, boundary } = await bodyOf(form);
	await expect(all(torn(body.subarray(0, 500), 100), boundary)).rejects.toThrow(BrokenForm);
	await expect(all(torn(Buffer.from('hej'), 1), boundary)).rejects.toThrow(BrokenForm);
	await expect(all(torn(Buffer.from(`--${boundary}\r\n\r\n\r\nx`), 1), boundary)).rejects.toThrow(BrokenForm);
	const endless = Buffer.from(`--${boundary}\r\n${'X-Header: 1\r\n'.repeat(2000)}`);
	await expect(all(torn(endless, 500), boundary)).rejects.toThrow(BrokenForm);
});

test.each([
	['multipart/form-data; boundary=----WebKitFormBoundaryabc', '----WebKitFormBoundaryabc'],
	['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
	['application/x-www-form-urlencoded', null],
	['multipart/form-data', null],
	[null, null]
])('%s has the boundary %s', (type, boundary) => {
	expect(boundaryOf(type)).toBe(boundary);
});
