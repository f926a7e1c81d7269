import { expect, test } from 'vitest';
import { openText, sealText } from './sealed-text.ts';

test('what was searched for is opened by the same session, and cannot be read in the address', () => {
	const sealed = sealText('Åsa Öberg', 'session');
	expect(openText(sealed, 'session')).toBe('Åsa Öberg');
	expect(sealed).toMatch(/^[\w-]+$/);
	expect(Buffer.from(sealed, 'base64url').toString()).not.toContain('berg');
});

test.each([null, '', 'Åsa', 'x'.repeat(5000), sealText('Åsa', 'another session')])(
	'%j opens to nothing',
	(sealed) => {
		expect(openText(sealed, 'session')).toBe('');
	}
);
