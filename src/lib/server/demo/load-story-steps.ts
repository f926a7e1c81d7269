import { Temporal } from 'temporal-polyfill';
import type { CaseId, LexSarahRecordId, PersonId, SessionId } from '../../../../database/column-types.ts';
import { contextFor, type Actor, type Context } from '../access/index.ts';
import { recordStep, type ContactStep } from '../aftercare/index.ts';
import { saveNotification, savePolice } from '../case-documents/index.ts';
import { mergeCase, relateCases, type CaseNumber } from '../case-links/index.ts';
import { correctReport, finishMeasure } from '../cases/index.ts';
import { finishReview, pointOutDecision } from '../decision-review/index.ts';
import * as lexSarah from '../lex-sarah/index.ts';
import type { Database } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { answerRequest, askEmployer } from '../safety-requests/index.ts';
import { askForStatement, handleStatement, sendStatement } from '../statements/index.ts';
import { assessThreat, protect, requestAssessment } from '../threat-assessments/index.ts';
import type { LoadedIncident } from './load-history.ts';
import type { LoadedOrganisation } from './load-organisation.ts';
import type { DemoOrganisation } from './organisation.ts';
import { storyTime, type StoryKey, type StoryTime } from './stories.ts';
import * as words from './story-words.ts';

/** What is needed to let the fictional people act. */
export interface Stage {
	db: Database;
	/** ISO instant. */
	now: string;
	organisation: DemoOrganisation;
	loaded: LoadedOrganisation & { stories: Record<StoryKey, LoadedIncident> };
}

/** The stage as its scenes use it. */
interface Scene extends StoryTime {
	/** Asks for the ids that the modules gave. */
	ask: Database['askAsOwner'];
	/** Somebody, so many days ago at 'HH:MM'. */
	as(personKey: string, daysAgo: number, time: string): Context;
	person(key: string): PersonId;
	incident(key: StoryKey): LoadedIncident & { number: CaseNumber; caseReference: string | null };
}

const manager = 'monika.strand';
const coordinator = 'peter.nordh';
const representative = 'farhad.moradi';
const officer = 'inger.malmqvist';

/**
 * What people did in the written incidents, through the same commands as on a real day, each as the person who did it and at the time
 * it was done: rules, duties and log follow by themselves. What they were told of then is history, and nobody begins with it.
 */
export async function loadStorySteps(stage: Stage): Promise<void> {
	const scene = await sceneOf(stage);
	await protectFromThreat(scene);
	await reviewThreatLater(scene);
	await askColleagues(scene);
	await lookAfter(scene);
	await prepareDocuments(scene);
	await askTheEmployer(scene, stage);
	await reviewDecisions(scene);
	await investigate(scene);
	await reportToIvo(scene);
	await closeRecord(scene);
	await correctAndLink(scene);
	await stage.db.asOwner((tx) => tx.deleteFrom('notice').execute());
}

async function sceneOf({ db, now, organisation, loaded }: Stage): Promise<Scene> {
	const time = storyTime(now);
	const ids = Object.values(loaded.stories).map(({ incidentId }) => incidentId);
	const numbers = await db.askAsOwner((ask) =>
		ask
			.selectFrom('incident')
			.select(['id', 'year', 'number', 'caseReference'])
			.where('id', 'in', ids)
			.execute()
	);
	return {
		...time,
		ask: (question) => db.askAsOwner(question),
		as: (personKey, daysAgo, clockTime) => {
			const moment = Temporal.Instant.from(time.at(daysAgo, clockTime));
			return contextFor(
				{ db, clock: { now: () => moment } },
				actorOf(organisation, loaded, personKey, moment)
			);
		},
		person: (key) => loaded.people.get(key)!,
		incident: (key) => {
			const story = loaded.stories[key];
			const { year, number, caseReference } = numbers.find(({ id }) => id === story.incidentId)!;
			return { ...story, number: { year: year!, number: number! }, caseReference };
		}
	};
}

