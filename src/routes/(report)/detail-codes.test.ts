import { expect, test } from 'vitest';
import { detailCodes, formsToAsk, formsToAskAgain } from './detail-codes.ts';

test('misuse of one’s position is asked about only where the municipality counts it', () => {
	expect(formsToAsk(true)).toContain('abuseOfPosition');
	expect(formsToAsk(false)).not.toContain('abuseOfPosition');
});

test.each([
	['of what was chosen', ['threat'], [], ['threat']],
	['of what was chosen and what is answered already', ['threat'], ['spitting'], ['threat', 'violence']],
	[
		'an answered one that is asked about no more stays',
		['threat'],
		['tookBribe'],
		['threat', 'abuseOfPosition']
	]
] as const)('afterwards sub-forms are asked for: %s', (_, chosen, answered, expected) => {
	const { subforms } = detailCodes(formsToAskAgain(chosen, answered));
	expect(subforms.map(({ form }) => form)).toEqual(expected);
});

test.each([[[]], [['unsure', 'threat']]] as const)('whoever chose %o is asked about every form', (chosen) => {
	expect(new Set(formsToAskAgain(chosen, []))).toEqual(new Set(formsToAsk(false)));
});
