import * as v from 'valibot';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { openCaseToChange } from '../cases/index.ts';
import type { Tx } from '../platform/database.ts';
import { choice, line, required } from '../platform/http-form.ts';
import { idOfForm } from '../platform/ids.ts';
import { may, neededPermission } from './access.ts';
import { keySchema } from './forms.ts';

/** Systems that municipalities register work-environment events in; 'other' with its name. */
export const externalSystems = ['ia', 'agera', 'other'] as const;

export const referenceSchema = v.pipe(
	v.object({
		key: keySchema,
		system: required(choice(externalSystems)),
		systemName: line(100),
		reference: required(line(100))
	}),
	v.forward(
		v.check(({ system, systemName }) => system !== 'other' || systemName !== null, 'required'),
		['systemName']
	)
);
export type ReferenceInput = v.InferOutput<typeof referenceSchema>;

/** The number that another system gave the case. */
export type ExternalReference = Awaited<ReturnType<typeof listReferences>>[number];

/** The numbers that other systems gave a case, oldest first; none for who does not read its notes. */
export async function listReferences(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('caseExternalReference')
		.select(['system', 'systemName', 'reference', 'addedAt'])
		.where('caseId', '=', caseId)
		.orderBy('addedAt')
		.orderBy('id')
		.execute();
}

/** Keeps the number that another system gave the case. The same form twice is one number. @throws NotFound, Forbidden */
export async function addReference(context: Context, id: CaseId, input: ReferenceInput): Promise<void> {
	const { actor, now } = context;
	await context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const { key, system, reference } = input;
		const systemName = system === 'other' ? input.systemName : null;
		const { numInsertedOrUpdatedRows: added } = await tx
			.insertInto('caseExternalReference')
			.values({
				id: idOfForm<string>(key, id, system, systemName, reference),
				municipalityId: actor.municipalityId,
				caseId: id,
				system,
				systemName,
				reference,
				addedBy: actor.personId,
				addedAt: now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
		if (added !== 1n) return;
		await activityLog.record(tx, context, {
			action: 'case.referenceAdded',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { system }
		});
	});
}
