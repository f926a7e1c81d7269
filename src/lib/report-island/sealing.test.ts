import { expect, test } from 'vitest';
import { newSealingKey, seal, unseal } from './sealing.ts';

const draft = [['text', ['Han sa att han vet var jag bor. Åäö 🙁']]];

test('a sealed draft comes back word for word', async () => {
	const key = await newSealingKey();
	expect(await unseal(key, await seal(key, draft))).toEqual(draft);
});

test('sealed content cannot be read, and looks different each time', async () => {
	const key = await newSealingKey();
	const [first, second] = [await seal(key, draft), await seal(key, draft)];
	expect(Buffer.from(first.data).toString()).not.toContain('bor');
	expect(Buffer.from(first.data)).not.toEqual(Buffer.from(second.data));
});

test('another person’s key opens nothing', async () => {
	const sealed = await seal(await newSealingKey(), draft);
	await expect(unseal(await newSealingKey(), sealed)).rejects.toThrow();
});

test('changed content is noticed', async () => {
	const key = await newSealingKey();
	const sealed = await seal(key, draft);
	new Uint8Array(sealed.data)[3]! ^= 1;
	await expect(unseal(key, sealed)).rejects.toThrow();
});

test('the key cannot be taken out of the browser', async () => {
	await expect(crypto.subtle.exportKey('raw', await newSealingKey())).rejects.toThrow();
});
