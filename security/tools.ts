/** The tools, run with a limit in time, and what they say made alike. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attacker, Target } from './target.ts';

/** Something that should not be. */
export interface Finding {
	tool: string;
	/** As whom. */
	attacker: string;
	what: string;
	where: string;
}

export interface Outcome {
	findings: Finding[];
	/** What was tried, for the report: a number of requests, parameters or addresses. */
	tried: string;
}

/** One tool against one attacker's view of the system. @param seconds it is stopped after this long */
export type Tool = (target: Target, attacker: Attacker, seconds: number) => Promise<Outcome>;

/** The programs that are missing, after trying to install them where that is possible. */
export function missingPrograms(): string[] {
	const programs = ['wapiti', 'sqlmap', 'ffuf'];
	const missing = () => programs.filter((name) => !existsSync(join('/usr/bin', name)));
	if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.log(`Installing for the attack: ${missing().join(', ')}.`);
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		execFileSync('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...missing()], {
			env,
			stdio: ['ignore', 'ignore', 'inherit']
		});
	}
	return missing();
}

/** Runs a program until it ends or its time is up. @returns what it printed */
function run(program: string, args: readonly string[], seconds: number): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		// the whole group: some of them start helpers
		const timer = setTimeout(() => process.kill(-child.pid!, 'SIGINT'), seconds * 1000);
		const last = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), (seconds + 15) * 1000);
		child.once('error', reject);
		child.once('close', () => {
			clearTimeout(timer);
			clearTimeout(last);
			resolve(output);
		});
	});
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), 'opaverkad-attack-'));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Said by the tools of every page on plain http, or of forms that only read; see README.md here. */
const informational = [
	/^Cross Site Request Forgery.* method (?:GET|get)/,
	/Strict-Transport-Security/,
	/X-XSS-Protection/
];

interface WapitiReport {
	vulnerabilities: Record<string, WapitiFinding[]>;
	anomalies: Record<string, WapitiFinding[]>;
	infos: { crawled_pages_nbr?: number };
}
interface WapitiFinding {
	method: string;
	path: string;
	info: string;
	parameter: string | null;
}

/** Crawls as the attacker and attacks what it finds. */
export const wapiti: Tool = (target, attacker, seconds) =>
	inFolder(async (folder) => {
		const report = join(folder, 'report.json');
		const modules =
			'backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,xss,xxe';
		const pages = await target.pagesOf(attacker);
		await run(
			'wapiti',
			[
				...['-u', `${target.url}/`, '--scope', 'domain', '-m', modules, '-f', 'json', '-o', report],
				...pages.slice(0, 60).flatMap((page) => ['-s', target.url + page]),
				...['--store-session', folder, '--store-config', folder],
				...['--max-scan-time', String(seconds / 4), '--max-attack-time', String(seconds / 10)],
				...['--max-links-per-page', '60', '--max-files-per-dir', '25', '-t', '10', '--no-bugreport'],
				...(attacker.cookie ? ['-H', `Cookie: ${attacker.cookie}`] : [])
			],
			seconds * 3
		);
		// no report is no proof
		if (!existsSync(report)) throw new Error(`wapiti as ${attacker.name} did not finish`);
		const { vulnerabilities, anomalies, infos } = JSON.parse(readFileSync(report, 'utf8')) as WapitiReport;
		const findings = Object.entries({ ...vulnerabilities, ...anomalies }).flatMap(([category, all]) =>
			all.map((one) => ({
				tool: 'wapiti',
				attacker: attacker.name,
				what: `${category}: ${one.info} (method ${one.method})`,
				where: `${one.path}${one.parameter ? ` [${one.parameter}]` : ''}`
			}))
		);
		return {
			findings: findings.filter(({ what }) => !informational.some((pattern) => pattern.test(what))),
			tried: `${infos.crawled_pages_nbr ?? '?'} pages and forms`
		};
	});

