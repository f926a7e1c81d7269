/**
 * A real OpenID provider (oidc-provider) on loopback, with people of its own and a page on which to choose one. What its token
 * endpoint answers can be altered on the way, as somebody between it and us would.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import Provider, { type ClientMetadata } from 'oidc-provider';

export interface OidcPerson {
	name: string;
	email: string;
	oid?: string;
	department?: string;
	email_verified?: boolean;
}

/** What a token endpoint answers. */
export interface TokenAnswer {
	id_token: string;
	[name: string]: unknown;
}

export interface OidcServer {
	issuer: string;
	/** Alters what the token endpoint answers, until it is set back to null. */
	alterAnswer: ((answer: TokenAnswer) => TokenAnswer | Promise<TokenAnswer>) | null;
	/** A token signed by the provider's own key, whatever it says. */
	sign(claims: JWTPayload, header?: { alg?: string; typ?: string }): Promise<string>;
	stop(): Promise<void>;
	/** The same address again, after it was stopped. */
	startAgain(): Promise<void>;
}

interface Options {
	/** The host name in the addresses: 'localhost' is another site than '127.0.0.1'. */
	host?: 'localhost' | '127.0.0.1';
	people: Record<string, OidcPerson>;
	clients: ClientMetadata[];
}

export async function startOidcServer({ host = '127.0.0.1', people, clients }: Options): Promise<OidcServer> {
	const server = createServer();
	await listen(server, 0);
	const { port } = server.address() as AddressInfo;
	const issuer = `http://${host}:${port}`;
	const { privateKey } = await generateKeyPair('RS256', { extractable: true });
	const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'test' };

	const provider = new Provider(issuer, {
		clients,
		jwks: { keys: [key as never] },
		cookies: { keys: ['a secret of the test'] },
		claims: {
			openid: ['sub', 'sid', 'auth_time'],
			profile: ['name', 'oid', 'department'],
			email: ['email', 'email_verified']
		},
		// as most providers do: the claims stand in the ID token, not only at the userinfo endpoint
		conformIdTokenClaims: false,
		pkce: { required: () => true },
		findAccount: (_, id) =>
			people[id] ? { accountId: id, claims: () => ({ sub: id, ...people[id] }) } : undefined,
		features: {
			devInteractions: { enabled: false },
			backchannelLogout: { enabled: true },
			rpInitiatedLogout: {
				enabled: true,
				logoutSource: (ctx, form) => {
					ctx.body = `<!doctype html><title>Out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Out</button>`;
				}
			}
		},
		interactions: { url: (_, { uid }) => `/choose/${uid}` },
		// by itself it calls nobody on loopback
		fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
		// nobody is asked whether we may know them: their employer decided that
		loadExistingGrant: async (ctx) => {
			const grant = new ctx.oidc.provider.Grant({
				clientId: ctx.oidc.client!.clientId,
				accountId: ctx.oidc.session!.accountId!
			});
			grant.addOIDCScope('openid profile email');
			await grant.save();
			return grant;
		}
	});
	const self: OidcServer = {
		issuer,
		alterAnswer: null,
		sign: (claims, { alg = 'RS256', typ = 'JWT' } = {}) =>
			new SignJWT(claims).setProtectedHeader({ alg, typ, kid: 'test' }).sign(privateKey),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
		startAgain: () => listen(server, port)
	};
	provider.use(async (ctx, next) => {
		await next();
		if (ctx.path === '/token' && ctx.status === 200 && self.alterAnswer) {
			ctx.body = await self.alterAnswer(ctx.body as unknown as TokenAnswer);
		}
	});
	const answer = provider.callback();
	server.on('request', (request, response) => {
		if (!request.url?.startsWith('/choose/')) return void answer(request, response);
		if (request.method === 'GET') {
			const buttons = Object.entries(people).map(
				([id, { name }]) => `<button name="account" value="${id}">${name}</button>`
			);
			response.setHeader('content-type', 'text/html; charset=utf-8');
			return void response.end(
				`<!doctype html><title>Who are you?</title><form method="post">${buttons.join('')}</form>`
			);
		}
		void (async () => {
			let body = '';
			for await (const chunk of request) body += String(chunk);
			const accountId = new URLSearchParams(body).get('account');
			await provider.interactionFinished(
				request,
				response,
				accountId ? { login: { accountId } } : { error: 'access_denied' }
			);
		})();
	});
	return self;
}

function listen(server: Server, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
}

/** A browser's cookies at the provider, so that it knows who is signed in there. */
export type Cookies = Map<string, string>;

/**
 * What a browser does between being sent to the provider and coming back to us.
 * @param account who is chosen when the provider asks; null: nobody
 * @returns the address that it is sent back to
 */
export async function visitOidcServer(
	address: URL,
	account: string | null,
	cookies: Cookies = new Map()
): Promise<URL> {
	const { origin } = address;
	let next = address;
	let form: URLSearchParams | null = null;
	for (let steps = 0; steps < 10; steps++) {
		const answer: Response = await fetch(next, {
			redirect: 'manual',
			method: form ? 'POST' : 'GET',
			headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
			...(form && { body: form })
		});
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
			cookies.set(name!, value!);
		}
		const location = answer.headers.get('location');
		form = null;
		if (location === null) {
			if (!next.pathname.startsWith('/choose/')) throw new Error(`the provider answered ${answer.status}`);
			form = new URLSearchParams(account === null ? {} : { account });
			continue;
		}
		next = new URL(location, next);
		if (next.origin !== origin) return next;
	}
	throw new Error('the provider sends the browser round and round');
}
