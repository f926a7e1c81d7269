import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { islandTexts } from '#lib/report-island/texts.ts';
import type { Context } from '#lib/server/access/index.ts';
import { listAllUnits, reportIncident, viewReportForm } from '#lib/server/cases/index.ts';
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
import type { FormErrors, FormValues } from '#lib/server/platform/http-form.ts';
import { isId, newId } from '#lib/server/platform/ids.ts';
import { dateIn } from '#lib/server/platform/working-days.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import { detailCodes, formsToAsk } from '../detail-codes.ts';
import { unitGroups, unitsNear } from './unit-groups.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { searchParams } = event.url;
	const unitId = searchParams.get('unit');
	const forColleague = searchParams.get('for') === 'colleague';
	const wanted = { unitId: isId<UnitId>(unitId) ? unitId : null, forColleague };
	const { units, asksAbuseOfPosition, ...view } = await viewReportForm(context, wanted, event.locals.locale);
	const near = unitsNear(units, view.unit.id);
	return {
		...view,
		forColleague,
		unitGroups: unitGroups(near),
		hasMoreUnits: near.length < units.length,
		key: newId<string>(),
		today: dateIn(context.now()).toString(),
		islandTexts: JSON.stringify(islandTexts()),
		codes: { forms, channels, influencers, purposes, yesNo, ...detailCodes(formsToAsk(asksAbuseOfPosition)) },
		detailFields
	};
};

/** The form again, with everything typed; with every unit when one was chosen or asked for, since it may be far away. */
async function again(context: Context, status: number, values: FormValues, errors: FormErrors) {
	const { data } = failWith(status, values, errors);
	const groups = values.unit || values.allUnits ? unitGroups(await listAllUnits(context)) : null;
	return fail(status, { ...data, unitGroups: groups });
}

// not the page's own address: a POST there would make the browser forget the page, and the way back would get a new key
export const actions: Actions = {
	send: async (event) => {
		const context = contextOf(event);
		const form = await formOf(event, reportSchema(context.now()), listFields);
		// not sent, only asked for more to choose from
		if (form.values.allUnits) return again(context, 200, form.values, {});
		if (!form.ok) {
			const { key, ...errors } = form.errors;
			// nobody types the key, so what is wrong with it is said about the form
			if (key) errors[''] ??= key;
			const code = errors['']?.code;
			const status = code === 'foreignOrigin' || code === 'expiredForm' ? 403 : 400;
			return again(context, status, form.values, errors);
		}
		const receipt = await reportIncident(context, form.value);
		if (receipt.ok) redirect(303, `/my-reports/${receipt.incidentId}?sent`);
		if (receipt.problem === 'tooMany') {
			return again(context, 429, form.values, { '': { code: 'tooMany', limit: receipt.minutes } });
		}
		const failure = await again(context, 400, form.values, {});
		if (receipt.problem === 'unknownUnit') failure.data.errors.unit = m.report_unknown_unit();
		else failure.data.errors[receipt.field] = m.report_unknown_person();
		return failure;
	}
};
