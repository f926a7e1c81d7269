/** The case as data for another system, so that nothing is typed twice. Codes as well as Swedish labels; no ids of ours. */
import type { ExportedCase } from '#lib/server/case-documents/index.ts';
import { labelOf, labelsOf, personText } from './paper-words.ts';

/** The shape of the file; raised when a field changes its meaning. */
const formatVersion = 1;

const coded = (prefix: string, code: string | number | null) =>
	code === null ? null : { code: String(code), label: labelOf(prefix, code) };

/** The package as one object. The only name is that of who was exposed, unless the reporter asked to be named
 * only to those who handle the case: whoever receives the file does not. */
export function handOverObject({ view, references }: ExportedCase, exportedAt: string) {
	const { incident, assessment } = view;
	return {
		format: 'opaverkad-case',
		formatVersion,
		reference: view.number,
		exportedAt,
		unit: view.unitName,
		status: coded('status', view.status),
		occurredAt: incident.occurred.at,
		reportedAt: incident.reported.at,
		affectedPerson:
			incident.hideName || !incident.reporter ? null : personText(incident.affected ?? incident.reporter),
		description: incident.text,
		place: incident.place,
		forms: incident.forms.map((form) => coded('form', form)),
		subforms: incident.subforms.map((form) => coded('subform', form)),
		channel: coded('channel', incident.channel),
		influencer: coded('influencer', incident.influencer),
		injury: coded('answer', incident.injury),
		weapon: coded('answer', incident.weapon),
		fearedForLife: coded('answer', incident.fearedForLife),
		witnesses: incident.witnesses,
		assessment: assessment && {
			undueInfluence: coded('undue', assessment.undueInfluence),
			form: coded('form', assessment.form),
			severity: coded('severity', assessment.severity),
			reason: assessment.rationale
		},
		measures: view.measures.map((measure) => ({
			kind: coded('measureKind', measure.kind),
			status: coded('measureStatus', measure.status),
			description: measure.description,
			dueDate: measure.dueDate,
			effect: coded('effect', measure.effect)
		})),
		externalReferences: references.map(({ system, systemName, reference }) => ({
			system: systemName ?? labelOf('documents_system', system),
			reference
		}))
	};
}

/** The same as one row under a row of names, for systems that read CSV. Several values stand in one cell, with semicolons. */
export function handOverRows(exported: ExportedCase, exportedAt: string): string[][] {
	const { view, references } = exported;
	const { incident, assessment } = view;
	const columns: [string, string | null | undefined][] = [
		['reference', view.number],
		['exportedAt', exportedAt],
		['unit', view.unitName],
		['status', labelOf('status', view.status)],
		['occurredAt', incident.occurred.at],
		['reportedAt', incident.reported.at],
		['affectedPerson', handOverObject(exported, exportedAt).affectedPerson],
		['description', incident.text],
		['place', incident.place],
		['forms', labelsOf('form', incident.forms)],
		['subforms', labelsOf('subform', incident.subforms)],
		['channel', labelOf('channel', incident.channel)],
		['influencer', labelOf('influencer', incident.influencer)],
		['injury', labelOf('answer', incident.injury)],
		['weapon', labelOf('answer', incident.weapon)],
		['fearedForLife', labelOf('answer', incident.fearedForLife)],
		['witnesses', incident.witnesses],
		['undueInfluence', labelOf('undue', assessment?.undueInfluence)],
		['assessedForm', labelOf('form', assessment?.form)],
		['severity', labelOf('severity', assessment?.severity)],
		['reason', assessment?.rationale],
		['measures', view.measures.map(({ description }) => description).join('; ')],
		[
			'externalReferences',
			references
				.map(
					({ system, systemName, reference }) =>
						`${systemName ?? labelOf('documents_system', system)}: ${reference}`
				)
				.join('; ')
		]
	];
	return [columns.map(([name]) => name), columns.map(([, value]) => value ?? '')];
}
