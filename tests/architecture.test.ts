/**
 * The shape of the house: imports go downwards, through the door, and never from domain code into the web framework.
 * Source: docs/architecture.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';

/** From the ground up. A module may import from the floors below, and from the neighbours named beside it. */
const floors: Record<string, readonly string[]>[] = [
	{ platform: [] },
	{ organisation: [], access: ['organisation'], 'activity-log': ['access', 'organisation'] },
	{ jobs: [], notifications: ['jobs'], documents: ['jobs'], 'sign-in': ['notifications'], 'log-review': [] },
	{ 'organisation-changes': [], deputies: [], settings: [] },
	{ people: [], provisioning: [] },
	{ incidents: [], measures: [], duties: ['incidents'], cases: ['incidents', 'measures', 'duties'] },
	{
		evidence: [],
		'lex-sarah': [],
		'decision-review': [],
		'safety-requests': [],
		'threat-assessments': [],
		aftercare: [],
		statements: [],
		'case-links': []
	},
	{ 'case-documents': [], reminders: [] },
	{ statistics: [] },
	{ demo: [] }
];
/** Above all modules: what starts the system, and what routes share. */
const above = ['application.ts', 'web'];

interface Import {
	from: string;
	to: string;
	typeOnly: boolean;
}

const root = 'src/lib/server';

function filesBelow(directory: string, pattern: RegExp): string[] {
	return readdirSync(directory, { recursive: true, encoding: 'utf8' })
		.map((name) => join(directory, name))
		.filter((name) => pattern.test(name) && !name.includes('paraglide'));
}

function importsOf(file: string): Import[] {
	const text = readFileSync(file, 'utf8');
	return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^'"`;]*?from\s+'([^']+)'/g)].map(
		([, type, target]) => ({
			from: file,
			to: target!.startsWith('.')
				? posix.join(posix.dirname(file), target!)
				: target!.replace(/^#lib\//, 'src/lib/'),
			typeOnly: type !== undefined
		})
	);
}

const moduleOf = (path: string) =>
	path.startsWith(`${root}/`) ? path.slice(root.length + 1).split('/')[0]! : null;
const isTest = (file: string) => /\.test\.ts$/.test(file);
const domainFiles = filesBelow(root, /\.ts$/).filter((file) => !isTest(file));
const routeFiles = filesBelow('src/routes', /\.(ts|svelte)$/);
const imports = domainFiles.flatMap(importsOf);

test('every module has its place in the picture', () => {
	const known = [...floors.flatMap(Object.keys), ...above];
	const there = readdirSync(root);
	expect(there.filter((name) => !known.includes(name))).toEqual([]);
});

test('imports between modules go downwards, or to a named neighbour', () => {
	const floorOf = (name: string) => floors.findIndex((floor) => name in floor);
	const wrong = imports.filter(({ from, to }) => {
		const [here, there] = [moduleOf(from)!, moduleOf(to)];
		if (there === null || here === there || above.includes(here)) return false;
		if (above.includes(there)) return true;
		if (floorOf(there) < floorOf(here)) return false;
		return !(floorOf(there) === floorOf(here) && floors[floorOf(here)]![here]!.includes(there));
	});
	expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('a record module is entered through its door', () => {
	const modulesWithDoors = [
		'incidents',
		'cases',
		'measures',
		'duties',
		'threat-assessments',
		'aftercare',
		'statements',
		'statistics',
		'jobs',
		'notifications',
		'activity-log',
		'sign-in',
		'log-review',
		'organisation-changes',
		'deputies',
		'settings',
		'people',
		'provisioning',
		'case-documents',
		'reminders',
		'documents',
		'evidence',
		'case-links',
		'lex-sarah',
		'decision-review',
		'safety-requests'
	];
	const inRoutes = routeFiles.flatMap(importsOf);
	const wrong = [...imports, ...inRoutes].filter(({ from, to, typeOnly }) => {
		const there = moduleOf(to);
		if (there === null || typeOnly || moduleOf(from) === there || !modulesWithDoors.includes(there))
			return false;
		return to !== `${root}/${there}/index.ts`;
	});
	expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('domain code knows neither the web framework nor Vite', () => {
	const wrong = imports.filter(
		({ from, to }) =>
			moduleOf(from) !== 'web' && (/^(@sveltejs\/kit|\$app|\$env)/.test(to) || to.startsWith('src/routes'))
	);
	expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('only the platform opens connections', () => {
	const wrong = imports.filter(
		({ from, to }) => moduleOf(from) !== 'platform' && /^(pg|@electric-sql\/pglite)$/.test(to)
	);
	expect(wrong.map(({ from }) => from)).toEqual([]);
});

test('components receive finished data: no server code in them', () => {
	const wrong = filesBelow('src/lib/components', /\.(ts|svelte)$/)
		.flatMap(importsOf)
		.filter(({ to, typeOnly }) => to.startsWith('src/lib/server') && !typeOnly);
	expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('SQL stays in the modules: no route asks the database itself', () => {
	const wrong = routeFiles.filter((file) =>
		/\.(selectFrom|insertInto|updateTable|deleteFrom)\(|sql`/.test(readFileSync(file, 'utf8'))
	);
	expect(wrong).toEqual([]);
});

test('every form action reads its form through the one door', () => {
	const wrong = routeFiles.filter((file) => {
		const text = readFileSync(file, 'utf8');
		return (
			/export const actions/.test(text) &&
			(!/(formOf|uploadOf|addFilesAction)\(/.test(text) || /request\.(formData|text|json)\(/.test(text))
		);
	});
	expect(wrong).toEqual([]);
});

test('every posted form carries the session’s token', () => {
	const withoutToken = [...routeFiles, ...filesBelow('src/lib/components', /\.svelte$/)].filter((file) => {
		if (!file.endsWith('.svelte') || file.endsWith('LanguageSwitch.svelte')) return false;
		const text = readFileSync(file, 'utf8');
		const forms = text.match(/<form\b[^>]*method="post"/gi)?.length ?? 0;
		const tokens = text.match(/<FormToken\b/g)?.length ?? 0;
		return forms > tokens;
	});
	expect(withoutToken).toEqual([]);
});

test('every exported command decides first whether the actor may', () => {
	/** Everybody signed in may do these; each says so where it stands. */
	const open = ['receiveReport', 'importIncidents', 'loadDemo'];
	const wrong = domainFiles
		.filter(
			(file) => /commands?(\.ts|\/)|-commands\.ts|receive\.ts|import\.ts/.test(file) && !file.includes('demo')
		)
		.flatMap((file) => {
			const text = readFileSync(file, 'utf8');
			return text
				.split(/\nexport async function /)
				.slice(1)
				.filter((body) => !open.includes(/^\w+/.exec(body)![0]) && !/require\(\s*may|may\w*\(/.test(body))
				.map((body) => `${file}: ${/^\w+/.exec(body)![0]}`);
		});
	expect(wrong).toEqual([]);
});
