/** Encryption of what waits on the device: a copied disk or a curious neighbour at a shared computer reads nothing. */

/** Something encrypted with AES-GCM. The initialisation vector is new for every sealing. */
export interface Sealed {
	iv: Uint8Array<ArrayBuffer>;
	data: ArrayBuffer;
}

/** A key that this browser can use but nobody can take out of it. */
export function newSealingKey(): Promise<CryptoKey> {
	return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Encrypts anything that JSON can hold. */
export async function seal(key: CryptoKey, content: unknown): Promise<Sealed> {
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const plain = new TextEncoder().encode(JSON.stringify(content));
	return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };
}

/**
 * What was sealed.
 * @throws OperationError when it was sealed with another key, or changed since
 */
export async function unseal<Content>(key: CryptoKey, { iv, data }: Sealed): Promise<Content> {
	const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data);
	return JSON.parse(new TextDecoder().decode(plain)) as Content;
}
