/**
 * Every route and every form action × who asks, on the running system: signed in as nobody, as the one it concerns, beside,
 * above, and in every role. A route or an action without its row here fails the test.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeQuietProviders } from '../support/identity-providers.ts';

/** Fictional people of the demo, by what they are to the report under test: Alma's, at Ekonomiskt bistånd 1. */
const people = {
	nobody: null,
	reporter: 'Alma Hedin',
	managerOfTheUnit: 'Monika Strand',
	managerAbove: 'Jonas Ekvall',
	safetyRepresentative: 'Farhad Moradi',
	hrPartner: 'Kajsa Lundell',
	securityCoordinator: 'Peter Nordh',
	unionRepresentative: 'Ulla Tervonen',
	controller: 'Leila Haddad',
	citywideAnalyst: 'Oskar Blomgren',
	systemAdministrator: 'Tove Åkesson',
	lexSarahOfficer: 'Inger Malmqvist',
	auditor: 'Gun-Britt Ahlström',
	electedRepresentative: 'Ylva Rönnqvist',
	archivist: 'Vendela Kruse',
	dataProtectionOfficer: 'Mats Ringborg',
	legalAdviser: 'Signe Bergenholtz',
	whistleblowingOfficer: 'Kristina Oxelmark'
} as const;
type Who = keyof typeof people;
const everybody = Object.keys(people) as Who[];
const signedIn = everybody.filter((who) => who !== 'nobody');
const caseReaders: Who[] = [
	'managerOfTheUnit',
	'managerAbove',
	'safetyRepresentative',
	'hrPartner',
	'securityCoordinator'
];
const caseHandlers: Who[] = ['managerOfTheUnit', 'managerAbove'];
const noteReaders: Who[] = [...caseHandlers, 'hrPartner', 'securityCoordinator'];
const figureReaders: Who[] = [
	...caseReaders,
	'unionRepresentative',
	'controller',
	'citywideAnalyst',
	'auditor',
	'electedRepresentative'
];
const peopleReaders: Who[] = ['systemAdministrator', 'hrPartner', 'securityCoordinator'];

interface Row {
	/**
	 * Where it is; `{report}`, `{case}`, `{aboutManager}`, `{measure}`, `{file}`, `{unit}`, `{person}`, `{record}`
	 * (lex Sarah) and `{request}` stand for ids.
	 */
	path: string;
	/** Who gets the page. Everybody else is told that there is no such page, or that it is not for them. */
	open: readonly Who[];
	/** Who may post to an action (what they post may still be refused as incomplete). */
	actions?: Record<string, readonly Who[]>;
	/** Answers a page that leads on instead of showing something. */
	redirects?: boolean;
	/** Takes only what another system posts; asking for it as a page is answered by 405. What it does with it: sign-in/. */
	postOnly?: boolean;
	/** Is not there in the demo on 127.0.0.1: 'no such page' for everybody. Where it is: tests/journeys. */
	missing?: boolean;
	/** Has a sign-in of its own, for machines: every session is answered like none. */
	token?: boolean;
}

