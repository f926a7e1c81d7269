/**
 * The access matrix, generated: every role at every place × every relation to a case × its pages and form actions. On the running
 * system, and on the database itself with the application's rights. What is expected comes from the pure tables (`may`), so the
 * three can only say the same. Which routes and actions exist is held by routes.db.test.ts; here are those that concern one case.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem, type RunningSystem } from '../../bench/system.ts';
import type { CaseId, IncidentId, PersonId, UnitId } from '../../database/column-types.ts';
import {
	contextFor,
	findSession,
	formTokenOf,
	type Actor,
	type Decision
} from '../../src/lib/server/access/index.ts';
import { mayAftercare } from '../../src/lib/server/aftercare/index.ts';
import { may as mayDocuments } from '../../src/lib/server/case-documents/access.ts';
import { may, type CasePermission, type CaseSubject } from '../../src/lib/server/cases/access.ts';
import { mayReview } from '../../src/lib/server/decision-review/index.ts';
import { may as mayEvidence } from '../../src/lib/server/evidence/access.ts';
import { may as mayIncident } from '../../src/lib/server/incidents/access.ts';
import { roles, type RoleCode } from '../../src/lib/server/organisation/index.ts';
import { systemClock } from '../../src/lib/server/platform/clock.ts';
import { newId } from '../../src/lib/server/platform/ids.ts';
import { mayAskEmployer } from '../../src/lib/server/safety-requests/index.ts';
import { beginSession } from '../../src/lib/server/sign-in/index.ts';
import { mayStatements } from '../../src/lib/server/statements/index.ts';
import { mayThreat } from '../../src/lib/server/threat-assessments/index.ts';
import { hasServer, serverDatabase, type TestDatabase } from '../support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../support/municipality.ts';
import { report } from '../support/reports.ts';

/** Places as seen from unit Alpha, where the cases are. */
const places = {
	'the own unit': 'alpha',
	'a unit beside': 'beta',
	'the division above': 'division',
	'the administration above': 'social',
	'the municipality': 'testkoping',
	'another administration': 'gamma'
} as const;

/** What a page or a form action of a case asks for, with a form that is complete. `999999`: a version that nobody has. */
const key = () => newId<string>();
const version = '999999';
const words = 'Skrivet i åtkomstprovet.';
const caseActions: Record<string, { permission: CasePermission; form: () => Record<string, string> }> = {
	contact: { permission: 'recordContact', form: () => ({ key: key(), contactHow: 'phone' }) },
	support: { permission: 'support', form: () => ({ key: key(), supportText: words }) },
	assess: {
		permission: 'assess',
		form: () => ({
			key: key(),
			version,
			undueInfluence: 'yes',
			form: 'threat',
			severity: '2',
			rationale: words
		})
	},
	addMeasure: {
		permission: 'addMeasure',
		form: () => ({
			key: key(),
			measureKind: 'corrective',
			description: words,
			ownerId: '',
			dueDate: '2030-01-01'
		})
	},
	message: { permission: 'message', form: () => ({ key: key(), messageText: words }) },
	note: { permission: 'note', form: () => ({ key: key(), noteText: words }) },
	act: { permission: 'move', form: () => ({ key: key(), version }) },
	followUp: { permission: 'move', form: () => ({ key: key(), version }) },
	takeOver: { permission: 'takeOver', form: () => ({ key: key(), version }) },
	close: { permission: 'move', form: () => ({ key: key(), version, feedback: words }) },
	transfer: {
		permission: 'move',
		form: () => ({
			key: key(),
			version,
			transferTarget: 'hr',
			transferReason: words,
			transferFeedback: words
		})
	},
	judgeNot: {
		permission: 'move',
		form: () => ({
			key: key(),
			version,
			insteadKind: 'complaint',
			insteadReason: words,
			insteadFeedback: words
		})
	},
	reopen: { permission: 'move', form: () => ({ key: key(), version, reopenReason: words }) }
};

