import { Temporal } from 'temporal-polyfill';
import type { MeasureId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { ShownPerson } from '../organisation/index.ts';
import { formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';

import { statusOf, type MeasureEffect, type MeasureKind, type MeasureStatus } from './measure.ts';
import * as queries from './queries.ts';

/** What a page may show of a measure: the measure, and nothing of what it comes from. */
export interface MeasureView {
	id: MeasureId;
	version: number;
	kind: MeasureKind;
	status: MeasureStatus;
	description: string;
	owner: ShownPerson;
	isMine: boolean;
	/** 'ÅÅÅÅ-MM-DD', for fields. */
	dueDate: string;
	dueText: string;
	doneText: string | null;
	cancelReason: string | null;
	effect: MeasureEffect | null;
	effectText: string | null;
}

/** A stored measure as a page shows it. */
export function viewOf(row: queries.MeasureRow, { actor, now }: Context, locale: DateLocale): MeasureView {
	const { id, version, kind, description, ownerName, dueDate, cancelReason, effect, effectText } = row;
	const state = { dueDate, isDone: row.doneAt !== null, isCancelled: row.cancelledAt !== null, effect };
	return {
		id,
		version,
		kind,
		description,
		owner: { name: ownerName },
		dueDate,
		cancelReason,
		effect,
		effectText,
		status: statusOf(state, dateIn(now()).toString()),
		isMine: row.ownerId === actor.personId,
		dueText: formatDate(Temporal.PlainDate.from(dueDate), locale),
		doneText: dayOf(row.doneAt, locale)
	};
}

function dayOf(at: Temporal.Instant | null, locale: DateLocale): string | null {
	return at && formatDate(at, locale);
}

const pageSize = 25;
/** How long what is done stays in 'Mina uppgifter', in days. */
const doneShownDays = 30;

/** 'Mina uppgifter': overdue first, then by date, and what was done lately. */
export async function viewMyTasks(context: Context, locale: DateLocale, page: number) {
	const { actor, now } = context;
	const today = dateIn(now()).toString();
	return context.transaction(async (tx) => {
		const counts = await queries.countOpenOf(tx, actor.personId, today);
		const pageCount = Math.max(1, Math.ceil(counts.open / pageSize));
		const shown = Math.min(page, pageCount);
		const open = await queries.listOpenOf(tx, actor.personId, {
			limit: pageSize,
			offset: (shown - 1) * pageSize
		});
		const done = await queries.listDoneOf(tx, actor.personId, now().subtract({ hours: 24 * doneShownDays }));
		return {
			...counts,
			page: shown,
			pageCount,
			openMeasures: open.map((row) => viewOf(row, context, locale)),
			doneMeasures: done.map((row) => viewOf(row, context, locale))
		};
	});
}
