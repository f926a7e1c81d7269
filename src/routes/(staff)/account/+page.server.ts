import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { holds, isSignInRecent } from '#lib/server/access/index.ts';
import { line, required } from '#lib/server/platform/http-form.ts';
import { formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import {
	addPasskey,
	Busy,
	canHavePasskeys,
	changePassword,
	endOwnSessions,
	findOwnAccount,
	listOwnPasskeys,
	listOwnSessions,
	makeRecoveryCodes,
	passwordLength,
	removePasskey,
	setOwnLocale
} from '#lib/server/sign-in/index.ts';
import { deviceInWords } from '#lib/server/web/device-in-words.ts';
import { application, contextOf, failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { setLocaleCookie } from '#lib/server/web/locale-cookie.ts';
import { refusalOf, signInFields, siteOf } from '#lib/server/web/open-session.ts';
import { deviceOf } from '#lib/server/web/session-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

const passwordSchema = v.pipe(
	v.object({ current: v.optional(v.string(), ''), ...signInFields.newPassword }),
	v.forward(
		v.partialCheck([['password'], ['again']], ({ password, again }) => password === again, 'passwordsDiffer'),
		['again']
	)
);
const passkeySchema = v.object({
	name: required(line(100)),
	passkey: v.pipe(v.string(), v.maxLength(20_000, 'tooLong'))
});
const idSchema = v.object({ id: v.string('invalid') });
const localeSchema = v.object({ locale: v.picklist(['sv', 'en'], 'unknownChoice') });

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { locale } = event.locals;
	const [account, passkeys, sessions] = [
		await findOwnAccount(context),
		await listOwnPasskeys(context),
		await listOwnSessions(context)
	];
	return {
		welcome: event.url.searchParams.has('welcome'),
		administers: holds(context.actor, 'systemAdministrator'),
		done: event.url.searchParams.get('done'),
		method: context.actor.method,
		isRecent: isSignInRecent(context, 'look'),
		asksCurrent: !['passkey', 'recoveryCode'].includes(context.actor.method),
		least: passwordLength.least,
		account: account && { ...account, passwordSetAt: formatDateTime(account.passwordSetAt, locale) },
		canHavePasskeys: canHavePasskeys(siteOf(event)),
		passkeys: passkeys.map(({ createdAt, lastUsedAt, ...key }) => ({
			...key,
			createdAt: formatDateTime(createdAt, locale),
			lastUsedAt: lastUsedAt && formatDateTime(lastUsedAt, locale)
		})),
		sessions: sessions.map(({ device, createdAt, lastSeenAt, ...session }) => ({
			...session,
			device: deviceInWords(device),
			createdAt: formatDateTime(createdAt, locale),
			lastSeenAt: formatDateTime(lastSeenAt, locale)
		}))
	};
};

export const actions: Actions = {
	changePassword: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, passwordSchema);
		if (!form.ok) return failWith(400, {}, form.errors);
		const { current, password } = form.value;
		try {
			const device = deviceOf(event.cookies, event.url);
			const result = await changePassword(application(), context, { current, wanted: password, device });
			if (result.outcome === 'refused') return failWith(400, {}, { current: { code: 'wrongPassword' } });
			if (result.outcome === 'unsuitable') return failWith(400, {}, { password: { code: result.problem } });
			if (result.outcome !== 'changed') return failWith(400, {}, refusalOf(result));
		} catch (error) {
			if (!(error instanceof Busy)) throw error;
			return failWith(503, {}, { '': { code: 'busy' } });
		}
		redirect(303, '/account?done=password');
	},
	addPasskey: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, passkeySchema);
		if (!form.ok) return failWith(400, { name: form.values.name ?? '' }, form.errors);
		const { name, passkey } = form.value;
		const added = await addPasskey(application(), context, siteOf(event), { name, answer: passkey });
		if (!added) return failWith(400, { name }, { '': { code: 'passkeyRefused' } });
		redirect(303, '/account?done=passkey');
	},
	removePasskey: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, idSchema);
		if (!form.ok) return failWith(400, {}, form.errors);
		await removePasskey(context, form.value.id);
		redirect(303, '/account?done=passkeyRemoved');
	},
	makeCodes: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, {}, form.errors);
		return { values: {}, errors: {}, codes: await makeRecoveryCodes(context) };
	},
	endSession: async (event) => {
		const form = await formOf(event, idSchema);
		if (!form.ok) return failWith(400, {}, form.errors);
		await endOwnSessions(contextOf(event), form.value.id);
		redirect(303, '/account?done=session');
	},
	language: async (event) => {
		const form = await formOf(event, localeSchema);
		if (!form.ok) return failWith(400, {}, form.errors);
		await setOwnLocale(contextOf(event), form.value.locale);
		setLocaleCookie(event.cookies, event.url, form.value.locale);
		redirect(303, '/account');
	}
};
