/** The printed file of a case: everything that was done, or why not, as far as the reader may see it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../database/column-types.ts';
import type { Paper } from '../src/lib/server/case-documents/index.ts';
import { paperPdf } from '../src/lib/server/case-documents/index.ts';
import { Forbidden, NotFound } from '../src/lib/server/platform/errors.ts';
import { canRenderPdf } from '../src/lib/server/platform/pdf.ts';
import { caseFilePaper } from '../src/routes/(staff)/cases/[id]/documents/case-file-paper.ts';
import { exportCaseFile } from '../src/routes/(staff)/cases/[id]/documents/case-file.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { pdfPageCount, pdfText } from './support/pdf-text.ts';
import { report } from './support/reports.ts';
import { makeWholeCase, wordsOf } from './support/whole-case.ts';

/** What stands in the file, section by section, as one text each. */
const sectionsOf = ({ sections }: Paper) =>
	new Map(
		sections.map(({ heading, blocks }) => [
			heading,
			blocks
				.map((block) => {
					if (block.kind === 'paragraph') return block.text;
					if (block.kind === 'fields') return block.rows.map(({ label, value }) => `${label}: ${value}`);
					if (block.kind === 'list') return block.items;
					if (block.kind === 'entry') return [block.heading, block.text];
					return block.parts.map(({ text }) => text);
				})
				.flat()
				.join('\n')
		])
	);

/** The words that somebody wrote, and the section in which the file has them. */
const written = {
	'incident.text': 'Vad hände',
	'incident.place': 'Vad hände',
	'incident.matter': 'Vad hände',
	'incident.witnesses': 'Vad hände',
	'incident.case_reference': 'Vad hände',
	'incident_addition.text': 'Vad hände',
	'incident_correction.old_value': 'Vad hände',
	'case_file.rationale': 'Bedömning',
	'case_file.decision_reason': 'Avslut',
	'case_file.feedback': 'Avslut',
	'duty_decision.how': 'Skyldigheter',
	'duty_decision.reference': 'Skyldigheter',
	'duty_decision.reason': 'Skyldigheter',
	'attachment.name': 'Filer i ärendet',
	'attachment.source_url': 'Filer i ärendet',
	'attachment.source_note': 'Filer i ärendet',
	'attachment.seal_reason': 'Filer i ärendet',
	'threat_request.question': 'Skydd och hotbedömning',
	'threat_factor.reason': 'Skydd och hotbedömning',
	'measure.description': 'Åtgärder',
	'measure.effect_text': 'Åtgärder',
	'measure.cancel_reason': 'Åtgärder',
	'aftercare_step.note': 'Stöd till den utsatta',
	'support_answer.words': 'Stöd till den utsatta',
	'statement_request.question': 'Berättelser från kollegor',
	'statement_request.decline_reason': 'Berättelser från kollegor',
	'statement_version.words': 'Berättelser från kollegor',
	'decision_review.reference': 'Beslut som kan ha påverkats',
	'decision_review.decision': 'Beslut som kan ha påverkats',
	'decision_review.influence': 'Beslut som kan ha påverkats',
	'decision_review.outcome_text': 'Beslut som kan ha påverkats',
	'decision_review.child_interest': 'Beslut som kan ha påverkats',
	'decision_review.reviewed_by_text': 'Beslut som kan ha påverkats',
	'conflict_question.circumstance': 'Jäv',
	'conflict_question.decision_reference': 'Jäv',
	'conflict_question.outcome_reason': 'Jäv',
	'conflict_question.examined_by_text': 'Jäv',
	'safety_request.demand': 'Skyddsombudets begäran',
	'safety_request.background': 'Skyddsombudets begäran',
	'safety_request.answer_text': 'Skyddsombudets begäran',
	'case_notification.answers': 'Anmälan till myndigheten',
	'case_notification.reference': 'Anmälan till myndigheten',
	'case_police_report.answers': 'Polisanmälan och fråga om sekretess',
	'case_police_report.reference': 'Polisanmälan och fråga om sekretess',
	'case_secrecy_question.question': 'Polisanmälan och fråga om sekretess',
	'case_secrecy_question.reason': 'Polisanmälan och fråga om sekretess',
	'case_message.text': 'Meddelanden med rapportören',
	'case_note.text': 'Anteckningar',
	'case_link.reason': 'Samband med andra ärenden',
	'case_link.end_reason': 'Samband med andra ärenden',
	'case_external_reference.system_name': 'Referenser i andra system',
	'case_external_reference.reference': 'Referenser i andra system'
} as const;

