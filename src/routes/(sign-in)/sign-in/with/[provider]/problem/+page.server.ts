import { signInProblems, type SignInProblem } from '#lib/server/sign-in/index.ts';
import { providerOf } from '#lib/server/web/provider-visit.ts';
import type { PageServerLoad } from './$types';

const isProblem = (why: string | null): why is SignInProblem => signInProblems.includes(why as SignInProblem);

export const load: PageServerLoad = (event) => {
	const why = event.url.searchParams.get('why');
	const { key, label } = providerOf(event);
	return {
		problem: isProblem(why) ? why : ('refused' as const),
		provider: { key, label: label[event.locals.locale] }
	};
};
