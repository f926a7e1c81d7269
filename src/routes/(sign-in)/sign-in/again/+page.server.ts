import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { Forbidden } from '#lib/server/platform/errors.ts';
import {
	canHavePasskeys,
	findOwnAccount,
	findOwnProvider,
	listOwnPasskeys,
	listProviders,
	signInWithPasskey,
	signInWithPassword
} from '#lib/server/sign-in/index.ts';
import { application, contextOf, failWith, formOf, isDemoRequest, safePath } from '#lib/server/web/index.ts';
import { confirmSession, refusalOf, signInFields, siteOf, typedIn } from '#lib/server/web/open-session.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.union([
	v.object({ demo: v.literal('yes') }),
	v.object({ passkey: v.pipe(v.string(), v.maxLength(20_000, 'tooLong')) }),
	v.object({ password: signInFields.secret })
]);

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const account = await findOwnAccount(context);
	const provider = await findOwnProvider(context);
	return {
		to: safePath(event.url.searchParams.get('to')),
		isDemoSession: isDemoRequest(event) && context.actor.method === 'demo',
		userName: account?.userName ?? null,
		passkeys: canHavePasskeys(siteOf(event)) && (await listOwnPasskeys(context)).length > 0,
		providers: listProviders(application().providers, event.locals.locale).filter(
			({ key }) => key === provider
		)
	};
};

export const actions: Actions = {
	default: async (event) => {
		const context = contextOf(event);
		const form = await formOf(event, schema);
		if (!form.ok) return failWith(400, {}, form.errors);
		const to = safePath(event.url.searchParams.get('to'));
		if ('demo' in form.value) {
			if (!isDemoRequest(event) || context.actor.method !== 'demo') throw new Forbidden();
			await confirmSession(event, context, { method: 'demo' });
			redirect(303, to);
		}
		if ('passkey' in form.value) {
			const who = await signInWithPasskey(application(), siteOf(event), form.value.passkey);
			if (who?.personId !== context.actor.personId)
				return failWith(400, {}, { '': { code: 'passkeyRefused' } });
			await confirmSession(event, context, { method: 'passkey' });
			redirect(303, to);
		}
		const account = await findOwnAccount(context);
		if (!account) throw new Forbidden();
		const typed = typedIn(event, account.userName, form.value.password);
		const result = await signInWithPassword(application(), typed);
		if (result.outcome === 'refused') return failWith(400, {}, { password: { code: 'wrongPassword' } });
		if (result.outcome !== 'welcome') return failWith(400, {}, refusalOf(result));
		await confirmSession(event, context, { method: 'password' });
		redirect(303, to);
	}
};
