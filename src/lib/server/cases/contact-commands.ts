/** Contact with the reporter, support, notes and messages: what only adds, and is therefore never in conflict. */
import { Temporal } from 'temporal-polyfill';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { fulfilDuty } from '../duties/index.ts';
import { capacityOf, may } from './access.ts';
import type { ContactInput, MessageInput, NoteInput, SupportInput } from './forms.ts';
import { done, notPossible, type Outcome } from './outcome.ts';
import * as queries from './queries.ts';
import { isEnded, transitionFor } from './status.ts';
import { tellReporter } from './tell.ts';

/**
 * Records that somebody has contacted the reporter. The first time keeps the promise, and the case begins to be assessed.
 *
 * @throws NotFound, Forbidden
 */
export async function recordContact(context: Context, id: CaseId, input: ContactInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const found = await queries.lockCase(tx, id);
		require(may(context.actor, 'recordContact', found));
		const row = found!;
		if (isEnded(row.status)) return notPossible;

		// a form knows minutes, the report's time has seconds
		const reportedMinute = row.reportedAt.round({ smallestUnit: 'minute', roundingMode: 'floor' });
		if (Temporal.Instant.compare(input.at, reportedMinute) < 0) {
			return { ok: false, because: 'field', field: 'contactDate', problem: 'contactBeforeReport' };
		}
		const at = later(input.at, row.reportedAt);
		const noteId = await queries.insertNote(tx, context, row, {
			key: input.key,
			kind: 'contact',
			how: input.contactHow,
			happenedAt: at,
			text: input.contactText
		});
		if (!noteId) return done;

		const isFirst = !row.firstContactAt || Temporal.Instant.compare(at, row.firstContactAt) < 0;
		const saved = isFirst
			? await queries.saveCase(tx, context, row, {
					firstContactAt: at,
					status: transitionFor(row.status, 'assess')?.to ?? row.status
				})
			: {};
		await activityLog.record(tx, context, {
			action: 'case.contacted',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row, 'recordContact'),
			details: { ...saved, noteId, how: input.contactHow }
		});
		return done;
	});
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
	return Temporal.Instant.compare(a, b) < 0 ? b : a;
}

/** Writes down support that was offered or given. @throws NotFound, Forbidden */
export async function recordSupport(context: Context, id: CaseId, input: SupportInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'support', row));
		if (isEnded(row!.status)) return notPossible;
		const note = { key: input.key, kind: 'support', text: input.supportText } as const;
		const noteId = await queries.insertNote(tx, context, row!, note);
		if (!noteId) return done;
		await activityLog.record(tx, context, {
			action: 'case.supported',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row!, 'support'),
			details: { noteId }
		});
		// who wrote it down has said what was done: the words stay in the note
		await fulfilDuty(tx, context, {
			caseId: id,
			key: 'support',
			how: null,
			by: capacityOf(context.actor, row!, 'support')
		});
		return done;
	});
}

/** Writes a note of the employer's own; also after the end, since something may become known later. @throws NotFound, Forbidden */
export async function writeNote(context: Context, id: CaseId, input: NoteInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.findCase(tx, id);
		require(may(context.actor, 'note', row));
		const note = { key: input.key, kind: 'note', text: input.noteText } as const;
		const noteId = await queries.insertNote(tx, context, row!, note);
		if (!noteId) return done;
		await activityLog.record(tx, context, {
			action: 'case.noted',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row!, 'note'),
			details: { noteId }
		});
		return done;
	});
}

/** Sends a message to the reporter; also after the end, so that a question gets its answer. @throws NotFound, Forbidden */
export async function messageReporter(context: Context, id: CaseId, input: MessageInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.findCase(tx, id);
		require(may(context.actor, 'message', row));
		const message = { key: input.key, text: input.messageText, fromReporter: false };
		const messageId = await queries.insertMessage(tx, context, row!, message);
		if (!messageId) return done;
		await activityLog.record(tx, context, {
			action: 'case.messaged',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row!, 'message'),
			details: { messageId }
		});
		await tellReporter(tx, context, row!, 'messageFromHandler');
		return done;
	});
}