const rows: Record<string, Row> = {
	'': { path: '/', open: signedIn, redirects: true },
	about: { path: '/about', open: everybody },
	accessibility: { path: '/accessibility', open: everybody },
	healthz: { path: '/healthz', open: everybody },
	language: { path: '/language', open: everybody, actions: { default: everybody }, redirects: true },
	'sign-out': { path: '/sign-out', open: signedIn, actions: { default: [] } },
	'(sign-in)/sign-in': { path: '/sign-in', open: ['nobody'], actions: { default: everybody } },
	'(sign-in)/sign-in/again': { path: '/sign-in/again', open: signedIn, actions: { default: signedIn } },
	'(sign-in)/sign-in/recovery-code': {
		path: '/sign-in/recovery-code',
		open: everybody,
		actions: { default: everybody }
	},
	'(sign-in)/sign-in/passkey-options': { path: '/sign-in/passkey-options', open: [], missing: true },
	'(sign-in)/invitation': { path: '/invitation', open: everybody, actions: { default: everybody } },
	'(sign-in)/first-run': { path: '/first-run', open: [], actions: { default: [] }, missing: true },
	// 'down' is a provider that does not answer
	'(sign-in)/sign-in/with/[provider]': { path: '/sign-in/with/down', open: everybody, redirects: true },
	'(sign-in)/sign-in/with/[provider]/callback': {
		path: '/sign-in/with/down/callback',
		open: everybody,
		redirects: true
	},
	'(sign-in)/sign-in/with/[provider]/problem': { path: '/sign-in/with/down/problem', open: everybody },
	'(sign-in)/sign-in/with/[provider]/acs': { path: '/sign-in/with/saml/acs', open: [], postOnly: true },
	'(sign-in)/sign-in/with/[provider]/metadata': { path: '/sign-in/with/saml/metadata', open: everybody },
	'sign-out/backchannel/[provider]': { path: '/sign-out/backchannel/down', open: [], postOnly: true },
	'scim/v2/[...path]': { path: '/scim/v2/Users', open: [], token: true },
	'(report)/report': { path: '/report', open: signedIn, actions: { send: signedIn } },
	'(report)/report/poster': { path: '/report/poster', open: signedIn },
	'(staff)/my-reports': { path: '/my-reports', open: signedIn },
	'(staff)/my-reports/[id]': {
		path: '/my-reports/{report}',
		open: ['reporter'],
		actions: {
			add: ['reporter'],
			mask: ['reporter'],
			message: ['reporter'],
			repeat: ['reporter'],
			repeatMany: ['reporter']
		}
	},
	'(staff)/my-reports/[id]/correct': {
		path: '/my-reports/{report}/correct',
		open: ['reporter'],
		actions: { report: ['reporter'], addition: ['reporter'] }
	},
	'(staff)/my-reports/[id]/readers': { path: '/my-reports/{report}/readers', open: ['reporter'] },
	'(staff)/my-reports/[id]/notification': { path: '/my-reports/{report}/notification', open: ['reporter'] },
	'(staff)/my-reports/[id]/files': {
		path: '/my-reports/{report}/files',
		open: ['reporter'],
		actions: { add: ['reporter'] }
	},
	// a piece of a file is posted to it: src/lib/server/evidence/uploads.db.test.ts
	'(staff)/uploads/[...id]': { path: '/uploads/{file}', open: [] },
	'(staff)/my-tasks': { path: '/my-tasks', open: signedIn, actions: { finish: caseHandlers } },
	'(staff)/my-tasks/[id]': {
		path: '/my-tasks/{measure}',
		open: caseReaders,
		actions: { finish: caseHandlers, evaluate: caseHandlers, change: caseHandlers, cancel: caseHandlers }
	},
	'(staff)/inbox': { path: '/inbox', open: caseReaders },
	'(staff)/cases/[id]': {
		path: '/cases/{case}',
		open: caseReaders,
		actions: {
			contact: caseHandlers,
			support: [...caseHandlers, 'hrPartner', 'securityCoordinator'],
			assess: caseHandlers,
			addMeasure: caseHandlers,
			message: caseHandlers,
			note: [...caseHandlers, 'hrPartner', 'securityCoordinator'],
			act: caseHandlers,
			followUp: caseHandlers,
			takeOver: caseHandlers,
			close: caseHandlers,
			transfer: caseHandlers,
			judgeNot: caseHandlers,
			reopen: caseHandlers,
			share: caseHandlers,
			unshare: caseHandlers
		}
	},
	'(staff)/cases/[id]/evidence': {
		path: '/cases/{case}/evidence',
		open: noteReaders,
		actions: { add: noteReaders }
	},
	'(staff)/cases/[id]/evidence/[file]': {
		path: '/cases/{case}/evidence/{file}',
		open: noteReaders,
		actions: { seal: caseHandlers }
	},
	'(staff)/cases/[id]/evidence/[file]/[how]': {
		path: '/cases/{case}/evidence/{file}/copy',
		open: noteReaders
	},
	'(staff)/cases/[id]/reminders': { path: '/cases/{case}/reminders', open: caseReaders },
	'(staff)/cases/[id]/documents': {
		path: '/cases/{case}/documents',
		open: caseReaders,
		actions: { reference: caseHandlers, disclosure: caseHandlers }
	},
	'(staff)/cases/[id]/documents/notification/[kind]': {
		path: '/cases/{case}/documents/notification/work-injury',
		open: caseReaders,
		actions: { save: caseHandlers, submit: caseHandlers, copy: caseHandlers }
	},
	'(staff)/cases/[id]/documents/police': {
		path: '/cases/{case}/documents/police',
		open: noteReaders,
		actions: { save: caseHandlers, ask: caseHandlers, report: caseHandlers }
	},
	// nobody has this one; who has one: src/lib/server/case-documents/disclosure.db.test.ts
	'(staff)/disclosures/[id]': {
		path: '/disclosures/{report}',
		open: [],
		actions: { mask: [], give: [], decide: [] }
	},
	'(staff)/disclosures/[id]/disclosure.pdf': { path: '/disclosures/{report}/disclosure.pdf', open: [] },
	'(staff)/disclosures/[id]/print': { path: '/disclosures/{report}/print', open: [] },
	'(staff)/requests': {
		path: '/requests',
		open: ['legalAdviser', 'archivist', 'dataProtectionOfficer']
	},
	// a question is its lawyer's alone: nobody finds this one
	'(staff)/requests/secrecy/[id]': {
		path: '/requests/secrecy/{report}',
		open: [],
		actions: { answer: [] }
	},
	'(staff)/cases/[id]/documents/files/[file]': {
		path: '/cases/{case}/documents/files/case-file.pdf',
		open: noteReaders
	},
	'(staff)/cases/[id]/documents/print/[document]': {
		path: '/cases/{case}/documents/print/case-file',
		open: noteReaders
	},
	'(staff)/cases/[id]/duties': {
		path: '/cases/{case}/duties',
		open: caseReaders,
		actions: { decide: caseHandlers, review: [...caseHandlers, 'securityCoordinator'] }
	},
	'(staff)/cases/[id]/protection': {
		path: '/cases/{case}/protection',
		open: caseReaders,
		actions: {
			request: caseHandlers,
			withdraw: caseHandlers,
			assess: ['securityCoordinator'],
			protect: [...caseHandlers, 'securityCoordinator']
		}
	},
	'(staff)/cases/[id]/aftercare': {
		path: '/cases/{case}/aftercare',
		open: [...caseHandlers, 'hrPartner', 'securityCoordinator'],
		actions: { record: caseHandlers }
	},
	'(staff)/cases/[id]/statements': {
		path: '/cases/{case}/statements',
		open: [...caseHandlers, 'hrPartner', 'securityCoordinator'],
		actions: { ask: caseHandlers, remind: caseHandlers, accept: caseHandlers, withdraw: caseHandlers }
	},
	'(staff)/my-reports/[id]/support': {
		path: '/my-reports/{report}/support',
		open: ['reporter'],
		actions: { answer: ['reporter'] }
	},
	// who is asked: src/lib/server/statements/statements.db.test.ts; {unit}: a question that is not there
	'(staff)/my-tasks/statements/[id]': {
		path: '/my-tasks/statements/{unit}',
		open: [],
		actions: { send: [], decline: [] }
	},
	'(staff)/threat-assessments': { path: '/threat-assessments', open: ['securityCoordinator'] },
	'(staff)/cases/[id]/links': {
		path: '/cases/{case}/links',
		open: caseReaders,
		actions: { relate: caseHandlers, unlink: caseHandlers, merge: caseHandlers, unmerge: caseHandlers }
	},
	'(staff)/cases/[id]/decisions': {
		path: '/cases/{case}/decisions',
		open: noteReaders,
		actions: { raise: noteReaders, examine: caseHandlers, pointOut: noteReaders, finish: caseHandlers }
	},
	'(staff)/cases/[id]/lex-sarah': {
		path: '/cases/{case}/lex-sarah',
		open: caseHandlers,
		actions: { handOver: caseHandlers, supplement: caseHandlers }
	},
	'(staff)/cases/[id]/safety-requests': { path: '/cases/{case}/safety-requests', open: caseReaders },
	'(staff)/lex-sarah': { path: '/lex-sarah', open: ['lexSarahOfficer'] },
	'(staff)/lex-sarah/[id]': {
		path: '/lex-sarah/{record}',
		open: ['lexSarahOfficer'],
		actions: {
			start: ['lexSarahOfficer'],
			document: ['lexSarahOfficer'],
			decide: ['lexSarahOfficer'],
			ivo: ['lexSarahOfficer'],
			close: ['lexSarahOfficer']
		}
	},
	// managers of an administration, of whom none is here: src/lib/server/lex-sarah/lex-sarah.db.test.ts
	'(staff)/lex-sarah-unattended': { path: '/lex-sarah-unattended', open: [] },
	'(staff)/lex-sarah/[id]/print': { path: '/lex-sarah/{record}/print', open: ['lexSarahOfficer'] },
	'(staff)/lex-sarah/[id]/record.json': {
		path: '/lex-sarah/{record}/record.json',
		open: ['lexSarahOfficer']
	},
	'(staff)/safety-requests': {
		path: '/safety-requests',
		open: ['safetyRepresentative', ...caseHandlers]
	},
	'(staff)/safety-requests/new': {
		path: '/safety-requests/new',
		open: ['safetyRepresentative'],
		actions: { ask: ['safetyRepresentative'] }
	},
	'(staff)/safety-requests/[id]': {
		path: '/safety-requests/{request}',
		open: caseReaders,
		actions: { answer: caseHandlers, goOn: ['safetyRepresentative'] }
	},
	'(staff)/safety-requests/[id]/confirmation': {
		path: '/safety-requests/{request}/confirmation',
		open: caseReaders
	},
	'(staff)/log': { path: '/log', open: ['dataProtectionOfficer'] },
	'(staff)/log/sample': { path: '/log/sample', open: ['dataProtectionOfficer'] },
	'(staff)/log/unusual': {
		path: '/log/unusual',
		open: ['dataProtectionOfficer'],
		actions: { limits: ['dataProtectionOfficer'] }
	},
	'(staff)/log/proofs': {
		path: '/log/proofs',
		open: ['auditor', 'dataProtectionOfficer', 'systemAdministrator'],
		actions: {
			check: ['auditor', 'dataProtectionOfficer', 'systemAdministrator'],
			everything: ['auditor', 'dataProtectionOfficer', 'systemAdministrator']
		}
	},
	'(staff)/log/proofs/proofs.jsonl': {
		path: '/log/proofs/proofs.jsonl',
		open: ['auditor', 'dataProtectionOfficer']
	},
	'(staff)/log/proofs/log.jsonl': { path: '/log/proofs/log.jsonl', open: ['dataProtectionOfficer'] },
	'(staff)/log/reviews': {
		path: '/log/reviews',
		open: ['dataProtectionOfficer'],
		actions: { review: ['dataProtectionOfficer'] }
	},
	'(staff)/deputies': {
		path: '/deputies',
		open: caseHandlers,
		actions: { name: caseHandlers, end: caseHandlers }
	},
	'(staff)/account': {
		path: '/account',
		open: signedIn,
		actions: {
			changePassword: signedIn,
			addPasskey: signedIn,
			removePasskey: signedIn,
			makeCodes: signedIn,
			endSession: signedIn,
			language: signedIn
		}
	},
	'(staff)/account/calendar': {
		path: '/account/calendar',
		open: signedIn,
		actions: { open: signedIn, close: signedIn }
	},
	// its own secret opens it, and no session: reminders/calendar-feed.db.test.ts
	'calendar/[token].ics': { path: '/calendar/unknown.ics', open: [], missing: true },
	'(staff)/account/passkey-options': { path: '/account/passkey-options', open: [] },
	'(staff)/people/[id]/account': {
		path: '/people/{person}/account',
		open: ['systemAdministrator'],
		actions: { invite: ['systemAdministrator'], close: ['systemAdministrator'] }
	},
	'(staff)/organisation/scim': {
		path: '/organisation/scim',
		open: ['systemAdministrator'],
		actions: {
			create: ['systemAdministrator'],
			renew: ['systemAdministrator'],
			place: ['systemAdministrator'],
			revoke: ['systemAdministrator'],
			map: ['systemAdministrator']
		}
	},
	'(staff)/notices': { path: '/notices', open: signedIn, actions: { one: signedIn, all: signedIn } },
	'(staff)/people': { path: '/people', open: peopleReaders, actions: { search: peopleReaders } },
	'(staff)/people/new': {
		path: '/people/new',
		open: ['systemAdministrator'],
		actions: { default: ['systemAdministrator'] }
	},
	'(staff)/people/[id]': {
		path: '/people/{person}',
		open: peopleReaders,
		actions: {
			change: ['systemAdministrator'],
			preview: ['systemAdministrator'],
			give: ['systemAdministrator'],
			end: ['systemAdministrator'],
			leave: ['systemAdministrator'],
			takeBack: ['systemAdministrator'],
			protect: peopleReaders,
			unprotect: ['hrPartner', 'securityCoordinator']
		}
	},
	'(staff)/account/notifications': {
		path: '/account/notifications',
		open: signedIn,
		actions: { default: signedIn }
	},
	'(staff)/organisation/notifications': {
		path: '/organisation/notifications',
		open: ['systemAdministrator']
	},
	'(staff)/organisation/settings': {
		path: '/organisation/settings',
		open: ['systemAdministrator', 'securityCoordinator', 'auditor'],
		actions: { default: ['systemAdministrator'] }
	},
	'(staff)/organisation/gaps': { path: '/organisation/gaps', open: ['systemAdministrator'] },
	'(staff)/organisation/import': {
		path: '/organisation/import',
		open: ['systemAdministrator'],
		actions: { default: ['systemAdministrator'] }
	},
	// a draft is its owner's alone: nobody finds this one
	'(staff)/organisation/import/[id]': {
		path: '/organisation/import/{report}',
		open: [],
		actions: { apply: [], discard: ['systemAdministrator'] }
	},
	'(staff)/organisation/import/template/[file]': {
		path: '/organisation/import/template/units.csv',
		open: ['systemAdministrator']
	},
	'(staff)/organisation': { path: '/organisation', open: ['systemAdministrator'] },
	'(staff)/organisation/units/[id]': {
		path: '/organisation/units/{unit}',
		open: ['systemAdministrator'],
		actions: { headcount: ['systemAdministrator'] }
	},
	'(staff)/organisation/units/[id]/change/[action]': {
		path: '/organisation/units/{unit}/change/rename',
		open: ['systemAdministrator'],
		actions: { preview: ['systemAdministrator'], confirm: ['systemAdministrator'] }
	},
	'(staff)/organisation/changes': { path: '/organisation/changes', open: ['systemAdministrator'] },
	// {unit}: a change that is not there
	'(staff)/organisation/changes/[id]': {
		path: '/organisation/changes/{unit}',
		open: [],
		actions: { undo: [], cancel: [] }
	},
	'(staff)/statistics': { path: '/statistics', open: figureReaders, redirects: true },
	'(staff)/statistics/[unit]': { path: '/statistics/{unit}', open: figureReaders },
	'(staff)/statistics/[unit]/export.csv': { path: '/statistics/{unit}/export.csv', open: figureReaders }
};

