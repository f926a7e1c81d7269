import { sql } from 'kysely';
import * as v from 'valibot';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { done, keptOutOf, openCaseToChange, type Outcome } from '../cases/index.ts';
import { tell } from '../notifications/index.ts';
import { line } from '../platform/http-form.ts';
import { idOfForm, isId, newId } from '../platform/ids.ts';
import { may, neededPermission } from './access.ts';
import { mayDisclosure, openDisclosureToChange } from './disclosure-access.ts';
import { placesOf, possibleGrounds, proposeMasks, type PossibleGround } from './disclosure.ts';
import { namesInCase, textsOfCase } from './disclosure-texts.ts';
import { keySchema, versionSchema } from './forms.ts';
import { listOutsiders } from './secrecy.ts';

/** Who may be given a disclosure to decide. */
export const deciderRoles = ['archivist', 'dataProtectionOfficer', 'legalAdviser'] as const;
export type DeciderRole = (typeof deciderRoles)[number];

export const beginSchema = v.object({ key: keySchema, registryNumber: line(100) });
export type BeginInput = v.InferOutput<typeof beginSchema>;

/** What was decided of the masks of one text; fields are named by the mask. */
export const masksSchema = v.pipe(
	v.record(v.string(), v.string('invalid')),
	v.check(({ text }) => isId(text), 'invalid'),
	v.transform((values) => ({
		text: values.text!,
		isIncluded: values.included === 'yes',
		words: (values.words ?? '').slice(0, 500),
		wordsGround: groundFrom(values.wordsGround),
		all: decisionFrom(values.all),
		decisions: Object.entries(values).flatMap(([name, value]) => {
			const id = /^decision_(.+)$/.exec(name)?.[1];
			const decision = decisionFrom(value);
			return id && isId(id) && decision ? [{ id, decision, ground: groundFrom(values[`ground_${id}`]) }] : [];
		})
	}))
);
export type MasksInput = v.InferOutput<typeof masksSchema>;

const decisionFrom = (code: string | undefined) =>
	code === 'masked' || code === 'shown' ? (code as 'masked' | 'shown') : null;
const groundFrom = (code: string | undefined): PossibleGround | null =>
	possibleGrounds.find((ground) => ground === code) ?? null;

export const giveSchema = v.object({
	version: versionSchema,
	/** '<role> <person>' */
	decider: v.pipe(
		v.string('invalid'),
		v.check((text) => deciderFrom(text) !== null, 'required'),
		v.transform((text) => deciderFrom(text)!)
	)
});
export type GiveInput = v.InferOutput<typeof giveSchema>;

function deciderFrom(text: string): { role: DeciderRole; id: PersonId } | null {
	const [role, id] = text.split(' ');
	const known = deciderRoles.find((one) => one === role);
	return known && isId<PersonId>(id) ? { role: known, id } : null;
}

export const decideSchema = v.object({ version: versionSchema });

/**
 * Begins a disclosure: the texts of the case as they are now, with what is proposed to be masked. The same form twice is one.
 * @returns its id
 * @throws NotFound, Forbidden
 */
export async function beginDisclosure(context: Context, id: CaseId, input: BeginInput): Promise<string> {
	const { actor, now } = context;
	const { key, registryNumber } = input;
	const disclosureId = idOfForm<string>(key, id, registryNumber);
	await context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const { numInsertedOrUpdatedRows } = await tx
			.insertInto('disclosure')
			.values({
				id: disclosureId,
				municipalityId: actor.municipalityId,
				caseId: id,
				registryNumber,
				begunBy: actor.personId,
				begunAt: now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
		if (numInsertedOrUpdatedRows !== 1n) return;
		const names = await namesInCase(tx, row);
		const texts = (await textsOfCase(tx, row)).map((text, position) => ({
			...text,
			position,
			id: newId<string>(),
			municipalityId: actor.municipalityId,
			disclosureId,
			writtenAt: text.writtenAt?.toString() ?? null
		}));
		if (texts.length > 0) await tx.insertInto('disclosureText').values(texts).execute();
		const masks = texts.flatMap(({ id: textId, text }) =>
			proposeMasks(text, names).map(({ start, end, kind, possibleGround }) => ({
				id: newId<string>(),
				municipalityId: actor.municipalityId,
				textId,
				startsAt: start,
				endsAt: end,
				kind,
				possibleGround
			}))
		);
		if (masks.length > 0) await tx.insertInto('disclosureMask').values(masks).execute();
		await activityLog.record(tx, context, {
			action: 'case.disclosureBegun',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { disclosureId, proposed: masks.length }
		});
	});
	return disclosureId;
}

