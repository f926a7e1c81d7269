/** What the list of cases shows, as its address says. Pure. Unknown values are left out: an old link still opens. */
import type { UnitId } from '../../../../database/column-types.ts';
import { assessedForms, type AssessedForm } from '../incidents/index.ts';
import { isId } from '../platform/ids.ts';
import { caseStatuses, type CaseStatus } from './status.ts';

/**
 * mine: open, and the actor's to act on. left: ended and the actor's, with duties that nobody has decided. all: open, whoever handles
 * it. ended: closed, handed over or something else. shared: given to the actor alone to read, open or ended.
 */
export const inboxTabs = ['mine', 'left', 'all', 'ended', 'shared'] as const;
export type InboxTab = (typeof inboxTabs)[number];

export interface InboxFilter {
	tab: InboxTab;
	status: CaseStatus | null;
	/** The unit and everything below it. */
	unitId: UnitId | null;
	form: AssessedForm | null;
	/** Only what is past its promise. */
	overdueOnly: boolean;
	/** What was typed in the search for a number. It looks in all tabs. */
	numberText: string;
	/** From 1. */
	page: number;
}

/** @param defaultTab what opens when the address says nothing */
export function readInboxFilter(parameters: URLSearchParams, defaultTab: InboxTab): InboxFilter {
	const oneOf = <Code extends string>(name: string, codes: readonly Code[]): Code | null =>
		codes.find((code) => code === parameters.get(name)) ?? null;
	const unit = parameters.get('unit');
	const page = Number(parameters.get('page'));
	return {
		tab: oneOf('tab', inboxTabs) ?? defaultTab,
		status: oneOf('status', caseStatuses),
		unitId: isId<UnitId>(unit) ? unit : null,
		form: oneOf('form', assessedForms),
		overdueOnly: parameters.get('overdue') === 'yes',
		numberText: (parameters.get('number') ?? '').trim().slice(0, 20),
		page: Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1
	};
}

/** Whether something but the tab and page narrows the list. */
export function isNarrowed(filter: InboxFilter): boolean {
	const { status, unitId, form, overdueOnly, numberText } = filter;
	return Boolean(status ?? unitId ?? form) || overdueOnly || numberText !== '';
}

/**
 * '2026-0123', '2026 123' or only '123', as people say it.
 * @returns null when it is no such number; `year` null when only the number was given
 */
export function parseNumber(text: string): { year: number | null; number: number } | null {
	const found = /^(?:(?<year>\d{4})\s*[-–/ ]\s*)?(?<number>\d{1,7})$/u.exec(text.trim())?.groups;
	return found ? { year: found.year ? Number(found.year) : null, number: Number(found.number) } : null;
}
