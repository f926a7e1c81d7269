import type { DisclosureView, PossibleGround } from '#lib/server/case-documents/index.ts';

/** One text of a disclosure, as the page has it. */
export type DisclosureText = DisclosureView['texts'][number];

/** In the order of the list to choose from; the same codes as in the module. */
export const possibleGrounds = [
	'osl26_1',
	'osl39_3',
	'osl21_3',
	'other'
] as const satisfies readonly PossibleGround[];
