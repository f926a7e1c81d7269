/** What people are told of leads to a page, and each of our words exists once, in both languages. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { noticeKinds } from '../src/lib/server/notifications/kinds.ts';

const pages = globSync('src/routes/**/+page.server.ts').map(
	(file) =>
		new RegExp(
			`^${file
				.replaceAll('\\', '/')
				.replace(/^src\/routes|\/\+page\.server\.ts$|\/\([^)]*\)/g, '')
				.replace(/\[[^\]]*\]/g, '[^/]+')}$`
		)
);

test.each(Object.entries(noticeKinds))('the notice %s leads to a page', (_, { path }) => {
	const way = path('019b2f0a-0000-7000-8000-000000000000');
	expect(
		pages.filter((page) => page.test(way)),
		way
	).toHaveLength(1);
});

/** Each key with the file that it stands in, also when it stands twice: reading JSON would keep the last only. */
const keysOf = (locale: string) =>
	globSync(`messages/${locale}/*.json`).flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/^\t"([^"$]+)":/gm)].map(([, key]) => ({ key: key!, file }))
	);

// the compiler of the messages never ends when a key stands twice
test.each(['sv', 'en'])('no key stands twice in %s', (locale) => {
	const files = Object.groupBy(keysOf(locale), ({ key }) => key);
	const twice = Object.entries(files).filter(([, found]) => found!.length > 1);
	expect(twice).toEqual([]);
});

test('what can be said in one language can be said in the other', () => {
	const [sv, en] = ['sv', 'en'].map((locale) => new Set(keysOf(locale).map(({ key }) => key)));
	expect([...sv!].filter((key) => !en!.has(key))).toEqual([]);
	expect([...en!].filter((key) => !sv!.has(key))).toEqual([]);
});
