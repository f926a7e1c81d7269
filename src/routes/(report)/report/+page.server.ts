import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { islandTexts } from '#lib/report-island/texts.ts';
import { reportIncident, viewReportForm } from '#lib/server/cases/index.ts';
import {
	channels,
	detailFields,
	forms,
	influencers,
	listFields,
	purposes,
	reportSchema,
	yesNo
} from '#lib/server/incidents/index.ts';
import type { UnitId } from '#lib/server/organisation/index.ts';
import { isId, newId } from '#lib/server/platform/ids.ts';
import { dateIn } from '#lib/server/platform/working-days.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import { detailCodes, formsToAsk } from '../detail-codes.ts';
import { unitGroups } from './unit-groups.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { searchParams } = event.url;
	const unitId = searchParams.get('unit');
	const forColleague = searchParams.get('for') === 'colleague';
	const { units, asksAbuseOfPosition, ...view } = await viewReportForm(context, {
		unitId: isId<UnitId>(unitId) ? unitId : null,
		forColleague
	});
	return {
		...view,
		forColleague,
		unitGroups: unitGroups(units),
		key: newId<string>(),
		today: dateIn(context.now()).toString(),
		islandTexts: JSON.stringify(islandTexts()),
		codes: { forms, channels, influencers, purposes, yesNo, ...detailCodes(formsToAsk(asksAbuseOfPosition)) },
		detailFields
	};
};

export const actions: Actions = {
	default: async (event) => {
		const context = contextOf(event);
		const form = await formOf(event, reportSchema(context.now()), listFields);
		if (!form.ok) {
			const { key, ...errors } = form.errors;
			// nobody types the key, so what is wrong with it is said about the form
			if (key) errors[''] ??= key;
			const code = errors['']?.code;
			return failWith(code === 'foreignOrigin' || code === 'expiredForm' ? 403 : 400, form.values, errors);
		}
		const receipt = await reportIncident(context, form.value);
		if (receipt.ok) redirect(303, `/my-reports/${receipt.incidentId}?sent`);
		if (receipt.problem === 'tooMany') {
			return failWith(429, form.values, { '': { code: 'tooMany', limit: receipt.minutes } });
		}
		const failure = failWith(400, form.values, {});
		if (receipt.problem === 'unknownUnit') failure.data.errors.unit = m.report_unknown_unit();
		else failure.data.errors[receipt.field] = m.report_unknown_person();
		return failure;
	}
};