const root = 'src/routes';
const routes = [
	...new Set(
		readdirSync(root, { recursive: true, encoding: 'utf8' })
			.filter((name) => /\+(page(\.server)?|server)\.(ts|svelte)$/.test(name))
			.map((name) => name.replaceAll('\\', '/').replace(/\/?\+[^/]+$/, ''))
	)
];

let directory: string;
let server: ChildProcess;
let base: string;
const ids = {
	report: '',
	case: '',
	aboutManager: '',
	measure: '',
	unit: '',
	person: '',
	file: '',
	record: '',
	request: ''
};
const sessions = new Map<Who, { cookie: string; csrf: string }>();

const html = async (path: string, who: Who) => (await ask(path, who)).text();
function ask(path: string, who: Who, form?: Record<string, string>): Promise<Response> {
	const session = sessions.get(who);
	return fetch(base + path, {
		redirect: 'manual',
		method: form ? 'POST' : 'GET',
		headers: { accept: 'text/html', origin: base, ...(session && { cookie: session.cookie }) },
		...(form && { body: new URLSearchParams({ csrf: session?.csrf ?? '', ...form }) })
	});
}
const fill = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name]);

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), 'opaverkad-routes-'));
	server = spawn(process.execPath, ['scripts/start.ts'], {
		env: {
			PATH: process.env.PATH,
			HOME: process.env.HOME,
			PORT: '0',
			DATA_DIRECTORY: join(directory, 'data'),
			IDENTITY_PROVIDERS: writeQuietProviders(directory)
		},
		stdio: ['ignore', 'pipe', 'inherit']
	});
	base = await new Promise((resolve) => {
		server.stdout!.on('data', (chunk: Buffer) => {
			const url = /runs at (\S+)/.exec(chunk.toString())?.[1];
			if (url) resolve(url);
		});
	});
	const signIn = await html('/sign-in', 'nobody');
	for (const who of signedIn) {
		const id = new RegExp(
			`value="([0-9a-f-]{36})"[^>]*>(?:<!--.*?-->|\\s)*<strong[^>]*>${people[who]}<`
		).exec(signIn)?.[1];
		if (who === 'reporter') ids.person = id!;
		const answer = await ask('/sign-in', 'nobody', { person: id! });
		const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
		sessions.set(who, { cookie, csrf: '' });
		const csrf = /name="csrf" value="([^"]+)"/.exec(await html('/sign-out', who))![1]!;
		sessions.set(who, { cookie, csrf });
	}
	const report = async (form: Record<string, string>) => {
		const key = crypto.randomUUID();
		const answer = await ask('/report?/send', 'reporter', { key, text: 'Till åtkomstprovet.', ...form });
		return /my-reports\/([0-9a-f-]{36})/.exec(answer.headers.get('location')!)![1]!;
	};
	ids.report = await report({});
	ids.case = await caseOf(ids.report, 'managerOfTheUnit');
	ids.aboutManager = await report({ influencer: 'manager' });
	ids.file = await addPicture('managerOfTheUnit');
	ids.person = /value="([0-9a-f-]{36})"[^>]*>(?:<!--.*?-->|\s)*<strong[^>]*>Ida Wallgren</.exec(signIn)![1]!;
	ids.unit = /\/statistics\/([0-9a-f-]{36})/.exec(
		(await ask('/statistics', 'managerOfTheUnit')).headers.get('location')!
	)![1]!;

	// the id of what a form makes follows from its words as well as from its key
	await ask(`/cases/${ids.case}/lex-sarah?/handOver`, 'managerOfTheUnit', {
		key: crypto.randomUUID(),
		whatHappened: 'Till åtkomstprovet.',
		clientHarm: 'Till åtkomstprovet.'
	});
	ids.record = /\/lex-sarah\/([0-9a-f-]{36})/.exec(await html('/lex-sarah', 'lexSarahOfficer'))![1]!;
	const made = await ask('/safety-requests/new?/ask', 'safetyRepresentative', {
		key: crypto.randomUUID(),
		case: ids.case,
		demand: 'Till åtkomstprovet.'
	});
	ids.request = /\/safety-requests\/([0-9a-f-]{36})/.exec(made.headers.get('location')!)![1]!;

	ids.measure = /\/my-tasks\/([0-9a-f-]{36})/.exec(await html('/my-tasks', 'managerOfTheUnit'))?.[1] ?? '';
}, 120_000);