describe.skipIf(!hasServer)('the file of a case', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let caseId: CaseId;
	let plain: CaseId;
	const fileFor = async (key: string, id: CaseId) =>
		caseFilePaper(home.as(key), await exportCaseFile(home.as(key), id));
	let paper: Paper;
	let sections: Map<string, string>;

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		({ caseId } = await makeWholeCase(db, home));
		const incidentId = await report(home.as('reporter'), { hideName: true });
		const row = await db.asOwner((tx) =>
			tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId).executeTakeFirstOrThrow()
		);
		plain = row.id;
		paper = await fileFor('manager', caseId);
		sections = sectionsOf(paper);
	});
	afterAll(() => db.close());

	test.each(Object.entries(written))('has what was written in %s, under ‘%s’', (column, heading) => {
		expect(sections.get(heading)).toContain(wordsOf(column as keyof typeof written));
	});

	test('says of each duty what was decided, when, how, with which number and receipt, why not, and who agreed', () => {
		const duties = sections.get('Skyldigheter')!;
		expect(duties).toMatch(/Gjort 4 mars 2026 .*, skrivet 5 mars 2026 .* av manager/u);
		expect(duties).toContain(`Hur: ${wordsOf('duty_decision.how')}`);
		expect(duties).toContain(`Referensnummer: ${wordsOf('duty_decision.reference')}`);
		expect(duties).toContain(`Kvitto: ${wordsOf('attachment.name')}`);
		expect(duties).toMatch(/Behövs inte, skrivet 5 mars 2026 .* av manager/u);
		expect(duties).toContain(`Skäl: ${wordsOf('duty_decision.reason')}`);
		expect(duties).toMatch(/En andra person höll med, skrivet 6 mars 2026 .* av head/u);
		expect(duties).toMatch(/Grund: Lag: .+/u);
		expect(duties).toContain('Ingen har tagit ställning.');
	});

	test('lists the files with the hash of each original, and of a sealed one not its name', () => {
		const files = sections.get('Filer i ärendet')!;
		for (const hash of ['ab', 'cd']) expect(files).toContain(hash.repeat(32));
		expect(files).toContain('Förseglad fil');
		expect(files).not.toContain('Namnet som inte skulle varit här');
	});

	test('has the level of the threat, its versions, and who decided on protection', () => {
		const threat = sections.get('Skydd och hotbedömning')!;
		expect(threat).toMatch(/Hotbedömning, version 1, 5 mars 2026 .*, securityCoordinator/u);
		expect(threat).toContain('Nivå: Förhöjd');
		expect(threat).toMatch(/Beslut om skydd, 5 mars 2026 .*, securityCoordinator/u);
	});

	test('has every reminder, to whom it went, and what it went on to', () => {
		const reminders = sections.get('Påminnelser')!;
		expect(reminders).toMatch(/: .+\. Påminnelse till manager\. Lokal nivå: 4 mars 2026/u);
		expect(reminders).toMatch(/\. Gick vidare till head\. Skulle vara klart 4 mars 2026/u);
	});

	test('says that there is a lex Sarah record, and nothing of what it says', () => {
		expect(sections.get('Lex Sarah')).toContain('Vad som står i utredningen ingår inte här.');
		const everything = JSON.stringify(paper);
		for (const column of ['what_happened', 'client_harm']) {
			expect(everything).not.toContain(wordsOf(`lex_sarah_report.${column}`));
		}
	});

	test('names what there is nothing of, so that nothing seems to be left out', async () => {
		const without = sectionsOf(await fileFor('manager', plain)).get(
			'Det här finns det inget av som den som skrev ut får se'
		)!;
		for (const heading of ['Berättelser från kollegor', 'Filer i ärendet', 'Jäv', 'Påminnelser']) {
			expect(without).toContain(heading);
		}
	});

	test('has no code and no gap in place of words', async () => {
		for (const one of [paper, await fileFor('manager', plain), await fileFor('hrPartner', caseId)]) {
			expect(JSON.stringify(one)).not.toMatch(/undefined|\bnull\b(?=[^,}\]])|NaN|\[object/u);
		}
	});

	test('is for HR without who reported when they hid it, without lex Sarah, and with the rest', async () => {
		const file = await fileFor('hrPartner', plain);
		expect(file.facts.find(({ label }) => label === 'Rapporterad av')?.value).toBe(
			'Namnet visas bara för den som hanterar ärendet'
		);
		const whole = sectionsOf(await fileFor('hrPartner', caseId));
		expect(whole.has('Lex Sarah')).toBe(false);
		// what they may not know of is not called nothing either
		const nothing = sectionsOf(file).get('Det här finns det inget av som den som skrev ut får se');
		expect(nothing).not.toMatch(/Lex Sarah|Utlämnande/u);
		expect(whole.get('Skydd och hotbedömning')).toContain(wordsOf('threat_factor.reason'));
	});

	test('is not for who does not read the notes, nor for who does not know of the case', async () => {
		await expect(fileFor('safetyRepresentative', caseId)).rejects.toThrow(Forbidden);
		for (const key of ['gammaManager', 'reporter', 'lexSarahOfficer', 'archivist']) {
			await expect(fileFor(key, caseId), key).rejects.toThrow(NotFound);
		}
	});

	test('is in the log as an export, once, before it is read', async () => {
		const count = async () => {
			const { rows } = await db.asOwner((tx) =>
				sql<{ count: number }>`select count(*)::integer as count from activity where action = 'case.exported'
					and subject_id = ${caseId} and details ->> 'document' = 'caseFile'`.execute(tx)
			);
			return rows[0]!.count;
		};
		const before = await count();
		await fileFor('manager', caseId);
		expect(await count()).toBe(before + 1);
	});

	test.skipIf(!canRenderPdf())('becomes a PDF with all of it and numbered pages', () => {
		const pdf = paperPdf(paper)!;
		const pages = pdfPageCount(pdf);
		expect(pages).toBeGreaterThan(3);
		expect(pdfText(pdf)).toContain(`Sida ${pages} av ${pages}`);
		expect(pdfText(pdf)).toContain('En andra person höll med');
	});
});
