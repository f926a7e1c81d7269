import { m } from '#lib/paraglide/messages.js';
import type { Context } from '#lib/server/access/index.ts';
import type { ExportedDisclosure, Paper, PossibleGround } from '#lib/server/case-documents/index.ts';
import { textKindText } from './disclosure-text.ts';
import { fieldsOf, paperFrame, personText, swedish } from '../../cases/[id]/documents/paper-words.ts';

/** What stands in the place of masked words. */
export function maskWords(grounds: PossibleGround[]): string {
	const list = grounds.map((ground) => m[`disclosure_ground_short_${ground}`]({}, swedish)).join('; ');
	return m.disclosure_masked_words({ grounds: list }, swedish);
}

/** The document that is handed over. What was masked is not in it. */
export function disclosurePaper(context: Context, exported: ExportedDisclosure): Paper {
	const { number, registryNumber, decidedBy, decidedText, texts } = exported;
	return {
		...paperFrame(context, { number, unitName: m.disclosure_paper_part({}, swedish) }),
		title: m.disclosure_paper_title({ number }, swedish),
		lead: m.disclosure_paper_lead({}, swedish),
		facts: fieldsOf([
			[m.disclosure_registry({}, swedish), registryNumber],
			[m.disclosure_decided_label({}, swedish), `${decidedBy ? personText(decidedBy) : ''}, ${decidedText}`]
		]),
		sections: texts.map(({ kind, atText, parts }) => ({
			heading: [textKindText(kind, swedish), atText].filter(Boolean).join(', '),
			blocks: [{ kind: 'masked', parts }]
		}))
	};
}