type Rule = (actor: Actor, facts: CaseSubject) => Decision;
/** As the case itself gives it. */
const ofCase =
	(permission: CasePermission): Rule =>
	(actor, facts) =>
		may(actor, permission, facts);

/** The pages below a case, and what each asks for. */
const casePages: Record<string, Rule> = {
	duties: ofCase('read'),
	reminders: ofCase('read'),
	protection: (actor, facts) => mayThreat(actor, 'read', facts),
	aftercare: (actor, facts) => mayAftercare(actor, 'read', facts),
	statements: (actor, facts) => mayStatements(actor, 'read', facts),
	links: ofCase('read'),
	decisions: (actor, facts) => mayReview(actor, 'read', facts),
	evidence: (actor, facts) => mayEvidence(actor, 'list', facts),
	'lex-sarah': ofCase('move'),
	'safety-requests': ofCase('read'),
	documents: (actor, facts) => mayDocuments(actor, 'look', facts),
	'documents/notification/serious-incident': (actor, facts) => mayDocuments(actor, 'look', facts),
	'documents/police': (actor, facts) => mayDocuments(actor, 'print', facts),
	'documents/print/case-file': (actor, facts) => mayDocuments(actor, 'print', facts)
};

/** Their form actions, each with a form that is complete. `colleague`: another one for each who asks. */
const pageActions: Record<
	string,
	{ may: Rule; form: (given: { id: CaseId; colleague: PersonId }) => Record<string, string> }
> = {
	'duties?/decide': {
		may: ofCase('decideDuty'),
		form: () => ({ key: key(), version, duty: 'investigate', dutyOutcome: 'notNeeded', dutyReason: words })
	},
	'duties?/review': {
		may: ofCase('reviewDuty'),
		form: () => ({ key: key(), version, duty: 'investigate', dutyAgrees: 'no', dutyComment: words })
	},
	'protection?/request': {
		may: (actor, facts) => mayThreat(actor, 'request', facts),
		form: () => ({ key: key(), threatQuestion: words })
	},
	'protection?/withdraw': {
		may: (actor, facts) => mayThreat(actor, 'request', facts),
		form: () => ({ request: key() })
	},
	'protection?/assess': {
		may: (actor, facts) => mayThreat(actor, 'assess', facts),
		form: () => ({
			key: key(),
			version: '9999',
			...Object.fromEntries(
				['capacity', 'intent', 'opportunity', 'history', 'overall'].flatMap((factor) => [
					[`${factor}Level`, 'low'],
					[`${factor}Reason`, words]
				])
			),
			validUntil: '2099-12-31'
		})
	},
	'protection?/protect': {
		may: (actor, facts) => mayThreat(actor, 'protect', facts),
		form: ({ colleague }) => ({
			key: key(),
			protectionKind: 'twoOfficers',
			ownerId: colleague,
			dueDate: '2099-12-31'
		})
	},
	'aftercare?/record': {
		may: (actor, facts) => mayAftercare(actor, 'record', facts),
		form: () => ({ key: key(), step: 'privacy', outcome: 'declined', note: words })
	},
	'statements?/ask': {
		may: (actor, facts) => mayStatements(actor, 'handle', facts),
		form: ({ colleague }) => ({
			key: key(),
			statementPerson: colleague,
			statementQuestion: words,
			statementDue: '2099-12-31'
		})
	},
	'statements?/withdraw': {
		may: (actor, facts) => mayStatements(actor, 'handle', facts),
		form: () => ({ statement: key(), version })
	},
	'links?/relate': {
		may: ofCase('link'),
		form: () => ({ key: key(), relateNumber: '2020-999999', relateReason: words })
	},
	'links?/merge': {
		may: ofCase('link'),
		form: () => ({
			key: key(),
			version,
			mergeNumber: '2020-999999',
			mergeReason: words,
			mergeFeedback: words
		})
	},
	'decisions?/raise': {
		may: (actor, facts) => mayReview(actor, 'add', facts),
		form: () => ({ key: key(), circumstance: words })
	},
	'decisions?/pointOut': {
		may: (actor, facts) => mayReview(actor, 'add', facts),
		form: () => ({
			key: key(),
			reference: 'A 1',
			decision: words,
			influence: words,
			concernsChild: 'no'
		})
	},
	'decisions?/examine': {
		may: (actor, facts) => mayReview(actor, 'finish', facts),
		form: ({ id }) => ({
			question: id,
			version,
			conflictOutcome: 'noConflict',
			conflictReason: words,
			examinedBy: 'Enhetschefen'
		})
	},
	'lex-sarah?/handOver': {
		may: ofCase('move'),
		form: () => ({ key: key(), whatHappened: words, clientHarm: words })
	},
	'lex-sarah?/supplement': {
		may: ofCase('move'),
		form: () => ({ key: key(), supplementText: words })
	},
	'documents?/reference': {
		may: (actor, facts) => mayDocuments(actor, 'prepare', facts),
		form: () => ({ key: key(), system: 'ia', reference: '1' })
	},
	'documents?/disclosure': {
		may: (actor, facts) => mayDocuments(actor, 'prepare', facts),
		form: () => ({ key: key() })
	},
	'documents/notification/serious-incident?/submit': {
		may: (actor, facts) => mayDocuments(actor, 'prepare', facts),
		form: () => ({ version, submittedOn: '2026-01-02' })
	},
	'documents/police?/report': {
		may: (actor, facts) => mayDocuments(actor, 'prepare', facts),
		form: () => ({ version, reportedOn: '2026-01-02', reportedHow: 'phone' })
	}
};

