/** What the routes of `/sign-in/with/…` share: which provider, which browser, and where a problem leads. */
import type { RequestEvent } from '@sveltejs/kit';
import { NotFound } from '../platform/errors.ts';
import { findProvider, type Provider, type SignInProblem, type Visit } from '../sign-in/index.ts';
import { application } from './index.ts';

type ProviderEvent = RequestEvent<{ provider: string }>;

/** The provider that an address names. @throws NotFound when there is none, or it is of the other kind */
export function providerOf(event: ProviderEvent): Provider;
export function providerOf<Kind extends Provider['kind']>(
	event: ProviderEvent,
	kind: Kind
): Extract<Provider, { kind: Kind }>;
export function providerOf(event: ProviderEvent, kind?: Provider['kind']): Provider {
	const provider = findProvider(application(), event.params.provider);
	if (!provider || (kind && provider.kind !== kind)) throw new NotFound();
	return provider;
}

/** The cookie that binds whoever was sent away to this browser. Sent along when they come back by a link or a redirect. */
function browserCookie(url: URL) {
	const secure = url.protocol === 'https:';
	return {
		name: secure ? '__Host-sign-in' : 'sign-in',
		options: { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
	};
}

export function visitOf(event: ProviderEvent): Visit {
	return {
		origin: event.url.origin,
		address: event.getClientAddress(),
		actor: event.locals.actor,
		browser: event.cookies.get(browserCookie(event.url).name) ?? null
	};
}

/** Ten minutes, as long as the attempt itself (sign-in/attempts.ts). */
export function keepBrowser({ cookies, url }: ProviderEvent, browser: string): void {
	const { name, options } = browserCookie(url);
	cookies.set(name, browser, { ...options, maxAge: 600 });
}

export function forgetBrowser({ cookies, url }: ProviderEvent): void {
	const { name, options } = browserCookie(url);
	cookies.delete(name, options);
}

/** The page that says what went wrong and what to do. @param to where they were going, for the next try */
export function problemPath({ key }: Provider, problem: SignInProblem, to = '/'): string {
	const next = to === '/' ? '' : `&to=${encodeURIComponent(to)}`;
	return `/sign-in/with/${key}/problem?why=${problem}${next}`;
}

/**
 * Reads what another system posts, which carries no token of ours: what it says is proved by its signature.
 * @returns null when it is no form, or longer than anything that could be meant
 */
export async function postedFields(request: Request, mostBytes: number): Promise<URLSearchParams | null> {
	if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) return null;
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of request.body ?? []) {
		length += chunk.byteLength;
		if (length > mostBytes) return null;
		chunks.push(chunk);
	}
	return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
