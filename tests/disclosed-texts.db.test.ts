/**
 * What a disclosure is decided on: every column with words, of every table that hangs on a case, is either among the texts or in a
 * written list of what is left out, and why. A table or column that comes later fails here until somebody has said which.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../database/column-types.ts';
import {
	beginDisclosure,
	viewDisclosure,
	type DisclosureView
} from '../src/lib/server/case-documents/index.ts';
import { writeNote } from '../src/lib/server/cases/index.ts';
import { dutyKeys } from '../src/lib/server/duties/index.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { textKindText } from '../src/routes/(staff)/disclosures/[id]/disclosure-text.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { makeWholeCase, wordsOf } from './support/whole-case.ts';

/** Columns whose words are texts of the disclosure. */
const disclosed = {
	aftercare_step: ['note'],
	attachment: ['name', 'source_url', 'source_note', 'seal_reason'],
	case_external_reference: ['system_name', 'reference'],
	case_file: ['rationale', 'decision_reason', 'feedback'],
	case_link: ['reason', 'end_reason'],
	case_message: ['text'],
	case_note: ['text'],
	case_notification: ['answers', 'reference'],
	case_notification_copy: ['content'],
	case_police_report: ['answers', 'reference'],
	case_secrecy_question: ['question', 'package', 'reason'],
	conflict_question: ['circumstance', 'decision_reference', 'outcome_reason', 'examined_by_text'],
	decision_review: [
		'reference',
		'decision',
		'influence',
		'outcome_text',
		'child_interest',
		'reviewed_by_text'
	],
	duty_decision: ['how', 'reference', 'reason'],
	incident: ['text', 'place', 'matter', 'witnesses', 'case_reference', 'external_reference'],
	incident_addition: ['text'],
	incident_correction: ['old_value'],
	measure: ['description', 'cancel_reason', 'effect_text'],
	safety_request: ['demand', 'background', 'answer_text'],
	statement_request: ['question', 'decline_reason'],
	statement_version: ['words'],
	support_answer: ['words'],
	threat_factor: ['reason'],
	threat_request: ['question']
} as const satisfies Record<string, readonly string[]>;

/** What is left out, by why. */
const leftOut: Record<string, Record<string, readonly string[]>> = {
	'a code: a choice from a list, without words (the page says so)': {
		aftercare_step: ['step', 'outcome'],
		attachment: ['state', 'scan', 'copy_problem', 'media_type', 'copy_type'],
		attachment_custody: ['role', 'what'],
		case_external_reference: ['system'],
		case_file: [
			...['routed_because', 'status', 'undue_influence', 'form', 'subform', 'motive', 'decision_affected'],
			...['instead_kind', 'transferred_to', 'harm']
		],
		case_link: ['kind', 'status_before'],
		case_note: ['kind', 'how'],
		case_notification: ['kind'],
		case_notification_copy: ['kind', 'recipient_as'],
		case_police_report: ['offences', 'reported_how'],
		case_secrecy_question: ['answer'],
		conflict_question: ['outcome'],
		decision_review: ['outcome'],
		duty: ['key', 'reasons', 'state'],
		duty_decision: ['key', 'step'],
		incident: [
			...[
				'origin',
				'forms',
				'subforms',
				'channel',
				'influencer',
				'purpose',
				'consequences',
				'child_concerned'
			],
			...['injury', 'weapon', 'feared_for_life', 'known_repeat', 'gender']
		],
		incident_addition: ['changed_fields'],
		incident_correction: ['field'],
		measure: ['kind', 'effect'],
		safety_request: ['answer'],
		support_answer: ['step', 'answer'],
		threat_assessment: ['level'],
		threat_factor: ['factor', 'level', 'types'],
		threat_protection: ['kind']
	},
	'stands elsewhere: in the report itself, or in the old value of the correction that came after': {
		incident_correction: ['new_value']
	},
	'words and parts of texts that are disclosed themselves: what went along to the police, and what was taken out':
		{
			case_police_report: ['included', 'masked_words']
		},
	'the system’s own: where a file is kept, what the virus search said, a keyed mark, who was reminded of what':
		{
			attachment: ['virus', 'copy_file'],
			incident: ['reference_mark'],
			reminder: ['kind', 'subject', 'step']
		},
	'a lex Sarah record is a file of its own, with readers of its own (the page says so)': {
		lex_sarah_decision: ['assessment', 'reason', 'ivo_reason', 'ivo_reference'],
		lex_sarah_entry: ['kind', 'text'],
		lex_sarah_record: ['status'],
		lex_sarah_report: [
			...[
				'case_number',
				'what_happened',
				'client_harm',
				'done_already',
				'client_reference',
				'child_concerned'
			]
		]
	},
	'the disclosures themselves: copies of the texts, and what was decided of them': {
		disclosure: ['registry_number', 'given_role'],
		disclosure_mask: ['kind', 'possible_ground', 'decision'],
		disclosure_text: ['kind', 'text']
	}
};

