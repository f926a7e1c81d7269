import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lexicon } from '#lib/text-hints/lexicon.ts';
import * as en from './hint-texts-en.ts';
import * as sv from './hint-texts-sv.ts';

const sources = readdirSync(import.meta.dirname)
	.filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
	.map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8'))
	.join('\n');
const used = new Set(sources.match(/(?<=')island_[a-z_]+(?=')/g));

const kinds = ['personnummer', 'phone', 'email', 'address'];
for (const kind of kinds) used.add(`island_${kind}`);

test.each(['sv', 'en'])('every text of the island exists in %s, and none is left over', (locale) => {
	const texts = (file: string) =>
		JSON.parse(readFileSync(`messages/${locale}/${file}.json`, 'utf8')) as Record<string, string>;
	const { $schema: _, ...island } = texts('island');
	expect(Object.keys(island).sort()).toEqual([...used].sort());
	expect(texts('advice')).toMatchObject(
		Object.fromEntries([
			...Object.keys(lexicon).map((topic) => [`hint_${topic}`, expect.any(String)]),
			...kinds.map((kind) => [`mask_${kind}`, expect.any(String)])
		])
	);
});

test('the hints bring every text that they use, in both languages', () => {
	const needed = [
		'island_remove',
		...Object.keys(lexicon).map((topic) => `hint_${topic}`),
		...kinds.flatMap((kind) => [`mask_${kind}`, `island_${kind}`])
	].sort();
	expect(Object.keys(sv).sort()).toEqual(needed);
	expect(Object.keys(en).sort()).toEqual(needed);
	expect(Object.values({ ...sv, ...en }).every((text) => text.length > 0)).toBe(true);
});
