import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { done, openCaseToChange, type Outcome } from '../cases/index.ts';
import { fulfilDuty, offences, type OffenceCode } from '../duties/index.ts';
import { localInstant } from '../platform/form-parts.ts';
import { choices, line, longText, required } from '../platform/http-form.ts';
import { newId } from '../platform/ids.ts';
import { may, neededPermission } from './access.ts';
import { changedSince } from './changed-since.ts';
import { pastDay, versionSchema } from './forms.ts';
import { findPoliceReport, materialOf } from './police-package.ts';
import {
	policeAnswersFrom,
	policeFieldSchemas,
	reportWaySchema,
	wordsNotIn,
	wordsToTakeOut
} from './police.ts';

const offenceCodes = Object.keys(offences) as OffenceCode[];

/** What the package says. */
export const policeSchema = v.pipe(
	v.object({
		version: versionSchema,
		offences: choices(offenceCodes),
		// which there are, only the case knows
		included: v.optional(v.array(v.pipe(v.string('invalid'), v.maxLength(40, 'invalid'))), []),
		maskedWords: longText(4000),
		...policeFieldSchemas
	}),
	v.transform(({ version, offences: chosen, included, maskedWords, ...values }) => ({
		version,
		offences: chosen,
		included,
		maskedWords: wordsToTakeOut(maskedWords),
		answers: policeAnswersFrom(values)
	}))
);
export type PoliceInput = v.InferOutput<typeof policeSchema>;

/** That it was reported. */
export const reportedSchema = (now: Temporal.Instant) =>
	v.object({
		version: versionSchema,
		reportedOn: pastDay(now),
		reportedHow: required(reportWaySchema),
		policeReference: line(100)
	});
export type ReportedInput = v.InferOutput<ReturnType<typeof reportedSchema>>;

/** Keeps what the package for the police says. @throws NotFound, Forbidden */
export async function savePolice(context: Context, id: CaseId, input: PoliceInput): Promise<Outcome> {
	const { actor, now } = context;
	const { version, answers, offences: chosen, maskedWords } = input;
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const before = await findPoliceReport(tx, id);
		const material = { ...(await materialOf(tx, row, 'sv')), answers };
		const keys = [...material.facts, ...material.evidence].map(({ key }) => key);
		const included = keys.filter((key) => input.included.includes(key));
		if ((before?.version ?? 0) !== version) {
			const isSame =
				JSON.stringify([before?.answers, before?.offences, before?.included, before?.maskedWords]) ===
				JSON.stringify([answers, chosen, included, maskedWords]);
			return isSame ? done : changedSince(tx, id, 'case.police', { version });
		}
		// words that were there when they were chosen may have been corrected away since
		const fresh = maskedWords.filter((words) => !before?.maskedWords.includes(words));
		if (wordsNotIn(material, fresh).length > 0) {
			return { ok: false, because: 'field', field: 'maskedWords', problem: 'wordsNotThere' };
		}
		const written = {
			answers: JSON.stringify(answers),
			offences: chosen,
			included,
			maskedWords,
			version: version + 1,
			updatedBy: actor.personId,
			updatedAt: now().toString()
		};
		if (before) {
			await tx.updateTable('casePoliceReport').set(written).where('id', '=', before.id).execute();
		} else {
			await tx
				.insertInto('casePoliceReport')
				.values({ ...written, id: newId<string>(), municipalityId: actor.municipalityId, caseId: id })
				.execute();
		}
		await activityLog.record(tx, context, {
			action: 'case.policePrepared',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { version: version + 1 }
		});
		return done;
	});
}

/** Records that it was reported to the police: the duty is done by that. @throws NotFound, Forbidden */
export async function recordReported(context: Context, id: CaseId, input: ReportedInput): Promise<Outcome> {
	const { actor, now } = context;
	const { version, reportedOn, reportedHow, policeReference } = input;
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const before = await findPoliceReport(tx, id);
		if (before?.reportedOn === reportedOn && before.reference === policeReference) return done;
		if ((before?.version ?? 0) !== version) return changedSince(tx, id, 'case.police', { version });
		const written = {
			version: version + 1,
			reportedOn,
			reportedHow,
			reportedBy: actor.personId,
			reference: policeReference,
			updatedBy: actor.personId,
			updatedAt: now().toString()
		};
		if (before) {
			await tx.updateTable('casePoliceReport').set(written).where('id', '=', before.id).execute();
		} else {
			await tx
				.insertInto('casePoliceReport')
				.values({
					...written,
					answers: '{}',
					id: newId<string>(),
					municipalityId: actor.municipalityId,
					caseId: id
				})
				.execute();
		}
		await activityLog.record(tx, context, {
			action: 'case.policeReported',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { version: version + 1, reportedOn, how: reportedHow }
		});
		await fulfilDuty(tx, context, {
			caseId: id,
			key: 'police',
			how: fulfilledHow[reportedHow],
			reference: policeReference,
			at: localInstant(Temporal.PlainDate.from(reportedOn), null, context.now()),
			by
		});
		return done;
	});
}

/** How the duty was done, in the words of the municipality's own language, beside what the handler writes themselves. */
const fulfilledHow = { phone: 'Polisanmält på 114 14', station: 'Polisanmält på en polisstation' } as const;
