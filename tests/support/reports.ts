/** Reports for tests, through the same form schema as real ones. Defaults are valid and boring. */
import * as v from 'valibot';
import type { IncidentId } from '../../database/column-types.ts';
import type { Context } from '../../src/lib/server/access/index.ts';
import { receiveReport } from '../../src/lib/server/cases/index.ts';
import { newIncidentOf, reportSchema, type NewIncident } from '../../src/lib/server/incidents/index.ts';
import { newId } from '../../src/lib/server/platform/ids.ts';

/** What somebody reports; the form's values first (`values`), then whatever a test wants to set directly. */
export function buildReport(
	context: Context,
	overrides: Partial<NewIncident> & { values?: Record<string, string | string[]> } = {}
): NewIncident {
	const { values, ...rest } = overrides;
	const input = v.parse(reportSchema(context.now()), {
		key: newId<string>(),
		text: 'Brukaren ringde och skrek att jag ska ändra beslutet.',
		forms: ['harassment'],
		channel: 'phone',
		influencer: 'serviceUser',
		purpose: 'yes',
		...values
	});
	const affected = input.affected && {
		id: input.affected,
		unitId: context.actor.unitId,
		toldToManager: input.wordOfMouth
	};
	return { ...newIncidentOf(input, context.actor, affected), ...rest };
}

/** Reports, and expects it to be received. */
export async function report(
	context: Context,
	overrides: Parameters<typeof buildReport>[1] = {}
): Promise<IncidentId> {
	const receipt = await receiveReport(context, buildReport(context, overrides));
	if (!receipt.ok) throw new Error(`not received: ${receipt.problem}`);
	return receipt.incidentId;
}