/** Somebody who asks. */
interface Asker {
	name: string;
	token: string;
	actor: Actor;
}
/** A case, and what the asker is to it. */
interface Subject {
	caseId: CaseId;
	incidentId: IncidentId;
	facts: CaseSubject & { reporterId: PersonId };
}

describe.skipIf(!hasServer)('the access matrix', () => {
	let db: TestDatabase;
	let directory: string;
	let system: RunningSystem;
	let home: TestMunicipality;
	let away: TestMunicipality;
	const askers: Asker[] = [];
	const common: Record<string, Subject> = {};
	const own = new Map<Asker, Record<string, Subject>>();
	const day = (days: number) =>
		systemClock.now().toZonedDateTimeISO('Europe/Stockholm').toPlainDate().add({ days }).toString();

	/** A person who works at a unit, signed in. */
	async function addPerson(name: string, at: UnitId, municipalityId = home.id, isProtected = false) {
		const id = newId<PersonId>();
		await db.asOwner((tx) =>
			tx.insertInto('person').values({ id, municipalityId, unitId: at, name, isProtected }).execute()
		);
		return id;
	}
	async function assign(
		personId: PersonId,
		role: RoleCode,
		unitId: UnitId,
		{
			from = -30,
			to = null as number | null,
			deputyForId = null as PersonId | null,
			municipalityId = home.id
		} = {}
	) {
		await db.asOwner((tx) =>
			tx
				.insertInto('assignment')
				.values({
					id: newId<string>(),
					municipalityId,
					personId,
					unitId,
					role,
					validFrom: day(from),
					validTo: to === null ? null : day(to),
					deputyForId
				})
				.execute()
		);
	}
	async function signIn(name: string, personId: PersonId, municipalityId = home.id): Promise<Asker> {
		const token = await beginSession(
			{ db, clock: systemClock },
			{ personId, municipalityId, method: 'demo', address: null, device: null }
		);
		const found = await findSession({ db, clock: systemClock }, token);
		const asker = { name, token, actor: found!.actor };
		askers.push(asker);
		return asker;
	}
	const contextOf = ({ actor }: Asker) => contextFor({ db, clock: systemClock }, actor);
	const asReporter = (municipality: TestMunicipality, who = 'reporter') =>
		contextFor({ db, clock: systemClock }, { ...municipality.as(who).actor, signedInAt: systemClock.now() });

	async function caseOf(incidentId: IncidentId): Promise<Subject> {
		return db.asOwner(async (tx) => {
			const row = await tx
				.selectFrom('caseFile')
				.selectAll()
				.where('incidentId', '=', incidentId)
				.executeTakeFirstOrThrow();
			return { caseId: row.id, incidentId, facts: { ...row, hideName: false } };
		});
	}
	/** As if the reporter had named them. */
	async function keepOut(subject: Subject, ...people: PersonId[]): Promise<Subject> {
		const list = `{${people.join(',')}}`;
		await db.asOwner(async (tx) => {
			await sql`update incident set excluded_person_ids = ${list}::uuid[] where id = ${subject.incidentId}`.execute(
				tx
			);
			await sql`update case_file set excluded_person_ids = ${list}::uuid[] where id = ${subject.caseId}`.execute(
				tx
			);
		});
		return caseOf(subject.incidentId);
	}

	beforeAll(async () => {
		db = await serverDatabase();
		directory = mkdtempSync(join(tmpdir(), 'opaverkad-matrix-'));
		home = await makeMunicipality(db);
		away = await makeMunicipality(db, '-away');
		system = await startSystem({ DATABASE_URL: db.url!, DATA_DIRECTORY: directory, DEMO: 'no' });

		for (const role of roles) {
			for (const [place, unitKey] of Object.entries(places)) {
				const id = await addPerson(`${role} ${place}`, home.unit(unitKey).id);
				await assign(id, role, home.unit(unitKey).id);
				await signIn(`${role} of ${place}`, id);
			}
			const stranger = await addPerson(`${role} away`, away.id, away.id);
			await assign(stranger, role, away.id, { municipalityId: away.id });
			await signIn(`${role} of another municipality`, stranger, away.id);
		}
		const alpha = home.unit('alpha').id;
		await signIn('a colleague without a role', home.person('colleague'));
		const past = await addPerson('past', alpha);
		await assign(past, 'lineManager', alpha, { to: -1 });
		await signIn('a manager until yesterday', past);
		const coming = await addPerson('coming', alpha);
		await assign(coming, 'lineManager', alpha, { from: 1 });
		await signIn('a manager from tomorrow', coming);
		const protectedManager = await addPerson('skyddad', alpha, home.id, true);
		await assign(protectedManager, 'lineManager', alpha);
		await signIn('a manager with protected personal data', protectedManager);
		for (const [name, from, to] of [
			['a deputy of the manager', -1, 1],
			['a deputy until yesterday', -3, -1],
			['a deputy from tomorrow', 1, 3]
		] as const) {
			const id = await addPerson(name, alpha);
			await assign(id, 'lineManager', alpha, { from, to, deputyForId: home.person('manager') });
			await signIn(name, id);
		}

		const reportAt = async (context: ReturnType<typeof asReporter>) => caseOf(await report(context));
		common['a case of the unit'] = await reportAt(asReporter(home));
		common['a case of the unit beside'] = await reportAt(asReporter(home, 'betaReporter'));
		common['a case of the division above'] = await reportAt(asReporter(home, 'head'));
		common['a case of another administration'] = await reportAt(asReporter(home, 'gammaReporter'));
		common['a case of another municipality'] = await reportAt(asReporter(away));
		common['a case about the manager of the unit'] = await keepOut(
			await reportAt(asReporter(home)),
			home.person('manager')
		);
		const shared = await reportAt(asReporter(home));
		await db.asOwner((tx) =>
			sql`update case_file set shared_with = ${`{${home.person('lexSarahOfficer')}}`}::uuid[] where id = ${shared.caseId}`.execute(
				tx
			)
		);
		common['a case shared with one more'] = await caseOf(shared.incidentId);
		await signIn('the one it is shared with', home.person('lexSarahOfficer'));
		await signIn('the manager whom one case is about', home.person('manager'));
		const hidden = await addPerson('skyddad rapportör', alpha, home.id, true);
		const protectedReporter = await signIn('a reporter with protected personal data', hidden);
		common['a case of somebody protected'] = await reportAt(contextOf(protectedReporter));

		for (const asker of askers) {
			if (asker.actor.municipalityId !== home.id) continue;
			// somebody new each time, since nobody reports this often
			const reporter = await addPerson('reporter', home.unit('alpha').id);
			const context = asReporter(home);
			const byAnother = contextFor({ db, clock: systemClock }, { ...context.actor, personId: reporter });
			const about = await keepOut(await reportAt(byAnother), asker.actor.personId);
			const byAsker = await reportAt(contextOf(asker));
			own.set(asker, { 'a case about the one who asks': about, 'a report of their own': byAsker });
		}
	}, 120_000);
	afterAll(async () => {
		await system?.stop();
		await db?.close();
		rmSync(directory, { recursive: true, force: true });
	});

	/** The whole answer is taken, so that the connection serves the next question; as it is, since packing it tells nothing here. */
	const ask = async (asker: { token: string } | null, path: string, form?: Record<string, string>) => {
		const answer = await fetch(system.url + path, {
			redirect: 'manual',
			method: form ? 'POST' : 'GET',
			headers: {
				accept: 'text/html',
				'accept-encoding': 'identity',
				origin: system.url,
				...(asker && { cookie: `session=${asker.token}` })
			},
			...(form && { body: new URLSearchParams({ csrf: asker ? formTokenOf(asker.token) : '', ...form }) })
		});
		await answer.arrayBuffer();
		return answer;
	};
	const subjectsOf = (asker: Asker) => Object.entries({ ...common, ...own.get(asker) });
	/** What was let through: shown, done, or refused for what the form says; never 'who are you' or 'not for you'. */
	const isLetIn = async (answer: Promise<Response>) => {
		const { status, headers } = await answer;
		expect(status).toBeLessThan(500);
		// a form that is refused as incomplete says nothing about access: the forms here are complete
		expect(status).not.toBe(400);
		if (headers.get('location')?.startsWith('/sign-in')) return false;
		return status !== 403 && status !== 404;
	};

	/** Each asker asks one question after the other, as people do; some askers at the same time, as people do too. */
	async function eachAsker(who: readonly Asker[], work: (asker: Asker) => Promise<void>): Promise<void> {
		const waiting = who.values();
		const next = async () => {
			for (const asker of waiting) await work(asker);
		};
		await Promise.all(Array.from({ length: 4 }, next));
	}

	test('the pages of a case answer as the tables say, whoever asks', async () => {
		let asked = 0;
		await eachAsker(askers, async (asker) => {
			for (const [name, { caseId, incidentId, facts }] of subjectsOf(asker)) {
				const what = `${asker.name}: ${name}`;
				const reads = may(asker.actor, 'read', facts).yes;
				expect(await isLetIn(ask(asker, `/cases/${caseId}`)), what).toBe(reads);
				const isOwn = mayIncident(asker.actor, 'readOwn', facts).yes;
				expect(await isLetIn(ask(asker, `/my-reports/${incidentId}`)), `${what}, as a report`).toBe(isOwn);
				expect(await isLetIn(ask(asker, `/my-reports/${incidentId}/files`)), `${what}, own files`).toBe(
					isOwn
				);
				asked += 3;
			}
		});
		expect(asked).toBeGreaterThan(1_500);
	}, 180_000);

	/** What builds on a case adds to who may; how far a role reaches is the case's own. So fewer askers, and fewer cases. */
	const askersBelow = () =>
		askers.filter(({ name }) => !/of (the division|the municipality|another administration)/.test(name));
	const subjectsBelow = (asker: Asker) =>
		subjectsOf(asker).filter(([name]) =>
			['a case of the unit', 'a case about the one who asks'].includes(name)
		);

	test('the pages below a case answer as the tables say, whoever asks', async () => {
		let asked = 0;
		await eachAsker(askersBelow(), async (asker) => {
			const shared = ['a case shared with one more', common['a case shared with one more']!] as const;
			for (const [name, { caseId, facts }] of [...subjectsBelow(asker), shared]) {
				for (const [page, rule] of Object.entries(casePages)) {
					const answer = ask(asker, `/cases/${caseId}/${page}`);
					expect(await isLetIn(answer), `${asker.name}: ${page} of ${name}`).toBe(
						rule(asker.actor, facts).yes
					);
					asked++;
				}
			}
			const { caseId, facts } = common['a case of the unit']!;
			const mayAsk = mayAskEmployer(asker.actor, { ...facts, caseFile: facts }).yes;
			const form = ask(asker, `/safety-requests/new?case=${caseId}`);
			expect(await isLetIn(form), `${asker.name}: a request`).toBe(mayAsk);
		});
		expect(asked).toBeGreaterThan(2_000);
	}, 300_000);

	test('the form actions below a case are refused or let in as the tables say, whoever sends', async () => {
		await db.asOwner((tx) =>
			sql`insert into conflict_question (id, municipality_id, case_id, circumstance, raised_by, raised_at)
				select id, municipality_id, id, ${words}, reporter_id, now() from case_file`.execute(tx)
		);
		let sent = 0;
		await eachAsker(askersBelow(), async (asker) => {
			const colleague = own.get(asker)?.['a case about the one who asks']?.facts.reporterId;
			for (const [name, { caseId, facts }] of subjectsBelow(asker)) {
				for (const [action, { may: rule, form }] of Object.entries(pageActions)) {
					const values = form({ id: caseId, colleague: colleague ?? home.person('colleague') });
					const answer = ask(asker, `/cases/${caseId}/${action}`, values);
					expect(await isLetIn(answer), `${asker.name} ${action}: ${name}`).toBe(
						rule(asker.actor, facts).yes
					);
					sent++;
				}
			}
		});
		expect(sent).toBeGreaterThan(2_000);
	}, 300_000);

	test('the form actions of a case are refused or let in as the tables say, whoever sends', async () => {
		let sent = 0;
		await eachAsker(askersBelow(), async (asker) => {
			const subjects = subjectsOf(asker).filter(([name]) =>
				['a case of the unit', 'a case about the one who asks', 'a report of their own'].includes(name)
			);
			for (const [name, { caseId, facts }] of subjects) {
				for (const [action, { permission, form }] of Object.entries(caseActions)) {
					const values = { ...form(), ...(action === 'addMeasure' && { ownerId: asker.actor.personId }) };
					const expected = may(asker.actor, permission, facts).yes;
					const answer = ask(asker, `/cases/${caseId}?/${action}`, values);
					expect(await isLetIn(answer), `${asker.name} ${action}: ${name}`).toBe(expected);
					sent++;
				}
			}
		});
		expect(sent).toBeGreaterThan(2_000);
	}, 240_000);

	test('the database itself, asked for everything, gives what the tables say and nothing else', async () => {
		const all = [...Object.values(common), ...[...own.values()].flatMap((mine) => Object.values(mine))];
		// as they are by now: the actions above have changed some
		const cases = await db.asOwner((tx) =>
			tx
				.selectFrom('caseFile')
				.selectAll()
				.where(
					'id',
					'in',
					all.map(({ caseId }) => caseId)
				)
				.execute()
		);
		expect(cases.length).toBe(all.length);
		for (const asker of askers) {
			const { actor } = asker;
			const expected = new Set<string>();
			for (const row of cases) {
				const isOwn = row.reporterId === actor.personId || row.affectedPersonId === actor.personId;
				if (isOwn || may(actor, 'read', { ...row, hideName: false }).yes) expected.add(row.id);
			}
			const seen = await contextOf(asker).transaction(async (tx) => ({
				cases: await tx.selectFrom('caseFile').select(['id', 'municipalityId']).execute(),
				incidents: await tx.selectFrom('incident').select('id').execute(),
				notes: await tx.selectFrom('caseNote').select('caseId').execute(),
				messages: await tx.selectFrom('caseMessage').select('caseId').execute()
			}));
			expect(new Set(seen.cases.map(({ id }) => id)), asker.name).toEqual(expected);
			expect(seen.incidents.length, asker.name).toBe(expected.size);
			for (const { caseId } of [...seen.notes, ...seen.messages]) expect(expected.has(caseId)).toBe(true);
		}
	}, 120_000);

	test('no table gives anything of another municipality, whatever the role', async () => {
		const { rows: tables } = await db.askAsOwner((ask) =>
			sql<{ name: string }>`select t.relname as name from pg_class t
				join pg_attribute c on c.attrelid = t.oid and c.attname = 'municipality_id'
				where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')
				and has_table_privilege('opaverkad_app', t.oid, 'select')`.execute(ask)
		);
		expect(tables.length).toBeGreaterThan(8);
		// each role once here and once elsewhere: what lies between makes no difference to another municipality
		const asking = askers.filter(({ name }) => /of (the own unit|another municipality)$/.test(name));
		expect(asking.length).toBeGreaterThan(8);
		for (const asker of asking) {
			await contextOf(asker).transaction(async (tx) => {
				for (const { name } of tables) {
					const { rows } = await sql`select from ${sql.table(name)}
						where municipality_id <> ${asker.actor.municipalityId} limit 1`.execute(tx);
					expect(rows, `${asker.name}: ${name}`).toEqual([]);
				}
			});
		}
	}, 240_000);

	test.each([
		['nobody', () => null],
		['a made-up session', () => ({ token: 'A'.repeat(43) })],
		[
			'a session that was not used for too long',
			async () => {
				const asker = askers.find(({ name }) => name === 'lineManager of the own unit')!;
				const token = await beginSession(
					{ db, clock: { now: () => systemClock.now().subtract({ hours: 9 }) } },
					{
						personId: asker.actor.personId,
						municipalityId: home.id,
						method: 'demo',
						address: null,
						device: null
					}
				);
				return { token };
			}
		],
		[
			'somebody who has left',
			async () => {
				const id = await addPerson('left', home.unit('alpha').id);
				await assign(id, 'lineManager', home.unit('alpha').id);
				const token = await beginSession(
					{ db, clock: systemClock },
					{ personId: id, municipalityId: home.id, method: 'demo', address: null, device: null }
				);
				await db.asOwner((tx) =>
					tx.updateTable('person').set({ isActive: false }).where('id', '=', id).execute()
				);
				return { token };
			}
		]
	])('%s gets neither page nor action', async (_, who) => {
		const asker = await who();
		for (const { caseId, incidentId } of Object.values(common)) {
			expect(await isLetIn(ask(asker, `/cases/${caseId}`))).toBe(false);
			expect(await isLetIn(ask(asker, `/my-reports/${incidentId}`))).toBe(false);
			for (const [action, { form }] of Object.entries(caseActions)) {
				expect(await isLetIn(ask(asker, `/cases/${caseId}?/${action}`, form())), action).toBe(false);
			}
		}
		const { caseId: id } = common['a case of the unit']!;
		for (const page of Object.keys(casePages)) {
			expect(await isLetIn(ask(asker, `/cases/${id}/${page}`)), page).toBe(false);
		}
		for (const [action, { form }] of Object.entries(pageActions)) {
			const values = form({ id, colleague: home.person('colleague') });
			expect(await isLetIn(ask(asker, `/cases/${id}/${action}`, values)), action).toBe(false);
		}
	});
});