/** Every form on the attacker's pages, as sqlmap takes a request, filled with something harmless. */
async function formsOf(target: Target, attacker: Attacker, pages: readonly string[]) {
	const forms = new Map<string, { url: string; data: string }>();
	for (const page of pages) {
		const answer = await fetch(target.url + page, {
			headers: { accept: 'text/html', ...(attacker.cookie && { cookie: attacker.cookie }) }
		});
		if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
		const html = await answer.text();
		for (const [, attributes, body] of html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)) {
			const url = new URL(/action="([^"]*)"/.exec(attributes!)?.[1] ?? page, target.url + page);
			const names = [...body!.matchAll(/<(?:input|select|textarea|button)\b[^>]*\sname="([^"]+)"/g)].map(
				([, name]) => name!
			);
			const data = new URLSearchParams();
			for (const name of new Set(names)) data.set(name, name === 'csrf' ? (attacker.formToken ?? '') : '1');
			const isPost = /method="post"/i.test(attributes!);
			if (!isPost) url.search = data.toString();
			const shape = `${url.pathname.replace(/[0-9a-f-]{36}/g, '')}${isPost ? url.search : ''} ${[...data.keys()].join()}`;
			if (!url.pathname.startsWith('/sign-out'))
				forms.set(shape, { url: url.href, data: isPost ? data.toString() : '' });
		}
	}
	return [...forms.values()];
}

/** Tries to inject SQL into every parameter of every address with a query, and of every form. */
export const sqlmap: Tool = (target, attacker, seconds) =>
	inFolder(async (folder) => {
		const pages = await target.pagesOf(attacker);
		const requests = [
			...pages.filter((page) => page.includes('?')).map((page) => ({ url: target.url + page, data: '' })),
			// an id in the path is a parameter as well
			...pages
				.filter((page) => /[0-9a-f]{8}-[0-9a-f-]{27}/.test(page))
				.map((page) => ({ url: target.url + page.replace(/([0-9a-f]{8}-[0-9a-f-]{27})/, '$1*'), data: '' })),
			...(await formsOf(target, attacker, pages))
		];
		const findings: Finding[] = [];
		const until = performance.now() + seconds * 1000;
		let tried = 0;
		for (const { url, data } of requests) {
			const left = (until - performance.now()) / 1000;
			if (left < 5) break;
			const output = await run(
				'sqlmap',
				[
					...['-u', url, '--batch', '--disable-coloring', '--flush-session', '--output-dir', folder],
					...[
						'--dbms',
						'PostgreSQL',
						'--level',
						'1',
						'--risk',
						'1',
						'--technique',
						'BEUSQ',
						'--threads',
						'4'
					],
					...['--timeout', '10', '--retries', '0', '--skip', 'csrf', '--ignore-code', '*', '--time-sec', '2'],
					...(data ? ['--data', data] : []),
					...['-H', `Origin: ${target.url}`, '-H', 'Accept: text/html'],
					...(attacker.cookie ? ['--cookie', attacker.cookie, '--skip', 'csrf,session'] : [])
				],
				Math.min(left, 60)
			);
			tried++;
			if (/identified the following injection point|is vulnerable\b/.test(output)) {
				const parameter = /Parameter: (.+)/.exec(output)?.[1] ?? '?';
				findings.push({
					tool: 'sqlmap',
					attacker: attacker.name,
					what: `SQL injection in ${parameter}`,
					where: url
				});
			}
		}
		return { findings, tried: `${tried} of ${requests.length} addresses and forms` };
	});

/** What is often left lying around, and what a framework, a build or a repository may give away. */
const leftovers = [
	...[
		'.env',
		'.env.production',
		'.git/config',
		'.git/HEAD',
		'.npmrc',
		'.htaccess',
		'.ssh/id_rsa',
		'.well-known/security.txt'
	],
	...[
		'package.json',
		'package-lock.json',
		'tsconfig.json',
		'vite.config.ts',
		'README.md',
		'Dockerfile',
		'docker-compose.yml'
	],
	...[
		'data',
		'data/postgresql.lock',
		'data/log-signing-key.pem',
		'build',
		'build/index.js',
		'database/schema.sql',
		'src/hooks.server.ts'
	],
	...[
		'server-status',
		'server-info',
		'phpinfo.php',
		'phpmyadmin',
		'wp-admin',
		'wp-login.php',
		'admin',
		'administrator',
		'login'
	],
	...[
		'api',
		'api/v1',
		'graphql',
		'swagger',
		'swagger.json',
		'openapi.json',
		'metrics',
		'debug',
		'debug/pprof',
		'actuator',
		'actuator/env'
	],
	...[
		'console',
		'backup',
		'backup.zip',
		'backup.sql',
		'dump.sql',
		'db.sqlite',
		'logs',
		'log.txt',
		'error.log',
		'test',
		'tmp',
		'uploads'
	],
	...[
		'_app/version.json',
		'_app/immutable',
		'__data.json',
		'report/__data.json',
		'inbox/__data.json',
		'config.json',
		'settings.json'
	],
	...[
		'..%2f..%2fetc/passwd',
		'%2e%2e/%2e%2e/etc/passwd',
		'_app/..%2f..%2fpackage.json',
		'inbox%00',
		'cases/%00',
		'inbox;.css',
		'inbox/..;/cases'
	],
	...[
		'//evil.example',
		'/\\evil.example',
		'sign-in/..%5c',
		'favicon.ico',
		'robots.txt',
		'sitemap.xml',
		'crossdomain.xml',
		'trace.axd'
	]
];
/** Leftovers that are meant to be there. */
const public_ = new Set(['_app/version.json', '.well-known/security.txt']);