/** A picture among the files of the case. */
async function addPicture(who: Who): Promise<string> {
	const { cookie, csrf } = sessions.get(who)!;
	const dot =
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
	const body = new FormData();
	body.append('csrf', csrf);
	body.append('files', new File([Buffer.from(dot, 'base64')], 'bild.png'));
	const headers = { accept: 'text/html', origin: base, cookie };
	const path = `/cases/${ids.case}/evidence`;
	const answer = await fetch(`${base}${path}?/add`, { method: 'POST', redirect: 'manual', headers, body });
	expect(answer.headers.get('location')).toBe(`${path}?done=add`);
	return /evidence\/([0-9a-f-]{36})/.exec(await html(path, who))![1]!;
}

/** The case of a report, as somebody finds it by its number; undefined when they do not. */
async function caseOf(report: string, who: Who): Promise<string> {
	const number = /\d{4}-\d{4,}/.exec(await html(`/my-reports/${report}`, 'reporter'))![0];
	const found = await html(`/inbox?tab=all&number=${number}`, who);
	return new RegExp(`/cases/([0-9a-f-]{36})"[^>]*>(?:<!--.*?-->|\\s)*${number}`).exec(found)?.[1] ?? '';
}

afterAll(() => {
	server?.kill('SIGKILL');
	rmSync(directory, { recursive: true, force: true });
});

