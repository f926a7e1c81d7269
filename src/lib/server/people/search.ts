import { roles, type RoleCode, type UnitId } from '../organisation/index.ts';
import { isId } from '../platform/ids.ts';

export const peopleStates = ['active', 'inactive', 'protected', 'withoutEmail', 'atClosedUnit'] as const;
export type PeopleState = (typeof peopleStates)[number];

/** Which people a list shows. */
export interface PeopleFilter {
	/** What was searched for, as typed. Personal data: never in an address or a log. */
	text: string;
	/** Its words, in small letters. */
	words: string[];
	/** At this unit and below it. */
	unitId: UnitId | null;
	role: RoleCode | null;
	state: PeopleState;
	page: number;
}

/** Reads a filter; whatever cannot be understood is as if it were not there. @param text what was searched for */
export function readPeopleFilter(parameters: URLSearchParams, text: string): PeopleFilter {
	const unit = parameters.get('unit');
	const page = Number(parameters.get('page'));
	return {
		text,
		words: wordsOf(text),
		unitId: isId<UnitId>(unit) ? unit : null,
		role: roles.find((role) => role === parameters.get('role')) ?? null,
		state: peopleStates.find((state) => state === parameters.get('state')) ?? 'active',
		page: Number.isInteger(page) && page > 0 && page <= 10_000 ? page : 1
	};
}

/** At most eight words: nobody needs more to find somebody. */
export function wordsOf(text: string): string[] {
	const words = text
		.normalize('NFC')
		.toLocaleLowerCase('sv')
		.split(/[\s,;]+/u);
	return words.filter((word) => word !== '').slice(0, 8);
}
