import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { choice, choices, line, longText, readFiles, readForm, required } from './http-form.ts';

const schema = v.object({
	title: line(10),
	text: longText(20),
	kind: choice(['a', 'b']),
	needed: required(choice(['x'])),
	many: choices(['m', 'n'])
});

/** A posted form, as a browser sends it. */
function posted(body: string | URLSearchParams, headers: Record<string, string> = {}) {
	const url = new URL('https://opaverkad.example/form');
	return {
		url,
		csrfToken: 'token',
		request: new Request(url, {
			method: 'POST',
			headers: {
				origin: url.origin,
				'content-type': 'application/x-www-form-urlencoded',
				...headers
			},
			body: typeof body === 'string' ? body : body.toString()
		})
	};
}
const fields = (values: Record<string, string>) =>
	new URLSearchParams({ csrf: 'token', needed: 'x', ...values });

test('a good form becomes typed values: trimmed lines, texts as typed, empty as null', async () => {
	const body = fields({ title: '  hej ', text: ' två\r\nrader ', kind: '' });
	body.append('many', 'm');
	body.append('many', 'n');
	body.append('many', 'm');
	expect(await readForm(posted(body), schema, ['many'])).toMatchObject({
		ok: true,
		value: { title: 'hej', text: ' två\nrader ', kind: null, needed: 'x', many: ['m', 'n'] }
	});
});

test('a form with hundreds of thousands of made-up fields is read as fast as it is long', async () => {
	const madeUp = Array.from({ length: 300_000 }, (_, index) => `${index}=`).join('&');
	expect(await readForm(posted(`${fields({})}&${madeUp}`), schema, ['many'])).toMatchObject({ ok: true });
});

describe('what is wrong comes back with everything that was typed', () => {
	test('a text that is too long, with both numbers', async () => {
		const text = 'å'.repeat(21);
		expect(await readForm(posted(fields({ text, title: 'kvar' })), schema, ['many'])).toEqual({
			ok: false,
			values: { needed: 'x', text, title: 'kvar', many: [] },
			errors: { text: { code: 'tooLong', limit: 20, actual: 21 } }
		});
	});

	test('two megabytes of text', async () => {
		const text = 'a'.repeat(2_000_000);
		const form = await readForm(posted(fields({ text })), schema, ['many']);
		expect(form.ok).toBe(false);
		expect(form.values.text).toHaveLength(2_000_000);
	});

	test.each([
		['bytes that are no text', 'title=%FF%FE'],
		['a NUL', 'title=a%00b'],
		['half a surrogate pair', 'title=%ED%A0%80'],
		['a control character', 'title=%07']
	])('%s', async (_, bad) => {
		const form = await readForm(posted(`csrf=token&needed=x&${bad}`), schema, ['many']);
		expect(form).toMatchObject({ ok: false, errors: { title: { code: 'unreadable' } } });
	});

	test('a choice that is none of ours', async () => {
		const body = fields({ kind: 'c' });
		body.append('many', 'other');
		expect(await readForm(posted(body), schema, ['many'])).toMatchObject({
			ok: false,
			errors: { kind: { code: 'unknownChoice' }, many: { code: 'unknownChoice' } }
		});
	});

	test('something required that is missing', async () => {
		expect(await readForm(posted(fields({ needed: '' })), schema, ['many'])).toMatchObject({
			ok: false,
			errors: { needed: { code: 'required' } }
		});
	});

	test('a form from another site', async () => {
		const form = await readForm(
			posted(fields({ title: 'kvar' }), { origin: 'https://evil.example' }),
			schema,
			['many']
		);
		expect(form).toMatchObject({
			ok: false,
			values: { title: 'kvar' },
			errors: { '': { code: 'foreignOrigin' } }
		});
	});

	test('a hidden origin is a foreign one', async () => {
		const form = await readForm(posted(fields({}), { origin: 'null' }), schema, ['many']);
		expect(form).toMatchObject({ ok: false, errors: { '': { code: 'foreignOrigin' } } });
	});

	test('a form without the session’s token, or with another one', async () => {
		for (const csrf of ['', 'other']) {
			const form = await readForm(posted(fields({ csrf, title: 'kvar' })), schema, ['many']);
			expect(form).toMatchObject({
				ok: false,
				values: { title: 'kvar' },
				errors: { '': { code: 'expiredForm' } }
			});
		}
	});
});

test('the token never comes back among the values', async () => {
	const form = await readForm(posted(fields({})), schema, ['many']);
	expect(form.values).not.toHaveProperty('csrf');
});

test('a body that is no form at all', async () => {
	const form = await readForm(posted('{', { 'content-type': 'application/json' }), schema, ['many']);
	expect(form).toEqual({ ok: false, values: {}, errors: { '': { code: 'unreadable' } } });
});

describe('a form with large files', () => {
	const schema = v.object({ note: line(10) });
	const url = new URL('http://opaverkad.test/x');
	const post = (fill: (form: FormData) => void, headers: Record<string, string> = {}) => {
		const data = new FormData();
		fill(data);
		const request = new Request(url, {
			method: 'POST',
			body: data,
			headers: { origin: url.origin, ...headers }
		});
		request.headers.set('content-length', headers['content-length'] ?? '1000');
		const seen: string[] = [];
		return readFiles({ request, url, csrfToken: 'abc' }, schema, {
			name: 'files',
			mostBytes: 100_000,
			take: async ({ fileName, content }, { note }) => {
				let size = 0;
				for await (const chunk of content) size += chunk.length;
				seen.push(fileName);
				return `${fileName} ${size} ${note}`;
			}
		});
	};
	const file = (name: string, size = 5) => new File(['x'.repeat(size)], name);

	test('is handed over file by file, with what was said before them', async () => {
		const result = await post((form) => {
			form.append('csrf', 'abc');
			form.append('note', 'hej');
			form.append('files', file('a.jpg', 50_000));
			form.append('files', file('b.jpg'));
		});
		expect(result).toMatchObject({ ok: true, taken: ['a.jpg 50000 hej', 'b.jpg 5 hej'] });
	});

	test('is refused without the token, from another site, when a field is wrong, and when it is too large', async () => {
		const withoutToken = await post((form) => form.append('files', file('a.jpg')));
		expect(withoutToken).toMatchObject({ ok: false, taken: [], errors: { '': { code: 'expiredForm' } } });
		const tokenLast = await post((form) => {
			form.append('files', file('a.jpg'));
			form.append('csrf', 'abc');
		});
		expect(tokenLast).toMatchObject({ ok: false, taken: [] });
		const foreign = await post(
			(form) => {
				form.append('csrf', 'abc');
				form.append('files', file('a.jpg'));
			},
			{ origin: 'http://elsewhere.test' }
		);
		expect(foreign).toMatchObject({ ok: false, taken: [], errors: { '': { code: 'foreignOrigin' } } });
		const wrong = await post((form) => {
			form.append('csrf', 'abc');
			form.append('note', 'mycket för långt');
			form.append('files', file('a.jpg'));
		});
		expect(wrong).toMatchObject({ ok: false, taken: [], errors: { note: { code: 'tooLong' } } });
		expect(wrong.values).toEqual({ note: 'mycket för långt' });
		const large = await post((form) => form.append('csrf', 'abc'), { 'content-length': '100001' });
		expect(large).toMatchObject({ ok: false, errors: { '': { code: 'uploadTooLarge' } } });
	});
});