function actorOf(
	{ people, units }: DemoOrganisation,
	loaded: LoadedOrganisation,
	personKey: string,
	signedInAt: Temporal.Instant
): Actor {
	const { name, unitKey, assignments } = people.find(({ key }) => key === personKey)!;
	const unit = (key: string) => {
		const { name: unitName, level } = units.find((one) => one.key === key)!;
		return { unitId: loaded.units.get(key)!.id, unitName, level };
	};
	const { unitId, unitName } = unit(unitKey);
	return {
		sessionId: newId<SessionId>(),
		signedInAt,
		method: 'demo',
		personId: loaded.people.get(personKey)!,
		municipalityId: loaded.municipalityId,
		municipalityName: units[0]!.name,
		name,
		locale: 'sv',
		unitId,
		unitName,
		roles: assignments.map(({ role, unitKey: at }) => ({ role, ...unit(at), deputyForId: null }))
	};
}

/** What a command did; a step that is refused is a mistake in the story. */
function must(outcome: { ok: boolean }): void {
	if (!outcome.ok) throw new Error(`a step of the demo was refused: ${JSON.stringify(outcome)}`);
}

/** The manager asks, the coordinator assesses, and two protections follow, one of them done. */
async function protectFromThreat({ ask, as, incident, person, day }: Scene): Promise<void> {
	const { caseId } = incident('threat');
	const { question, assessment, protections } = words.threat;
	const asked = { key: newId<string>(), threatQuestion: question };
	must(await requestAssessment(as(manager, 18, '10:30'), caseId, asked));
	must(
		await assessThreat(as(coordinator, 17, '13:00'), caseId, {
			...assessment,
			historyTypes: [...assessment.historyTypes],
			key: newId<string>(),
			version: 0,
			validUntil: day(-70),
			reviewDate: day(-14)
		})
	);
	for (const { kind, label, text, dueIn, isDone } of protections) {
		const decided = {
			key: newId<string>(),
			protectionKind: kind,
			protectionText: text,
			ownerId: person(manager),
			dueDate: day(-dueIn)
		};
		must(await protect(as(manager, 16, '13:10'), caseId, decided, () => `${label}: ${text}`));
		if (!isDone) continue;
		const { measureId } = await ask((db) =>
			db
				.selectFrom('threatProtection')
				.select('measureId')
				.where('caseId', '=', caseId)
				.where('kind', '=', kind)
				.executeTakeFirstOrThrow()
		);
		must(await finishMeasure(as(manager, 12, '13:30'), measureId, { version: 1 }));
	}
}

/** An assessment that the coordinator made unasked: it was to be looked at again two days ago, and is still valid. */
async function reviewThreatLater({ as, incident, day }: Scene): Promise<void> {
	const { caseId } = incident('reviewDue');
	const { assessment } = words.olderThreat;
	must(
		await assessThreat(as(coordinator, 91, '13:00'), caseId, {
			...assessment,
			historyTypes: [...assessment.historyTypes],
			key: newId<string>(),
			version: 0,
			validUntil: day(-30),
			reviewDate: day(2)
		})
	);
}

/** Three colleagues are asked: one statement is accepted, one has come, one is waited for. */
async function askColleagues({ ask, as, incident, person, day }: Scene): Promise<void> {
	const { caseId } = incident('threat');
	for (const { personKey, told, isAccepted } of words.statements.people) {
		must(
			await askForStatement(as(manager, 9, '13:50'), caseId, {
				key: newId<string>(),
				statementPerson: person(personKey),
				statementQuestion: words.statements.question,
				statementDue: day(-5)
			})
		);
		if (told === null) continue;
		const { id: statement } = await ask((db) =>
			db
				.selectFrom('statementRequest')
				.select('id')
				.where('caseId', '=', caseId)
				.where('personId', '=', person(personKey))
				.executeTakeFirstOrThrow()
		);
		const sent = { key: newId<string>(), version: 1, statementWords: told };
		must(await sendStatement(as(personKey, 7, '14:00'), statement, sent));
		const accepted = { statement, version: 2 };
		if (isAccepted) must(await handleStatement(as(manager, 5, '14:30'), caseId, 'accept', accepted));
	}
}

