import type { CaseId } from '../../../../database/column-types.ts';
import { caseReadingRoles } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	asksForReceipt,
	clockState,
	isUndecided,
	isWaiting,
	listDutiesOf,
	mayBeSecond,
	possibleOffences,
	reasonCodes,
	reasonsFor,
	type CaseDuty,
	type DutyKey,
	type ReasonCode
} from '../duties/index.ts';
import { getSettings, peopleOf, type RoleCode, type Settings } from '../organisation/index.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { Temporal } from 'temporal-polyfill';
import { dutyFactsOf, ownDutyFactsOf } from './duty-facts.ts';
import { listReceipts } from './duty-receipts.ts';
import { findReadable, listMergedReports } from './merged-reports.ts';
import { readCase } from './open-case.ts';

/** What the overview of a case says of its duties. */
export function summaryOf(duties: readonly CaseDuty[]) {
	const waiting = duties.filter(isWaiting);
	return {
		waiting: waiting.length,
		/** How many of them a law asks for, or hold the closing. */
		legal: waiting.filter(({ rule }) => rule.basis === 'law' || rule.holdsClosing).length,
		awaitingSecond: waiting.filter(({ state }) => state === 'awaitingSecond').length,
		decided: duties.filter(({ state }) => !isUndecided(state)).length
	};
}

/**
 * Every duty of a case, with why, what the law says, its clock, and what the actor may do about it. Reading is logged.
 * @throws NotFound when the actor may not know of the case
 */
export async function viewDuties(context: Context, id: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, incident, head, by } = await readCase(tx, context, id);
		const { actor, now } = context;
		const duties = await listDutiesOf(tx, id);
		const settings = await getSettings(tx, row.municipalityId);
		const facts = await dutyFactsOf(tx, row, incident);
		const main = row.mergedIntoId === null ? null : await findReadable(tx, row.mergedIntoId);
		const merged = await listMergedReports(tx, row);
		// who may not know that there are other reports is not told by the reasons
		const ownReasons =
			merged.length === 0 ? reasonCodes : reasonsFor(await ownDutyFactsOf(tx, row, incident));
		const receipts = (await listReceipts(tx, id)).map((file) => ({
			id: file.id,
			name: file.name ?? formatDateTime(file.addedAt, locale)
		}));
		const deciders = duties.flatMap(({ decisions }) => decisions.map(({ byId }) => byId));
		const person = await peopleOf(tx, [...deciders, row.handlerId]);
		await activityLog.recordProtectedPeople(tx, context, deciders, by);

		const views = duties.map((duty) => {
			const lastNotNeeded = duty.decisions.findLast(({ step }) => step === 'notNeeded');
			return {
				...dutyView(duty, settings, now(), locale),
				/** Of them, what only other reports of the event say, which were merged into this case. */
				othersReasons: duty.reasons.filter((code) => !(ownReasons as string[]).includes(code)),
				/** It is decided in the case that this report was merged into. */
				isCarried: duty.carriedBy !== null,
				decisions: duty.decisions.map((decision) => ({
					id: decision.id,
					step: decision.step,
					by: person(decision.byId),
					atText: formatDateTime(decision.at, locale),
					happenedText: decision.happenedAt && formatDateTime(decision.happenedAt, locale),
					how: decision.how,
					reference: decision.reference,
					/** The receipt, for who may see the files of the case. */
					receipt: receipts.find(({ id: fileId }) => fileId === decision.attachmentId) ?? null,
					reason: decision.reason
				})),
				mayDecide: head.allows.decideDuty && duty.carriedBy === null,
				mayReview:
					duty.carriedBy === null &&
					duty.state === 'awaitingSecond' &&
					head.allows.reviewDuty &&
					mayBeSecond(actor.personId, lastNotNeeded?.byId ?? null),
				/** Only for the police: offences that the facts make possible. */
				offences: duty.key === 'police' ? possibleOffences(facts, dateIn(incident.occurredAt)) : []
			};
		});
		return {
			head,
			handler: person(row.handlerId),
			/** Files that can be chosen as a receipt. */
			receipts,
			/** The case that this report was merged into; null: none that the actor may read. */
			main,
			/** What is decided there. */
			carried: views.filter(({ state, isCarried }) => isCarried && isUndecided(state)),
			merged,
			/** Undecided first those that are late, then in the order of the rules. */
			undecided: views
				.filter(({ state, isCarried }) => !isCarried && isUndecided(state))
				.sort((a, b) => a.rank - b.rank),
			decided: views.filter(({ state }) => !isUndecided(state)),
			/** Made anew for every page, so that a form sent twice is known. */
			key: newId<string>(),
			today: dateIn(now()).toString()
		};
	});
}
export type DutiesView = Awaited<ReturnType<typeof viewDuties>>;
export type DutyView = DutiesView['undecided'][number];

const readers: readonly RoleCode[] = caseReadingRoles;
const ranks = { danger: 0, warning: 1, neutral: 2 } as const;

function dutyView(duty: CaseDuty, settings: Settings, now: Temporal.Instant, locale: DateLocale) {
	const { key, rule, state, ceasedAt } = duty;
	const clock = clockState(rule.clock, duty.startedAt, settings, now);
	const isCeased = ceasedAt !== null;
	return {
		key: key satisfies DutyKey,
		version: duty.version,
		state,
		basis: rule.basis,
		citation: rule.citation,
		source: rule.source,
		checkedText: formatDate(Temporal.PlainDate.from(rule.checkedOn), locale),
		answers: rule.answers,
		/** A role that cannot open cases is told nothing: whoever handles the case gives it what it needs. */
		answererReads: rule.answers === 'handler' || readers.includes(rule.answers),
		evidence: rule.evidence,
		asksForReceipt: asksForReceipt(rule),
		needsSecondPerson: rule.needsSecondPerson && settings.dutySecondPerson,
		holdsClosing: rule.holdsClosing,
		reasons: duty.reasons.filter((code): code is ReasonCode => (reasonCodes as string[]).includes(code)),
		raisedText: formatDateTime(duty.raisedAt, locale),
		ceasedText: ceasedAt && formatDateTime(ceasedAt, locale),
		clock: {
			/** The law's own words; null when it has a number, or there is no law. */
			words: rule.clock.kind === 'words' ? rule.clock.words : null,
			tone: isCeased || !isUndecided(state) ? ('neutral' as const) : clock.tone,
			dueIs: clock.dueIs,
			dueText: clock.dueAt && formatDateTime(clock.dueAt, locale)
		},
		rank: (isCeased ? 3 : ranks[clock.tone]) * 10 + (rule.basis === 'law' ? 0 : 1)
	};
}
