import { describe, expect, test } from 'vitest';
import { findWordHints, wordHints, type WordHint } from './word-hints.ts';

const spoken: [WordHint, string][] = [
	['injury', 'Jag fick ett blåmärke på armen och ryggen är svullen.'],
	['ill', 'Jag har svårt att somna och har haft ångest hela veckan.'],
	['home', 'De stod utanför vår port när jag kom.'],
	['home', 'Någon ringde på min privata telefon.'],
	['family', 'Han frågade om mina barn.'],
	['gang', 'Det var tre män från ett kriminellt nätverk.'],
	['child', 'Det gällde placeringen av flickan.'],
	['gift', 'Hon bjöd på lunch och räckte över ett kuvert.'],
	['kinship', 'Chefen är vän med sökanden.'],
	['dataAccess', 'En kollega hade slagit upp personen i systemet.'],
	['records', 'Han begär ut alla handlingar.'],
	['complaint', 'Hon var missnöjd med att det hade dröjt.'],
	['appeal', 'De ska överklaga beslutet.'],
	['supplier', 'Företaget frågade om fakturan.'],
	['accident', 'Jag snubblade på tröskeln.'],
	['care', 'Brukaren har demens och fick fel medicin.'],
	['money', 'Vi utreder felaktiga utbetalningar.'],
	['demand', 'Bilderna skickas till alla om hon inte får hyran betald.'],
	['demand', 'Annars kommer han hit igen.']
];

test.each(spoken)('%s: %s', (hint, text) => {
	expect(findWordHints(text)).toContain(hint);
});

test('each kind of hint has an example', () => {
	expect([...new Set(spoken.map(([hint]) => hint))].sort()).toEqual([...wordHints].sort());
});

describe('what speaks of nothing', () => {
	test.each([
		'',
		'Vi hade ett möte på tisdagen.',
		'Han ringde och var arg över beslutet.',
		'Hon skrek åt mig.'
	])('%s', (text) => {
		expect(findWordHints(text)).toEqual([]);
	});
});

test('ten times the text takes about ten times as long', () => {
	const text = 'Brukaren ringde och skrek att jag skulle ångra mig och att han visste var jag bodde. ';
	const time = (count: number) => {
		const long = text.repeat(count);
		const start = performance.now();
		findWordHints(long);
		return performance.now() - start;
	};
	time(10);
	expect(time(1000)).toBeLessThan(200 * Math.max(time(10), 1));
});