test('every route has its row', () => {
	expect(routes.filter((route) => !(route in rows))).toEqual([]);
	expect(Object.keys(rows).filter((route) => !routes.includes(route))).toEqual([]);
});

test('every form action has its row', () => {
	for (const route of routes) {
		let source: string;
		try {
			source = readFileSync(join(root, route, '+page.server.ts'), 'utf8');
		} catch {
			continue;
		}
		const block = /export const actions[^=]*= \{([\s\S]*?)\n\};/.exec(source)?.[1] ?? '';
		const actions = [...block.matchAll(/^\t(\w+):/gm)].map(([, name]) => name!);
		expect(Object.keys(rows[route]!.actions ?? {}).sort(), route).toEqual(actions.sort());
	}
});

test('the subjects of the test are there', () => {
	for (const [name, id] of Object.entries(ids)) expect(id, name).toMatch(/^[0-9a-f-]{36}$/);
});

const closed = [403, 404];

describe.each(Object.entries(rows))(
	'%s',
	(route, { path, open, actions = {}, redirects, postOnly, missing, token }) => {
		test.each(everybody)('the page, asked for by %s', async (who) => {
			const answer = await ask(fill(path), who);
			const to = answer.headers.get('location') ?? '';
			if (postOnly) {
				expect(answer.status).toBe(405);
			} else if (missing) {
				expect(answer.status).toBe(404);
			} else if (token) {
				expect(answer.status).toBe(401);
				expect(answer.headers.get('www-authenticate')).toBe('Bearer');
			} else if (open.includes(who)) {
				expect(answer.status).toBe(redirects ? 303 : 200);
				expect(to).not.toMatch(/^\/sign-in(\?|$)/);
			} else if (who === 'nobody') {
				expect(answer.status).toBe(303);
				expect(to).toMatch(/^\/sign-in\?to=/);
			} else if (route === '(sign-in)/sign-in') {
				expect(answer.status).toBe(303);
			} else {
				expect(closed).toContain(answer.status);
			}
		});

		const posts = Object.entries(actions).flatMap(([action, may]) =>
			everybody
				.filter((who) => !may.includes(who) && route !== 'sign-out')
				.map((who) => [action, who] as const)
		);
		if (posts.length > 0) {
			test.each(posts)('?/%s is closed to %s', async (action, who) => {
				const suffix = action === 'default' ? '' : `?/${action}`;
				const answer = await ask(fill(path) + suffix, who, {
					key: crypto.randomUUID(),
					version: '1',
					text: 'x',
					measure: ids.measure,
					id: ids.measure,
					person: ids.measure,
					shareWith: ids.measure,
					shareReason: 'x',
					unit: ids.unit,
					from: '2099-01-01',
					to: '2099-01-02'
				});
				if (missing) {
					expect(answer.status).toBe(404);
				} else if (who === 'nobody') {
					expect(answer.status).toBe(303);
					expect(answer.headers.get('location')).toMatch(/^\/sign-in/);
				} else {
					// refused as 'no such thing', 'not for you' or, before anything was looked up, as an incomplete form
					expect([...closed, 400]).toContain(answer.status);
				}
			});
		}
	}
);