/** What came of the contacts with those who were threatened. */
async function lookAfter({ as, incident }: Scene): Promise<void> {
	const record = async (key: StoryKey, step: ContactStep, daysAgo: number, time: string) => {
		const input = {
			key: newId<string>(),
			step,
			outcome: 'done',
			postponedTo: null,
			note: words.aftercare[step]
		} as const;
		must(await recordStep(as(manager, daysAgo, time), incident(key).caseId, input));
	};
	await record('threat', 'sameDay', 19, '09:30');
	await record('threat', 'week', 12, '13:40');
	await record('reviewDue', 'sameDay', 96, '09:30');
	await record('reviewDue', 'week', 89, '13:30');
	await record('reviewDue', 'month', 65, '13:40');
}

/** The notification of a work injury and the package for the police, both begun and not sent. */
async function prepareDocuments({ as, incident, day }: Scene): Promise<void> {
	const { caseId } = incident('threat');
	const context = as(manager, 8, '14:20');
	const answers = { ...words.workInjury, happenedOn: day(19), happenedAt: '08.40' };
	must(await saveNotification(context, caseId, 'workInjury', { version: 0, answers }));
	const { offences, answers: police } = words.police;
	const chosen = { offences: [...offences], included: ['report'], maskedWords: [] };
	must(await savePolice(context, caseId, { ...chosen, version: 0, answers: police }));
}

/** The safety representative asks about the case, which is answered, and about the workplace, which waits. */
async function askTheEmployer({ as, incident, day }: Scene, { loaded }: Stage): Promise<void> {
	const { caseDemand, caseBackground, caseAnswer, dutyDone, unitDemand, unitBackground } = words.safety;
	const about = await askEmployer(as(representative, 15, '13:20'), {
		key: newId<string>(),
		case: incident('threat').caseId,
		unit: null,
		demand: caseDemand,
		background: caseBackground,
		wantedAnswerOn: day(9)
	});
	const answered = { version: 1, answer: 'partly', answerText: caseAnswer } as const;
	must(await answerRequest(as(manager, 11, '13:40'), about, answered, dutyDone));
	await askEmployer(as(representative, 1, '09:30'), {
		key: newId<string>(),
		case: null,
		unit: loaded.units.get('ekonomiskt-bistand-1')!.id,
		demand: unitDemand,
		background: unitBackground,
		wantedAnswerOn: day(-8)
	});
}

/** Two decisions were pointed out: one was changed, one was not influenced. */
async function reviewDecisions({ ask, as, incident, at }: Scene): Promise<void> {
	const { caseId } = incident('influenced');
	const { decisions, reviewedBy, dutyDone } = words.reviews;
	for (const [index, decision] of decisions.entries()) {
		const { name, influence, concernsChild, outcome, outcomeText, childInterest } = decision;
		const reference = `EB ${at(36, '12:00').slice(0, 4)}-${decision.reference}`;
		const pointedOut = { key: newId<string>(), reference, decision: name, influence, concernsChild };
		must(await pointOutDecision(as(manager, 32, '13:00'), caseId, pointedOut));
		const { id: review } = await ask((db) =>
			db
				.selectFrom('decisionReview')
				.select('id')
				.where('caseId', '=', caseId)
				.where('reference', '=', reference)
				.executeTakeFirstOrThrow()
		);
		must(
			await finishReview(
				as(manager, 20, '13:30'),
				caseId,
				{
					review,
					version: 1,
					reviewOutcome: outcome,
					outcomeText,
					childInterest,
					reviewedBy,
					reviewedOn: at(20, '12:00').slice(0, 10),
					isLast: index === decisions.length - 1
				},
				dutyDone
			)
		);
	}
}

type Handover = Pick<
	lexSarah.HandOverInput,
	'whatHappened' | 'clientHarm' | 'doneAlready' | 'childConcerned'
>;

