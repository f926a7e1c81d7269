import { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import {
	asksForReceipt,
	evaluateDuties,
	factsOf,
	ruleOfVersion,
	type AssessedFacts,
	type DecisionStep,
	type DutyKey,
	type PlaceFacts
} from '../duties/index.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import type { DemoIncident } from './history.ts';

/** What was done, in a manager's words. */
const how: Partial<Record<DutyKey, string>> = {
	avSerious: 'Anmält på webben. Skyddsombudet har fått kopian.',
	fkInjury: 'Anmält på webben tillsammans med den som skadades.',
	police: 'Anmält på 114 14 med arbetsplatsens adress.',
	lexSarah: 'Lämnat till lex Sarah-ansvarig.',
	support: 'Samtal samma dag, och erbjudande om samtalsstöd.',
	investigate: 'Gått igenom orsaken med skyddsombudet.',
	evidence: 'Skärmbilder och meddelanden är sparade.',
	twoOfficers: 'Två handläggare på ärendet tills vidare.',
	riskAssessment: 'Ny riskbedömning inför nästa möte.',
	decisionReview: 'Beslutet är granskat av en kollega utanför ärendet.'
};
/** What was done by the other keys. */
const doneOtherwise = 'Gjort enligt rutinen.';
/** Stands in for the number of a receipt: no authority numbers like this. */
const demoReference = (index: number) => `DEMO-${String(index + 1).padStart(4, '0')}`;
const notNeeded: Partial<Record<DutyKey, string>> = {
	avSerious: 'Ingen fara för liv och hälsa enligt den som utsattes.',
	fkInjury: 'Ingen skada. Vi frågar igen vid uppföljningen.',
	police: 'Den utsatta vill inte, och händelsen var lindrig. Vi anmäler om det upprepas.',
	lexSarah: 'Ingen brukare har drabbats: beslutet fattades som planerat.',
	personalDataBreach: 'Loggen visar att ingen obehörig nådde några personuppgifter.'
};

/** Those of a demo case who decide: the handler, and another person who agrees. */
interface Deciders {
	handlerId: PersonId | null;
	secondId: PersonId | null;
}

/**
 * The duties of a fictional case, by the real rules, decided as far as the case has come. No entries in the log: the demo's log is
 * about its reports.
 */
export function dutyRowsOf(
	demo: DemoIncident,
	caseId: CaseId,
	place: PlaceFacts,
	assessed: AssessedFacts | null,
	{ handlerId, secondId }: Deciders
) {
	const { handling, reportedAt } = demo;
	const assessedAt = handling?.assessment?.at ?? null;
	const more = { injury: demo.injury ?? null, weapon: null };
	const facts = (judged: AssessedFacts | null) => factsOf({ ...demo, ...more }, judged, place);
	const day = dateIn(Temporal.Instant.from(reportedAt));
	const atReport = evaluateDuties(facts(null), day);
	const now = assessed ? evaluateDuties(facts(assessed), day) : atReport;
	const called = new Map(now.map((duty) => [duty.key, duty]));
	const all = [...now, ...atReport.filter(({ key }) => !called.has(key))];

	const duties = all.map(({ key, version, reasons }, index) => {
		const wasThere = atReport.some((duty) => duty.key === key);
		const raisedAt = wasThere ? reportedAt : assessedAt!;
		const decidedAt = whenDecided(demo, key, index, raisedAt);
		return {
			caseId,
			key,
			ruleVersion: version,
			reasons,
			raisedAt,
			startedAt: raisedAt,
			ceasedAt: called.has(key) ? null : assessedAt,
			decidedAt: handlerId === null ? null : decidedAt,
			isNeeded: notNeeded[key] === undefined || (demo.handling?.assessment?.severity ?? 1) >= 3
		};
	});
	return {
		duties: duties.map(({ decidedAt, isNeeded, ...duty }) => ({
			...duty,
			state: decidedAt === null ? ('open' as const) : isNeeded ? ('done' as const) : ('notNeeded' as const)
		})),
		decisions: duties.flatMap(({ key, ruleVersion, decidedAt, isNeeded }, index) => {
			if (decidedAt === null) return [];
			const rule = ruleOfVersion(key, ruleVersion);
			const step = (code: DecisionStep, byId: PersonId, at: string) => ({
				id: newId<string>(),
				caseId,
				key,
				step: code,
				byId,
				at,
				happenedAt: code === 'done' ? at : null,
				how: code === 'done' ? (how[key] ?? doneOtherwise) : null,
				reference: code === 'done' && asksForReceipt(rule) ? demoReference(index) : null,
				reason: code === 'notNeeded' ? notNeeded[key]! : null
			});
			if (isNeeded) return [step('done', handlerId!, decidedAt)];
			const first = step('notNeeded', handlerId!, decidedAt);
			const later = Temporal.Instant.from(decidedAt).add({ minutes: 50 }).toString();
			return rule.needsSecondPerson && secondId !== null ? [first, step('agreed', secondId, later)] : [first];
		})
	};
}

/** Support comes with the first contact, most of the rest with the assessment, everything with the end. */
function whenDecided(
	{ handling, text }: DemoIncident,
	key: DutyKey,
	index: number,
	raisedAt: string
): string | null {
	if (!handling || handling.undecided?.includes(key)) return null;
	const at =
		key === 'support' && handling.support
			? handling.firstContactAt
			: handling.assessment && (text.length + index) % 3 > 0
				? handling.assessment.at
				: handling.closedAt;
	return at === undefined ? null : at < raisedAt ? raisedAt : at;
}
