import { signInProblems, type SignInProblem } from '#lib/server/sign-in/index.ts';
import { safePath } from '#lib/server/web/index.ts';
import { providerOf } from '#lib/server/web/provider-visit.ts';
import type { PageServerLoad } from './$types';

const isProblem = (why: string | null): why is SignInProblem => signInProblems.includes(why as SignInProblem);

export const load: PageServerLoad = (event) => {
	const why = event.url.searchParams.get('why');
	return {
		problem: isProblem(why) ? why : ('refused' as const),
		provider: providerOf(event).label[event.locals.locale],
		to: safePath(event.url.searchParams.get('to'))
	};
};
