/** That every duty has its words in both languages, and that they say no more law than was read. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { offences } from './offences.ts';
import { reasonCodes } from './reasons.ts';
import { dutyKeys } from './rule.ts';
import { rules } from './rules.ts';

const wordsOf = (language: string, file: string) =>
	JSON.parse(
		readFileSync(new URL(`../../../../messages/${language}/${file}.json`, import.meta.url), 'utf8')
	) as Record<string, string>;

describe.each(['sv', 'en'])('in %s', (language) => {
	const words = wordsOf(language, 'duties');
	const requests = wordsOf(language, 'lex-sarah');
	const written = (key: string) => expect(words[key], key).toMatch(/\p{L}/u);

	test('each duty says what it is, what holds and what to do', () => {
		for (const key of dutyKeys) {
			for (const part of ['title', 'law', 'do']) written(`duty_${key}_${part}`);
		}
	});

	test('each reason, possible offence, source, clock and evidence has words', () => {
		for (const code of reasonCodes) written(`duty_reason_${code}`);
		for (const code of Object.keys(offences)) written(`duty_offence_${code}`);
		for (const { source, clock, evidence } of rules) {
			written(`duty_source_${source}`);
			if (clock.kind === 'words') written(`duty_words_${clock.words}`);
			for (const code of evidence) written(`duty_evidence_${code}`);
		}
	});

	test('the part of the safety representative in the planning is cited where it stands: chapter 6 section 4', () => {
		expect(words.duty_investigate_law).toMatch(/6 kap\. 4 §|Chapter 6 Section 4/u);
	});

	test('no page says what the authority must do about a request: that text was not read', () => {
		const authority = /Arbetsmiljöverket|Work Environment Authority/u;
		expect(words.duty_safetyRepresentativeRequest_law).not.toMatch(authority);
		expect(words.duty_safetyRepresentativeRequest_do).not.toMatch(authority);
		expect(requests).not.toHaveProperty('safety_next_law');
		expect(requests.safety_next_stop).not.toMatch(/authority|Arbetsmiljöverket|villkor|conditions/iu);
		expect(requests.safety_next_stop).toMatch(/6 kap\. 7 §|Chapter 6 Section 7/u);
	});
});