/** What breaks a careless page when it is a parameter, an id or a part of the path. */
const nasty = [
	...[
		"'",
		'"',
		'`',
		'\\',
		'%00',
		'%0d%0aX-Injected:%20yes',
		'%F0%9F%92%A3',
		'%ff',
		'{{7*7}}',
		'${7*7}',
		'<script>alert(1)</script>'
	],
	...[
		'../../../../etc/passwd',
		'-1',
		'0',
		'1e309',
		'99999999999999999999',
		'NaN',
		'null',
		'undefined',
		'true',
		'[]',
		'{}',
		'%5B%5D',
		'__proto__'
	],
	...[
		'constructor',
		'2026-02-30',
		'0000-00-00',
		'99999-01-01',
		'-271821-04-20',
		'2026-01-01T00:00',
		'x'.repeat(3000),
		'%E2%80%AE',
		'%C0%AF',
		';--',
		"1' or '1'='1"
	]
];

interface FfufReport {
	results: { input: Record<string, string>; status: number; url: string }[];
}

/** Addresses that should not be there, and input that breaks a page. */
export const ffuf: Tool = (target, attacker, seconds) =>
	inFolder(async (folder) => {
		const fuzz = async (url: string, words: readonly string[], match: string[]) => {
			const [list, report] = [join(folder, 'words.txt'), join(folder, 'report.json')];
			writeFileSync(list, words.join('\n'));
			rmSync(report, { force: true });
			await run(
				'ffuf',
				[
					...['-u', url, '-w', list, '-o', report, '-of', 'json', '-s', '-t', '8', '-timeout', '10'],
					...['-maxtime', String(Math.ceil(seconds / 4)), '-H', 'Accept: text/html', ...match],
					...(attacker.cookie ? ['-b', attacker.cookie] : [])
				],
				seconds
			);
			if (!existsSync(report)) return [];
			return (JSON.parse(readFileSync(report, 'utf8')) as FfufReport).results;
		};
		const finding = (what: string) => (result: FfufReport['results'][number]) => ({
			tool: 'ffuf',
			attacker: attacker.name,
			what: `${what} (${result.status})`,
			where: result.url
		});
		const until = performance.now() + seconds * 1000;
		const there = await fuzz(`${target.url}/FUZZ`, leftovers, ['-mc', '200-299,500-599']);
		const findings = there
			.filter(({ url }) => !public_.has(url.slice(target.url.length + 1)))
			.map(finding('an address that should not be there'));
		let places = 0;
		for (const page of await target.pagesOf(attacker)) {
			const places_ = [...page.matchAll(/=([^&]*)/g), ...page.matchAll(/\/([0-9a-f]{8}-[0-9a-f-]{27})/g)].map(
				({ index, 1: value }) => page.slice(0, index + 1) + 'FUZZ' + page.slice(index + 1 + value!.length)
			);
			for (const place of places_) {
				if (performance.now() > until) break;
				places++;
				findings.push(
					...(await fuzz(target.url + place, nasty, ['-mc', '500-599'])).map(finding('breaks a page'))
				);
			}
		}
		return { findings, tried: `${leftovers.length} addresses, ${places} places for ${nasty.length} inputs` };
	});
