/** A case with a row in every table that hangs on it, and words of its own in every column that somebody writes in. */
import { sql } from 'kysely';
import type { CaseId, IncidentId } from '../../database/column-types.ts';
import { newId } from '../../src/lib/server/platform/ids.ts';
import type { TestDatabase } from './database.ts';
import type { TestMunicipality } from './municipality.ts';
import { report } from './reports.ts';

type Row = Record<string, unknown>;
const at = '2026-03-04T08:00:00Z';
const later = '2026-03-05T08:00:00Z';

/** What stands in a column, so that it is known again wherever it is shown: 'Ord i duty_decision.reason' */
export function wordsOf(column: `${string}.${string}`): string {
	return `Ord i ${column}`;
}

/** Makes the case. The manager handles it; nobody of it is hidden from them. */
export async function makeWholeCase(db: TestDatabase, home: TestMunicipality) {
	const caseOf = async (incidentId: IncidentId): Promise<CaseId> => {
		const row = await db.asOwner((tx) =>
			tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId).executeTakeFirstOrThrow()
		);
		return row.id;
	};
	const incidentId = await report(home.as('reporter'), { values: { forms: ['threat'] } });
	const caseId = await caseOf(incidentId);
	const other = await caseOf(await report(home.as('reporter')));
	const manager = home.person('manager');
	const of = (key: string) => home.person(key);

	/** A row of a table; `words` are the columns that get words of their own. */
	async function put(table: string, row: Row, ...words: string[]): Promise<string> {
		const id = newId<string>();
		const said = Object.fromEntries(words.map((name) => [name, wordsOf(`${table}.${name}`)]));
		const whole: Row = { id, case_id: caseId, municipality_id: home.id, ...said, ...row };
		await db.asOwner(async (tx) => {
			const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
				where table_schema = 'public' and table_name = ${table}`.execute(tx);
			const columns = rows.filter(({ name }) => name in whole).map(({ name }) => sql.ref(name));
			await sql`insert into ${sql.table(table)} (${sql.join(columns)}) select ${sql.join(columns)}
				from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(whole)}::jsonb)`.execute(tx);
		});
		return id;
	}
	async function set(table: string, id: string, row: Row, ...words: string[]): Promise<void> {
		const said = Object.fromEntries(words.map((name) => [name, wordsOf(`${table}.${name}`)]));
		const values = Object.entries({ ...said, ...row }).map(
			([name, value]) => sql`${sql.ref(name)} = ${value}`
		);
		await db.asOwner((tx) =>
			sql`update ${sql.table(table)} set ${sql.join(values)} where id = ${id}`.execute(tx)
		);
	}

	await set(
		'incident',
		incidentId,
		{},
		...['text', 'place', 'matter', 'witnesses', 'case_reference', 'external_reference']
	);
	await set(
		'case_file',
		caseId,
		{
			undue_influence: 'yes',
			assessed_at: at,
			assessed_by: manager,
			form: 'threat',
			severity: 3,
			closed_at: later
		},
		...['rationale', 'decision_reason', 'feedback']
	);
	const addition = await put(
		'incident_addition',
		{ incident_id: incidentId, author_id: of('reporter'), created_at: at },
		'text'
	);
	const corrected = (field: string, additionId: string | null) =>
		put('incident_correction', {
			incident_id: incidentId,
			addition_id: additionId,
			author_id: of('reporter'),
			corrected_at: later,
			field,
			old_value: wordsOf('incident_correction.old_value') + (additionId ? ' i tillägget' : ''),
			new_value: 'nya ord'
		});
	await corrected('text', null);
	await corrected('text', addition);
	for (const kind of ['note', 'support', 'contact', 'decision']) {
		await put('case_note', { author_id: manager, kind, created_at: at, how: 'phone' }, 'text');
	}
	await put('case_message', { author_id: manager, from_reporter: false, created_at: at }, 'text');
	const measure = (words: string[]) =>
		put('measure', {
			kind: 'immediate',
			description: 'Möte',
			owner_id: manager,
			due_date: '2026-04-01',
			created_by: manager,
			created_at: at,
			version: 1,
			...(words.includes('cancel_reason') ? { cancelled_at: later } : {}),
			...(words.includes('effect_text')
				? { done_at: at, effect: 'yes', evaluated_at: later, evaluated_by: manager }
				: {}),
			...Object.fromEntries(words.map((name) => [name, wordsOf(`measure.${name}`)]))
		});
	const measureId = await measure(['description', 'effect_text']);
	await measure(['cancel_reason']);

	const duties = await db.asOwner((tx) =>
		tx.selectFrom('duty').select('key').where('caseId', '=', caseId).execute()
	);
	const receipt = await put(
		'attachment',
		{
			from_reporter: false,
			added_by: manager,
			added_at: at,
			media_type: 'application/pdf',
			size_bytes: 1000,
			sha256: `\\x${'ab'.repeat(32)}`,
			original_key: '\\x00',
			state: 'ready',
			scan: 'clean',
			source_seen_at: at
		},
		...['name', 'source_url', 'source_note']
	);
	await put(
		'attachment',
		{
			name: 'Namnet som inte skulle varit här',
			from_reporter: false,
			added_by: manager,
			added_at: at,
			media_type: 'application/pdf',
			size_bytes: 1000,
			sha256: `\\x${'cd'.repeat(32)}`,
			original_key: '\\x00',
			state: 'sealed',
			sealed_by: manager,
			sealed_at: later
		},
		'seal_reason'
	);
	const [first, second] = duties.map(({ key }) => key);
	const decided = (key: string, step: string, who: string, row: Row, ...words: string[]) =>
		put('duty_decision', { key, step, by_id: of(who), at: later, ...row }, ...words);
	await decided(
		first!,
		'done',
		'manager',
		{ happened_at: at, attachment_id: receipt },
		...['how', 'reference']
	);
	await decided(second!, 'notNeeded', 'manager', {}, 'reason');
	await decided(second!, 'agreed', 'head', { at: '2026-03-06T08:00:00Z' });
	await db.asOwner(async (tx) => {
		for (const [key, state] of [
			[first!, 'done'],
			[second!, 'notNeeded']
		] as const) {
			await tx
				.updateTable('duty')
				.set({ state })
				.where('caseId', '=', caseId)
				.where('key', '=', key)
				.execute();
		}
	});

	await put(
		'aftercare_step',
		{ step: 'week', outcome: 'done', recorded_by: manager, recorded_at: later },
		'note'
	);
	await put(
		'support_answer',
		{ person_id: of('reporter'), step: 'week', answer: 'partly', wants_contact: true, answered_at: later },
		'words'
	);
	const asked = {
		person_id: of('colleague'),
		due_date: '2026-04-01',
		asked_by: manager,
		asked_at: at,
		version: 1
	};
	const request = await put('statement_request', { ...asked, sent_at: later }, 'question');
	await put('statement_version', {
		request_id: request,
		sequence: 1,
		words: wordsOf('statement_version.words'),
		written_by: of('colleague'),
		written_at: later
	});
	await put(
		'statement_request',
		{ ...asked, person_id: of('betaReporter'), question: 'Vad hörde du?', declined_at: later },
		'decline_reason'
	);
	await put('threat_request', { requested_by: manager, requested_at: at, answered_at: later }, 'question');
	const assessment = await put('threat_assessment', {
		sequence: 1,
		level: 'elevated',
		valid_until: '2026-12-31',
		review_date: '2026-06-01',
		made_by: of('securityCoordinator'),
		made_at: later
	});
	for (const factor of ['capacity', 'intent', 'opportunity', 'history', 'overall']) {
		await put('threat_factor', { assessment_id: assessment, factor, level: 'elevated', types: [] }, 'reason');
	}
	await put('threat_protection', {
		kind: 'alarm',
		measure_id: measureId,
		assessment_id: assessment,
		decided_by: of('securityCoordinator'),
		decided_at: later
	});
	await put(
		'conflict_question',
		{
			raised_by: manager,
			raised_at: at,
			outcome: 'noConflict',
			examined_at: later,
			recorded_by: manager,
			version: 1
		},
		...['circumstance', 'decision_reference', 'outcome_reason', 'examined_by_text']
	);
	await put(
		'decision_review',
		{
			concerns_child: true,
			created_by: manager,
			created_at: at,
			outcome: 'unchanged',
			reviewed_on: '2026-03-05',
			finished_by: manager,
			finished_at: later,
			version: 1
		},
		...['reference', 'decision', 'influence', 'outcome_text', 'child_interest', 'reviewed_by_text']
	);
	await put(
		'safety_request',
		{
			unit_id: home.unit('alpha').id,
			requested_by: of('safetyRepresentative'),
			requested_at: at,
			answer: 'partly',
			answered_by: manager,
			answered_at: later,
			authority_on: '2026-03-06',
			version: 1
		},
		...['demand', 'background', 'answer_text']
	);
	await put(
		'case_link',
		{
			kind: 'related',
			other_case_id: other,
			created_by: manager,
			created_at: at,
			ended_by: manager,
			ended_at: later
		},
		...['reason', 'end_reason']
	);
	await put(
		'case_notification',
		{
			kind: 'workInjury',
			version: 2,
			answers: { event: wordsOf('case_notification.answers') },
			submitted_on: '2026-03-05',
			submitted_by: manager,
			updated_by: manager,
			updated_at: later
		},
		'reference'
	);
	await put('case_notification_copy', {
		kind: 'workInjury',
		version: 1,
		recipient_id: of('reporter'),
		recipient_as: 'injuredPerson',
		content: { event: wordsOf('case_notification_copy.content') },
		given_by: manager,
		given_at: at
	});
	await put(
		'case_police_report',
		{
			version: 1,
			answers: { summary: wordsOf('case_police_report.answers') },
			offences: [],
			reported_on: '2026-03-05',
			reported_how: 'phone',
			reported_by: manager,
			updated_by: manager,
			updated_at: later
		},
		'reference'
	);
	await put(
		'case_external_reference',
		{ system: 'other', added_by: manager, added_at: at },
		...['system_name', 'reference']
	);
	await put(
		'case_secrecy_question',
		{
			asked_by: manager,
			asked_at: at,
			adviser_id: of('legalAdviser'),
			package: {
				answers: { summary: wordsOf('case_secrecy_question.package') },
				offences: [],
				facts: [],
				evidence: []
			},
			answer: 'mayLeave',
			answered_at: later
		},
		...['question', 'reason']
	);
	await put('reminder', {
		kind: 'dutyLate',
		subject: first,
		step: 'told',
		due_at: at,
		recipient_ids: [manager],
		made_at: later
	});
	await put('reminder', {
		kind: 'contactLate',
		subject: '',
		step: 'escalated',
		due_at: at,
		recipient_ids: [of('head')],
		made_at: later
	});
	const record = await put('lex_sarah_record', {
		unit_id: home.unit('alpha').id,
		unit_path: home.unit('alpha').path,
		affected_person_id: of('reporter'),
		excluded_person_ids: [],
		status: 'received',
		handed_over_by: manager,
		handed_over_at: at,
		version: 1
	});
	await put(
		'lex_sarah_report',
		{ record_id: record, case_number: '2026-0001' },
		...['what_happened', 'client_harm']
	);
	return { caseId, incidentId };
}
