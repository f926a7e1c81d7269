import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { ScimClientId, ScimGroupId, UnitId } from '../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import { roles } from '#lib/server/organisation/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { choice, line, required } from '#lib/server/platform/http-form.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { formatDate, formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import * as provisioning from '#lib/server/provisioning/index.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

const done = ['placed', 'revoked', 'mapped'] as const;

export const load: PageServerLoad = async (event) => {
	const { clients, groups, units } = await provisioning.viewConnections(recentContextOf(event));
	const { locale } = event.locals;
	const nameOf = new Map(units.map(({ id, name }) => [id, name]));
	const chosen = event.url.searchParams;
	return {
		address: `${event.url.origin}/scim/v2`,
		clients: clients.map((client) => ({
			...client,
			createdAt: formatDate(client.createdAt, locale),
			renewedAt: formatDate(client.renewedAt, locale),
			lastUsedAt: client.lastUsedAt && formatDateTime(client.lastUsedAt, locale),
			revokedAt: client.revokedAt && formatDateTime(client.revokedAt, locale),
			problems: client.problems.map((problem) => ({ ...problem, at: formatDateTime(problem.at, locale) }))
		})),
		groups,
		chosenClient: clients.find(({ id, revokedAt }) => id === chosen.get('client') && !revokedAt)?.id ?? null,
		chosenGroup: groups.find(({ id }) => id === chosen.get('group')) ?? null,
		units: units.map(({ id, path }) => ({
			value: id,
			// the municipality's own name says nothing except of itself
			label: (path.length > 1 ? path.slice(1) : path).map((one) => nameOf.get(one) ?? '').join(' / ')
		})),
		roles,
		done: done.find((name) => name === chosen.get('done')) ?? null
	};
};

/** An id in a form. What is none is not found, and never reaches the database. */
function idOf<Id extends string>(text: string | null): Id {
	if (!isId<Id>(text)) throw new NotFound();
	return text;
}
const unitOf = (text: string | null) => (text === null ? null : idOf<UnitId>(text));

export const actions: Actions = {
	create: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({ name: required(line(100)), newUnitId: line(100) }));
		if (!form.ok) return failWith(400, form.values, form.errors);
		const { name, newUnitId } = form.value;
		const token = await provisioning.createClient(context, { name, defaultUnitId: unitOf(newUnitId) });
		return { token, name };
	},
	renew: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({ id: required(line(100)), clientName: line(100) }));
		if (!form.ok) return failWith(400, form.values, form.errors);
		const token = await provisioning.renewToken(context, idOf<ScimClientId>(form.value.id));
		return { token, name: form.value.clientName ?? '' };
	},
	place: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({ id: required(line(100)), defaultUnitId: line(100) }));
		if (!form.ok) return failWith(400, form.values, form.errors);
		const { id, defaultUnitId } = form.value;
		await provisioning.setDefaultUnit(context, {
			id: idOf<ScimClientId>(id),
			defaultUnitId: unitOf(defaultUnitId)
		});
		redirect(303, '/organisation/scim?done=placed');
	},
	revoke: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({ id: required(line(100)) }));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await provisioning.revokeClient(context, idOf<ScimClientId>(form.value.id));
		redirect(303, '/organisation/scim?done=revoked');
	},
	map: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(
			event,
			v.object({ id: required(line(100)), role: choice(roles), unitId: line(100) })
		);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const { id, role, unitId } = form.value;
		if ((role === null) !== (unitId === null)) {
			const field = role === null ? 'role' : 'unitId';
			return fail(400, { values: form.values, errors: { [field]: m.scim_group_both() } });
		}
		const gives = role === null || unitId === null ? null : { role, unitId: idOf<UnitId>(unitId) };
		await provisioning.mapGroup(context, { id: idOf<ScimGroupId>(id), gives });
		redirect(303, '/organisation/scim?done=mapped#groups');
	}
};
