import { expect, test } from 'vitest';
import { limitBody } from './body-limit.ts';

const posted = (bytes: number, headers: Record<string, string> = {}) =>
	new Request('http://localhost', { method: 'POST', body: 'x'.repeat(bytes), headers });

test('a body within the limit comes through as it is', async () => {
	expect(await limitBody(posted(1000), 1000).text()).toHaveLength(1000);
	expect(limitBody(new Request('http://localhost')).body).toBeNull();
});

test('a body that says that it is too large is never read', async () => {
	await expect(limitBody(posted(10, { 'content-length': '1001' }), 1000).text()).rejects.toThrow('too large');
});

test('a body that says nothing breaks off when it is too large', async () => {
	await expect(limitBody(posted(1001), 1000).text()).rejects.toThrow();
});