/** Decides masks of one text, adds what was marked by hand, and whether the text is a part of it at all. @throws NotFound */
export async function decideMasks(context: Context, id: string, input: MasksInput): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const { disclosure, by, subject } = await openDisclosureToChange(tx, context, id);
		require(mayDisclosure(actor, 'mask', subject));
		const text = await tx
			.selectFrom('disclosureText')
			.select(['id', 'text', 'isIncluded'])
			.where('disclosureId', '=', id)
			.where('id', '=', input.text)
			.executeTakeFirst();
		if (!text || disclosure!.decidedAt !== null) return { ok: false, because: 'notPossible' };
		const marked = placesOf(text.text, input.words);
		// before anything is written: a refusal leaves every place as it was
		if (input.words.trim() !== '' && marked.length === 0) {
			return { ok: false, because: 'field', field: `words`, problem: 'wordsNotThere' };
		}
		const stored = await tx
			.selectFrom('disclosureMask')
			.select(['id', 'startsAt', 'endsAt', 'possibleGround', 'decision'])
			.where('textId', '=', text.id)
			.execute();
		const by_ = { decidedBy: actor.personId, decidedAt: now().toString() };
		let [masked, shown] = [0, 0];
		for (const mask of stored) {
			const said = input.decisions.find((one) => one.id === mask.id);
			const decision = input.all ?? said?.decision ?? null;
			const possibleGround = said?.ground ?? mask.possibleGround;
			if (!decision || (decision === mask.decision && possibleGround === mask.possibleGround)) continue;
			await tx
				.updateTable('disclosureMask')
				.set({ decision, possibleGround, ...by_ })
				.where('id', '=', mask.id)
				.execute();
			if (decision === 'masked') masked++;
			else shown++;
		}
		const places = marked.filter(
			({ start, end }) => !stored.some((mask) => mask.startsAt === start && mask.endsAt === end)
		);
		for (const { start, end } of places) {
			await tx
				.insertInto('disclosureMask')
				.values({
					id: newId<string>(),
					municipalityId: actor.municipalityId,
					textId: text.id,
					startsAt: start,
					endsAt: end,
					kind: 'own',
					possibleGround: input.wordsGround ?? 'other',
					decision: 'masked',
					...by_
				})
				.execute();
			masked++;
		}
		if (text.isIncluded !== input.isIncluded) {
			await tx
				.updateTable('disclosureText')
				.set({ isIncluded: input.isIncluded })
				.where('id', '=', text.id)
				.execute();
		}
		if (masked + shown === 0 && text.isIncluded === input.isIncluded) return done;
		await tx
			.updateTable('disclosure')
			.set({ version: disclosure!.version + 1 })
			.where('id', '=', id)
			.execute();
		await activityLog.record(tx, context, {
			action: 'case.disclosureMasked',
			subjectKind: 'case',
			subjectId: disclosure!.caseId,
			by,
			details: { disclosureId: id, masked, shown, isIncluded: input.isIncluded }
		});
		return done;
	});
}

/** Gives a disclosure to somebody else to decide. They see it, and nothing else of the case. @throws NotFound, Forbidden */
export async function giveDisclosure(context: Context, id: string, input: GiveInput): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const { disclosure, row, by, subject } = await openDisclosureToChange(tx, context, id);
		require(mayDisclosure(actor, 'give', subject));
		if (disclosure!.decidedAt !== null) return { ok: false, because: 'notPossible' };
		if (disclosure!.givenTo === input.decider.id && disclosure!.givenRole === input.decider.role) return done;
		if (disclosure!.version !== input.version) return { ok: false, because: 'changed', changes: [] };
		const possible = await listOutsiders(tx, context, row!, deciderRoles);
		if (!possible.some((one) => one.id === input.decider.id && one.role === input.decider.role)) {
			return { ok: false, because: 'field', field: 'decider', problem: 'ownerNotPossible' };
		}
		await tx
			.updateTable('disclosure')
			.set({
				version: disclosure!.version + 1,
				givenTo: input.decider.id,
				givenRole: input.decider.role,
				givenAt: now().toString()
			})
			.where('id', '=', id)
			.execute();
		await activityLog.record(tx, context, {
			action: 'case.disclosureGiven',
			subjectKind: 'case',
			subjectId: disclosure!.caseId,
			by,
			details: { disclosureId: id, to: input.decider.id, role: input.decider.role }
		});
		await tell(tx, context, { kind: 'disclosureGiven', subjectId: id }, [input.decider.id], {
			keptOut: [...keptOutOf(row!), row!.reporterId]
		});
		return done;
	});
}

/** Decides a disclosure: each mask of what is included has been decided by a person. After that it stands still. @throws NotFound */
export async function decideDisclosure(
	context: Context,
	id: string,
	{ version }: { version: number }
): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const { disclosure, by, subject } = await openDisclosureToChange(tx, context, id);
		require(mayDisclosure(actor, 'decide', subject));
		if (disclosure!.decidedAt !== null) return done;
		if (disclosure!.version !== version) return { ok: false, because: 'changed', changes: [] };
		const { open } = await tx
			.selectFrom('disclosureMask')
			.innerJoin('disclosureText', 'disclosureText.id', 'disclosureMask.textId')
			.select(sql<number>`count(*)`.as('open'))
			.where('disclosureText.disclosureId', '=', id)
			.where('disclosureText.isIncluded', '=', true)
			.where('disclosureMask.decision', 'is', null)
			.executeTakeFirstOrThrow();
		if (open > 0) return { ok: false, because: 'notPossible' };
		await tx
			.updateTable('disclosure')
			.set({ version: version + 1, decidedBy: actor.personId, decidedAt: now().toString() })
			.where('id', '=', id)
			.execute();
		await activityLog.record(tx, context, {
			action: 'case.disclosureDecided',
			subjectKind: 'case',
			subjectId: disclosure!.caseId,
			by,
			details: { disclosureId: id }
		});
		await tell(tx, context, { kind: 'disclosureDecided', subjectId: disclosure!.caseId }, [
			disclosure!.begunBy
		]);
		return done;
	});
}
