import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const keyOf = (secret: string) =>
	Buffer.from(hkdfSync('sha256', secret, '', 'sealed text in an address', 32));

/**
 * A text that goes into an address so that the page can be loaded again, but that addresses must not show: they end up in
 * histories and in the logs of proxies. Only the same session opens it.
 * @param secret of the session: its form token
 */
export function sealText(text: string, secret: string): string {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce);
	const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The text; empty when it was sealed in another session, or by nobody. */
export function openText(sealed: string | null, secret: string): string {
	const bytes = Buffer.from(sealed ?? '', 'base64url');
	if (bytes.length < 28 || bytes.length > 2000) return '';
	try {
		const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12));
		decipher.setAuthTag(bytes.subarray(12, 28));
		return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
	} catch {
		return '';
	}
}
