import { m } from '#lib/paraglide/messages.js';
import type { Context } from '#lib/server/access/index.ts';
import {
	policeFields,
	type ExportedPolice,
	type Paper,
	type PaperSection
} from '#lib/server/case-documents/index.ts';
import { fieldsBlock, labelOf, paperFrame, swedish } from './paper-words.ts';

/** The package for the police. What is not known is not said; what is possible is called possible. */
export function policePaper(context: Context, exported: ExportedPolice): Paper {
	const { answers, offences, facts, evidence, leftOut } = exported.package;
	const { state, answer, isConfirmed } = exported.secrecy;
	const secrecy = [
		m[`police_secrecy_${state === 'notAsked' || state === 'waiting' ? state : answer!}`]({}, swedish),
		...(state === 'nothingTakenOut' || state === 'otherThanAsked'
			? [m[`police_paper_${state}`]({}, swedish)]
			: []),
		...(isConfirmed ? [m.police_paper_decided({ name: context.actor.name }, swedish)] : [])
	];
	const selection = [
		...(leftOut && leftOut.facts + leftOut.files > 0
			? [m.police_left_out({ facts: leftOut.facts, files: leftOut.files }, swedish)]
			: []),
		...(leftOut?.hasMaskedWords ? [m.police_masked_note({}, swedish)] : [])
	];
	const rows = policeFields
		.filter((name) => name !== 'summary')
		.map((name) => [m[`police_field_${name}`]({}, swedish), answers[name]] as const);
	const sections: PaperSection[] = [
		{ heading: m.police_section_who({}, swedish), blocks: fieldsBlock(rows) },
		{
			heading: m.police_section_facts({}, swedish),
			blocks: [
				...selection.map((text) => ({ kind: 'paragraph', text }) as const),
				...(answers.summary ? [{ kind: 'paragraph', text: answers.summary } as const] : []),
				...facts.map(
					({ atText, kind, text }) =>
						({
							kind: 'entry',
							heading: `${atText}, ${m[`police_fact_${kind}`]({}, swedish)}`,
							text
						}) as const
				)
			]
		},
		{
			heading: m.police_section_offences({}, swedish),
			blocks:
				offences.length > 0
					? [
							{ kind: 'paragraph', text: m.police_offences_note({}, swedish) },
							{
								kind: 'list',
								items: offences.map(
									({ code, citation }) => `${labelOf('duty_offence', code) ?? code} (${citation})`
								)
							}
						]
					: []
		},
		{
			heading: m.police_section_evidence({}, swedish),
			blocks:
				evidence.length === 0
					? [{ kind: 'paragraph', text: m.police_evidence_none({}, swedish) }]
					: evidence.map(({ name, addedText, sha256 }) => ({
							kind: 'entry',
							heading: name,
							text: `${m.police_evidence_added({ date: addedText }, swedish)}\nSHA-256: ${sha256}`
						}))
		},
		{
			heading: m.police_section_secrecy({}, swedish),
			blocks: secrecy.map((text) => ({ kind: 'paragraph', text }) as const)
		}
	];
	return {
		...paperFrame(context, exported),
		title: m.police_paper_title({}, swedish),
		lead: m.police_how({}, swedish),
		facts: [],
		sections: sections.filter(({ blocks }) => blocks.length > 0)
	};
}
