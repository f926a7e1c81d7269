/** Decides what a case cannot be closed without, for tests of something else. */
import type { CaseId } from '../../database/column-types.ts';
import type { Context } from '../../src/lib/server/access/index.ts';
import { decideDuty } from '../../src/lib/server/cases/index.ts';
import { buildDutyDecision } from '../../src/lib/server/cases/test-data.ts';
import { holdingClosing, listDutiesOf } from '../../src/lib/server/duties/index.ts';

/** Says of every duty that holds the closing that it is done. */
export async function doEveryDuty(context: Context, id: CaseId): Promise<void> {
	const duties = await context.transaction((tx) => listDutiesOf(tx, id));
	for (const duty of holdingClosing(duties)) {
		const { version } = duties.find(({ key }) => key === duty)!;
		const decision = buildDutyDecision(context, { duty, version: String(version) });
		const outcome = await decideDuty(context, id, decision);
		if (!outcome.ok) throw new Error(`the duty ${duty} could not be decided: ${outcome.because}`);
	}
}