describe.skipIf(!hasServer)('the texts of a disclosure', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let caseId: CaseId;
	let view: DisclosureView;
	let id: string;

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		({ caseId } = await makeWholeCase(db, home));
		id = await beginDisclosure(home.as('manager'), caseId, { key: newId(), registryNumber: null });
		view = await viewDisclosure(home.as('manager'), id, 'sv');
	});
	afterAll(() => db.close());
	const textOf = ({ parts }: DisclosureView['texts'][number]) => parts.map(({ text }) => text).join('');

	test('every column with words, of every table that hangs on a case, is disclosed or left out for a reason', async () => {
		const { rows } = await db.askAsOwner((ask) =>
			sql<{ name: string }>`
				with recursive hangs (id) as (
					select 'case_file'::regclass::oid union select 'incident'::regclass::oid
					union
					select c.conrelid from hangs join pg_constraint c on c.confrelid = hangs.id and c.contype = 'f'
				)
				select k.relname || '.' || a.attname as name
				from hangs join pg_class k on k.oid = hangs.id
					join pg_attribute a on a.attrelid = k.oid and a.attnum > 0 and not a.attisdropped
				where a.atttypid in ('text'::regtype, 'text[]'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'json'::regtype)
				order by 1`.execute(ask)
		);
		const listed = [disclosed, ...Object.values(leftOut)].flatMap((tables) =>
			Object.entries(tables).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`))
		);
		expect(listed.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
	});

	const columns = Object.entries(disclosed).flatMap(([table, names]) =>
		names.map((name) => `${table}.${name}` as const)
	);
	test.each(columns)('has what was written in %s', (column) => {
		expect(view.texts.map(textOf).join('\n')).toContain(wordsOf(column));
	});

	test('has the earlier wording of the report and of an addition', () => {
		const earlier = view.texts.filter(({ kind }) => kind.startsWith('correction.'));
		expect(earlier.map(({ kind }) => kind)).toEqual(['correction.text', 'correction.addition']);
	});

	test('has nothing of a lex Sarah record, and not the name of a file that was sealed since it came by mistake', () => {
		const everything = view.texts.map(textOf).join('\n');
		expect(everything).not.toContain('lex_sarah');
		expect(everything).not.toContain('Namnet som inte skulle varit här');
	});

	test('says of each text in words what it is, in both languages', () => {
		for (const locale of ['sv', 'en'] as const) {
			for (const { kind } of view.texts) {
				expect(textKindText(kind, { locale })).not.toMatch(/undefined|\.|disclosure_text/u);
			}
			for (const key of dutyKeys) {
				expect(textKindText(`dutyReason.${key}`, { locale }).length).toBeGreaterThan(20);
			}
		}
		expect(textKindText('threat.intent', { locale: 'sv' })).toBe('Hotbedömning: Avsikt');
		expect(textKindText('workInjury.reference', { locale: 'sv' })).toBe(
			'Anmälan av arbetsskada: Kvittots nummer'
		);
	});

	test('looks for the names of colleagues who were asked to tell, in all texts', async () => {
		await db.asOwner((tx) =>
			sql`update statement_version set words = 'Vi satt i rummet, colleague och jag.'`.execute(tx)
		);
		const again = await beginDisclosure(home.as('manager'), caseId, { key: newId(), registryNumber: null });
		const { texts } = await viewDisclosure(home.as('manager'), again, 'sv');
		const statement = texts.find(({ kind }) => kind === 'statement')!;
		expect(statement.masks.map(({ words, kind }) => [words, kind])).toEqual([['colleague', 'name']]);
	});

	test('what is written after it was begun is told to who handles the case, until it is decided', async () => {
		await writeNote(home.as('manager'), caseId, { key: newId(), noteText: 'Skrivet efteråt.' });
		const begun = await beginDisclosure(home.as('manager'), caseId, { key: newId(), registryNumber: null });
		expect((await viewDisclosure(home.as('manager'), begun, 'sv')).notHere).toBe(0);
		await writeNote(home.as('manager'), caseId, { key: newId(), noteText: 'Skrivet ännu senare.' });
		expect((await viewDisclosure(home.as('manager'), begun, 'sv')).notHere).toBe(1);
	});
});
