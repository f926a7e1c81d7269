/** The instance under attack: the built system on a throw-away PostgreSQL, filled, with somebody signed in for every role. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startSystem } from '../bench/system.ts';
import { openFrontDoor, type FrontDoor } from './front-door.ts';
import { createDatabase, startTestCluster } from '../tests/support/postgres-cluster.ts';

/** Somebody who attacks. */
export interface Attacker {
	/** Role, or 'nobody'. */
	name: string;
	/** E.g. 'session=…'; null for nobody. */
	cookie: string | null;
	/** What their forms carry. */
	formToken: string | null;
}

export interface Target {
	url: string;
	/** 'nobody' and the roles. */
	attackers: readonly string[];
	/** Signs one in: anew for each attack, since another one may have ended the session. @throws when they cannot any more */
	attackerAs(name: string): Promise<Attacker>;
	/** Pages that an attacker can reach by links, with one example each of address and query. */
	pagesOf(attacker: Attacker): Promise<string[]>;
	/** What passed since the last time it was asked. */
	seen: FrontDoor['seen'];
	/** Whether the system still answers. */
	isWell(): Promise<boolean>;
	stop(): Promise<void>;
}

/** Fictional people of the demo, by the role they are good for. */
const people = {
	reporter: 'Alma Hedin',
	lineManager: 'Monika Strand',
	safetyRepresentative: 'Farhad Moradi',
	hrPartner: 'Kajsa Lundell',
	securityCoordinator: 'Peter Nordh',
	unionRepresentative: 'Ulla Tervonen',
	controller: 'Leila Haddad',
	citywideAnalyst: 'Oskar Blomgren',
	auditor: 'Gun-Britt Ahlström',
	dataProtectionOfficer: 'Mats Ringborg',
	// last: what it sends may take roles from the others
	systemAdministrator: 'Tove Åkesson'
};

/** Starts it. @throws when there is no PostgreSQL on the machine */
export async function startTarget(): Promise<Target> {
	const cluster = await startTestCluster();
	if ('unavailable' in cluster) throw new Error(cluster.unavailable);
	const directory = mkdtempSync(join(tmpdir(), 'opaverkad-security-'));
	const ownerUrl = await createDatabase(cluster, 'security');
	await makeLogin(cluster.adminUrl);
	const system = await startSystem(
		{
			DATABASE_OWNER_URL: ownerUrl,
			DATABASE_URL: asLogin(ownerUrl),
			DATA_DIRECTORY: directory,
			DEMO: 'yes'
		},
		{ quiet: true }
	);
	const door = await openFrontDoor(system.url);
	const signInPage = await (await fetch(`${system.url}/sign-in`)).text();
	const idOf = (person: string) =>
		new RegExp(`value="([0-9a-f-]{36})"(?:(?!value=")[^])*?${person}`).exec(signInPage)?.[1];
	return {
		url: door.url,
		attackers: ['nobody', ...Object.keys(people)],
		attackerAs: async (name) => {
			const person = new Map(Object.entries(people)).get(name);
			if (person === undefined) return { name, cookie: null, formToken: null };
			const id = idOf(person);
			if (!id) throw new Error(`the sign-in page has no ${person}`);
			return signIn(system.url, name, id);
		},
		pagesOf: (attacker) => crawl(door.url, attacker),
		seen: door.seen,
		isWell: () =>
			fetch(`${system.url}/healthz`).then(
				({ ok }) => ok,
				() => false
			),
		stop: async () => {
			door.close();
			await system.stop();
			await cluster.stop();
			rmSync(directory, { recursive: true, force: true });
		}
	};
}

const login = 'security_web';

async function makeLogin(adminUrl: string): Promise<void> {
	const client = new pg.Client({ connectionString: adminUrl });
	await client.connect();
	await client.query(`create role ${login} login`);
	await client.end();
}

function asLogin(ownerUrl: string): string {
	const url = new URL(ownerUrl);
	if (url.searchParams.has('host')) url.searchParams.set('user', login);
	url.username = login;
	return url.href;
}

async function signIn(base: string, name: string, person: string): Promise<Attacker> {
	const answer = await fetch(`${base}/sign-in`, {
		method: 'POST',
		redirect: 'manual',
		headers: { accept: 'text/html', origin: base },
		body: new URLSearchParams({ person })
	});
	const cookie = answer.headers
		.getSetCookie()
		.find((line) => line.startsWith('session='))
		?.split(';')[0];
	if (!cookie) throw new Error(`could not sign in as ${name}`);
	const page = await (await fetch(`${base}/sign-out`, { headers: { cookie } })).text();
	return { name, cookie, formToken: /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? null };
}

/** What lies behind links, breadth first; of addresses that differ only in an id, two. */
async function crawl(base: string, { cookie }: Attacker): Promise<string[]> {
	const found = new Map<string, string[]>();
	const queue = ['/', '/sign-in', '/report', '/about', '/accessibility'];
	const seen = new Set(queue);
	while (queue.length > 0 && seen.size < 400) {
		const path = queue.shift()!;
		const answer = await fetch(base + path, {
			headers: { accept: 'text/html', ...(cookie && { cookie }) }
		});
		if (!answer.ok) continue;
		const shape = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}').replace(/=[^&]*/g, '=');
		const same = found.get(shape) ?? [];
		if (same.length < 2) found.set(shape, [...same, path]);
		if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
		const html = await answer.text();
		for (const [, href] of html.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)) {
			const url = new URL(href!.replaceAll('&amp;', '&'), base + path);
			const next = url.pathname + url.search;
			if (url.origin !== base || next.startsWith('/sign-out') || seen.has(next)) continue;
			seen.add(next);
			queue.push(next);
		}
	}
	return [...found.values()].flat();
}