test.each(['/sign-in', '/my-reports', '/no-such-page', '/healthz', '/icon.svg', '/sign-in/'])(
	'%s answers nobody with the headers that protect',
	async (path) => {
		const { headers } = await ask(path, 'nobody');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
		// a picture is no document: what protects documents would only be weight
		if (path === '/icon.svg') return;
		expect(headers.get('referrer-policy')).toBe('same-origin');
		expect(headers.get('x-frame-options')).toBe('DENY');
		const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
		expect(headers.get('content-security-policy') ?? '').toMatch(isPage ? /default-src 'none'/ : /^$/);
	}
);

// found by `npm run security`: the framework answers with all that a page was made of, also what the page does not show
test.each(['/__data.json', '/inbox/__data.json', '/report/__data.json', '/cases/{case}/__data.json'])(
	'%s, what a page was made of, is given to nobody',
	async (path) => {
		for (const who of everybody) expect((await ask(fill(path), who)).status, who).toBe(404);
	}
);

describe('a report about the manager', () => {
	test('is found by the next manager up, and by no means by the one it is about', async () => {
		const id = await caseOf(ids.aboutManager, 'managerAbove');
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		expect(await caseOf(ids.aboutManager, 'managerOfTheUnit')).toBe('');
		expect((await ask(`/cases/${id}`, 'managerOfTheUnit')).status).toBe(404);
		expect((await ask(`/my-reports/${ids.aboutManager}`, 'managerOfTheUnit')).status).toBe(404);
	});
});

describe('an id that is none, or of another kind', () => {
	test.each(['not-an-id', '00000000-0000-0000-0000-000000000000', "' or 1=1 --", '%00'])('%s', async (id) => {
		for (const path of ['/cases/', '/my-reports/', '/my-tasks/', '/statistics/', '/safety-requests/']) {
			const { status } = await ask(path + encodeURIComponent(id), 'managerOfTheUnit');
			expect([400, 404], path).toContain(status);
		}
		for (const path of ['/people/', '/organisation/import/']) {
			const { status } = await ask(path + encodeURIComponent(id), 'systemAdministrator');
			expect([400, 404], path).toContain(status);
		}
	});

	test('a case is not found under the id of its report', async () => {
		expect((await ask(`/cases/${ids.report}`, 'managerOfTheUnit')).status).toBe(404);
	});
});