/** A handler hands a case over. The record's version is 1 then. */
async function handOver(
	{ ask, incident, at }: Scene,
	context: Context,
	key: 'influenced' | 'child' | 'ended',
	daysAgo: number,
	handover: Handover
): Promise<LexSarahRecordId> {
	const caseId: CaseId = incident(key).caseId;
	const occurredOn = at(daysAgo, '12:00').slice(0, 10);
	const input = { ...handover, key: newId<string>(), clientReference: null, occurredOn };
	must(await lexSarah.handOver(context, caseId, input, words.lexSarah.dutyDone));
	const { id } = await ask((db) =>
		db.selectFrom('lexSarahRecord').select('id').where('caseId', '=', caseId).executeTakeFirstOrThrow()
	);
	return id;
}

/** An officer has begun and documents. */
async function investigate(scene: Scene): Promise<void> {
	const { handover, documentation } = words.lexSarah.influenced;
	const id = await handOver(scene, scene.as(manager, 31, '13:20'), 'influenced', 36, handover);
	must(await lexSarah.start(scene.as(officer, 29, '13:40'), id, { version: 1 }));
	await write(scene.as(officer, 27, '13:50'), id, 'documentation', documentation);
}

/** A serious shortcoming: decided, and told to IVO. */
async function reportToIvo(scene: Scene): Promise<void> {
	const { handover, investigation, measure, decision } = words.lexSarah.child;
	const id = await handOver(scene, scene.as('asa.rydell', 60, '10:20'), 'child', 65, handover);
	must(await lexSarah.start(scene.as(officer, 59, '10:30'), id, { version: 1 }));
	await write(scene.as(officer, 50, '10:40'), id, 'investigation', investigation);
	await write(scene.as(officer, 48, '11:00'), id, 'measure', measure);
	const decided = { ...decision, key: newId<string>(), version: 2 };
	must(await lexSarah.decide(scene.as(officer, 45, '13:00'), id, decided));
	const sent = { version: 3, ivoSentOn: scene.at(44, '12:00').slice(0, 10), ivoReference: null };
	must(await lexSarah.recordIvo(scene.as(officer, 44, '13:30'), id, sent));
}

/** A shortcoming that was not serious: remedied, and closed. */
async function closeRecord(scene: Scene): Promise<void> {
	const { handover, investigation, measure, decision, closing } = words.lexSarah.ended;
	const id = await handOver(scene, scene.as('stefan.hallgren', 130, '13:40'), 'ended', 133, handover);
	must(await lexSarah.start(scene.as(officer, 128, '13:50'), id, { version: 1 }));
	await write(scene.as(officer, 115, '14:10'), id, 'investigation', investigation);
	await write(scene.as(officer, 112, '14:20'), id, 'measure', measure);
	const decided = { ...decision, key: newId<string>(), version: 2 };
	must(await lexSarah.decide(scene.as(officer, 110, '14:30'), id, decided));
	const ended = { key: newId<string>(), version: 3, closingText: closing };
	must(await lexSarah.closeRecord(scene.as(officer, 105, '14:40'), id, ended));
}

async function write(
	context: Context,
	id: LexSarahRecordId,
	entryKind: lexSarah.EntryInput['entryKind'],
	entryText: string
): Promise<void> {
	must(await lexSarah.document(context, id, { key: newId<string>(), entryKind, entryText }));
}

/** A reporter corrects what they wrote; two events are linked, and two reports of one event become one. */
async function correctAndLink({ as, incident }: Scene): Promise<void> {
	const { incidentId, caseReference } = incident('calls');
	const correction = { ...words.corrected, caseReference, seen: '' };
	const { done } = await correctReport(as('alma.hedin', 46, '13:10'), incidentId, correction);
	must({ ok: done === 'corrected' });
	const { relateReason, mergeReason, mergeFeedback } = words.links;
	const related = { key: newId<string>(), relateNumber: incident('calls').number, relateReason };
	must(await relateCases(as(manager, 17, '13:30'), incident('threat').caseId, related));
	const merged = { key: newId<string>(), version: 1, mergeNumber: incident('chair').number };
	must(
		await mergeCase(as(manager, 8, '15:30'), incident('chairAgain').caseId, {
			...merged,
			mergeReason,
			mergeFeedback
		})
	);
}
