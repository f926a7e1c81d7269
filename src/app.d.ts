import type { Actor, Context } from '#lib/server/access/index.ts';

declare global {
	namespace App {
		interface Locals {
			/** Who is signed in; null when nobody is. */
			actor: Actor | null;
			/** The context of the signed-in person; null when nobody is. */
			context: Context | null;
			/** The token that this session's forms carry; null when nobody is signed in. */
			csrfToken: string | null;
			locale: 'sv' | 'en';
		}
		interface Error {
			status: number;
			message: string;
			/** What to show: the page's texts are chosen by it. */
			kind: 'notFound' | 'forbidden' | 'conflict' | 'tooLarge' | 'unexpected';
			/** For the user to give, and the operator to find in the log. Only for the unexpected. */
			reference?: string;
		}
	}
}

export {};
