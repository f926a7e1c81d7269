import type { PackageView } from './views.ts';

/**
 * The package as one JSON document, for another system or an archive. Codes as they are stored; times as instants (UTC), days as
 * calendar dates in Sweden. What it says is the same as the printed one.
 */
export function packageJson(record: PackageView): string {
	return JSON.stringify(
		{
			format: 'opaverkad-lex-sarah',
			formatVersion: 1,
			madeAt: record.madeAt,
			id: record.id,
			caseNumber: record.number,
			unit: record.unitName,
			status: record.status,
			handedOver: { at: record.handedOver.at, by: record.handedOver.by.name },
			report: {
				whatHappened: record.report.whatHappened,
				clientHarm: record.report.clientHarm,
				doneAlready: record.report.doneAlready,
				clientReference: record.report.clientReference,
				occurredOn: record.report.occurredOn,
				childConcerned: record.report.childConcerned
			},
			documentation: record.entries.map(({ kind, text, by, at }) => ({ kind, text, by: by.name, at })),
			decisions: record.decisions.map(
				({ assessment, reason, reportToIvo, ivoReason, ivoSentOn, ivoReference, by, at }) => ({
					assessment,
					reason,
					reportToIvo,
					ivoReason,
					ivoSentOn,
					ivoReference,
					by: by.name,
					at
				})
			)
		},
		null,
		'\t'
	);
}
