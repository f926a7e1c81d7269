import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody guesses (256 random bits), for a cookie or a link. */
export function newSecret(): string {
	return randomBytes(32).toString('base64url');
}

/** How a secret is kept: SHA-256 is enough, since nobody can try 2^256 of them. For what people choose, see sign-in/password.ts. */
export function hashOfSecret(secret: string): Buffer {
	return createHash('sha256').update(secret).digest();
}
