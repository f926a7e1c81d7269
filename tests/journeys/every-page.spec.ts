/** Every page, in both languages and widths, as the person who uses it: axe, html-validate, nothing wider than the screen, nothing empty. */
import type { Page } from '@playwright/test';
import {
	chooseLanguage,
	expect,
	expectNothingTooWide,
	expectUsable,
	expectValid,
	signInAs,
	test,
	wide
} from './support.ts';

/** Whom a page is looked at as, and how to get there: a path, or links to follow from it. */
const pages: { as: string | null; path: string; follow?: RegExp | RegExp[] }[] = [
	{ as: null, path: '/sign-in' },
	...['unavailable', 'cancelled', 'startOver', 'refused', 'unknownPerson'].map((why) => ({
		as: null,
		path: `/sign-in/with/down/problem?why=${why}`
	})),
	{ as: 'Alma Hedin', path: '/sign-in/with/down/problem?why=otherPerson' },
	{ as: null, path: '/sign-in/recovery-code' },
	{ as: null, path: '/invitation?key=used' },
	{ as: 'Alma Hedin', path: '/sign-in/again?to=/account' },
	{ as: 'Alma Hedin', path: '/account' },
	{ as: 'Alma Hedin', path: '/account/notifications' },
	{ as: 'Alma Hedin', path: '/notices' },
	{ as: 'Monika Strand', path: '/account/calendar' },
	{ as: 'Monika Strand', path: '/account/calendar?done=closed' },
	{ as: null, path: '/about' },
	{ as: null, path: '/accessibility' },
	{ as: 'Alma Hedin', path: '/report' },
	{ as: 'Alma Hedin', path: '/report?for=colleague' },
	{ as: 'Alma Hedin', path: '/report/poster' },
	{ as: 'Alma Hedin', path: '/my-reports' },
	{ as: 'Alma Hedin', path: '/my-reports', follow: /^\d{4}-\d{4}/ },
	{ as: 'Alma Hedin', path: '/my-reports', follow: [/^\d{4}-\d{4}/, /^Vem har läst|^Who has read/] },
	{ as: 'Alma Hedin', path: '/my-reports', follow: [/^\d{4}-\d{4}/, /^Rätta det|^Correct what/] },
	{ as: 'Alma Hedin', path: '/my-reports', follow: [/^\d{4}-\d{4}/, /^Lägg till filer|^Add files/] },
	{ as: 'Alma Hedin', path: '/my-tasks' },
	{ as: 'Alma Hedin', path: '/sign-out' },
	{ as: 'Alma Hedin', path: '/there-is-no-such-page' },
	{ as: 'Monika Strand', path: '/report?for=colleague' },
	{ as: 'Monika Strand', path: '/inbox' },
	{ as: 'Monika Strand', path: '/inbox?tab=ended' },
	{ as: 'Monika Strand', path: '/inbox?tab=left' },
	{ as: 'Monika Strand', path: '/inbox', follow: /^\d{4}-\d{4}/ },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Skyldigheter$|^Duties$/] },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Filer$|^Files$/] },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Påminnelser$|^Reminders$/] },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Samband$|^Connections$/] },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Dokument$|^Documents$/] },
	{
		as: 'Monika Strand',
		path: '/inbox',
		follow: [
			/^\d{4}-\d{4}/,
			/^Dokument$|^Documents$/,
			/^Anmälan av arbetsskada$|^Notification of a work injury$/
		]
	},
	{
		as: 'Monika Strand',
		path: '/inbox',
		follow: [/^\d{4}-\d{4}/, /^Dokument$|^Documents$/, /^Till polisanmälan$|^To the police report$/]
	},
	{
		as: 'Monika Strand',
		path: '/inbox',
		follow: [/^\d{4}-\d{4}/, /^Dokument$|^Documents$/, /^Visa för utskrift$|^Show for printing$/]
	},
	{ as: 'Monika Strand', path: '/my-tasks' },
	{ as: 'Monika Strand', path: '/statistics' },
	{ as: 'Monika Strand', path: '/deputies' },
	{ as: 'Monika Strand', path: '/deputies?name=a' },
	{ as: 'Farhad Moradi', path: '/inbox' },
	{ as: 'Farhad Moradi', path: '/safety-requests' },
	{ as: 'Farhad Moradi', path: '/safety-requests/new' },
	{ as: 'Monika Strand', path: '/safety-requests' },
	{
		as: 'Monika Strand',
		path: '/inbox',
		follow: [/^\d{4}-\d{4}/, /^Beslut och jäv$|^Decisions and conflicts/]
	},
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Lex Sarah$/] },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Skyddsombudets begäran$|^Safety rep/] },
	{ as: 'Inger Malmqvist', path: '/lex-sarah' },
	{ as: 'Inger Malmqvist', path: '/lex-sarah?tab=closed' },
	{ as: 'Margareta Ödman', path: '/lex-sarah-unattended' },
	{ as: 'Peter Nordh', path: '/inbox', follow: /^\d{4}-\d{4}/ },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Skydd$|^Protection$/] },
	{ as: 'Peter Nordh', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Skydd$|^Protection$/] },
	{ as: 'Farhad Moradi', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Skydd$|^Protection$/] },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Stöd efteråt$|^Aftercare$/] },
	{ as: 'Monika Strand', path: '/inbox', follow: [/^\d{4}-\d{4}/, /^Berättelser$|^Statements$/] },
	{ as: 'Peter Nordh', path: '/threat-assessments' },
	{ as: 'Alma Hedin', path: '/my-reports', follow: [/^\d{4}-\d{4}/, /^Stöd till dig|^Support for you/] },
	{ as: 'Leila Haddad', path: '/statistics' },
	{ as: 'Oskar Blomgren', path: '/statistics' },
	{ as: 'Ulla Tervonen', path: '/statistics' },
	{ as: 'Gun-Britt Ahlström', path: '/log/proofs' },
	{ as: 'Mats Ringborg', path: '/log/proofs' },
	{ as: 'Mats Ringborg', path: '/requests' },
	{ as: 'Mats Ringborg', path: '/log' },
	{ as: 'Mats Ringborg', path: '/log?name=alm' },
	{ as: 'Mats Ringborg', path: '/log/sample?from=2020-01-01&seed=abc' },
	{ as: 'Mats Ringborg', path: '/log/unusual' },
	{ as: 'Mats Ringborg', path: '/log/reviews' },
	{ as: 'Mats Ringborg', path: '/log/unusual', follow: /^Skriv in granskningen$|^Record the review$/ },
	{ as: 'Tove Åkesson', path: '/organisation' },
	{ as: 'Tove Åkesson', path: '/organisation?day=2020-01-01&closed=yes' },
	{ as: 'Tove Åkesson', path: '/organisation?day=igår' },
	{ as: 'Tove Åkesson', path: '/organisation', follow: /^Enheten för ekonomiskt bistånd 1$/ },
	{ as: 'Tove Åkesson', path: '/organisation/changes' },
	{ as: 'Tove Åkesson', path: '/notices' },
	{ as: 'Tove Åkesson', path: '/organisation/scim' },
	{ as: 'Tove Åkesson', path: '/my-reports' },
	{ as: 'Tove Åkesson', path: '/people' },
	{ as: 'Tove Åkesson', path: '/people', follow: /^Abdirahman Elmi/ },
	{ as: 'Tove Åkesson', path: '/people/new' },
	{ as: 'Tove Åkesson', path: '/organisation/notifications' },
	{ as: 'Tove Åkesson', path: '/organisation/gaps' },
	{ as: 'Tove Åkesson', path: '/organisation/settings' },
	{ as: 'Peter Nordh', path: '/organisation/settings' },
	{ as: 'Tove Åkesson', path: '/organisation/import' },
	{ as: 'Kajsa Lundell', path: '/people' }
];

/** Where links led, for each person: many pages lie behind the same case, and the way to it is walked once. */
const ways = new Map<string, string>();

async function goTo(page: Page, as: string, path: string, follow: readonly RegExp[]): Promise<void> {
	const wayOf = (steps: number) => [as, path, ...follow.slice(0, steps).map(String)].join(' → ');
	let steps = follow.length;
	while (steps > 0 && !ways.has(wayOf(steps))) steps -= 1;
	await page.goto(ways.get(wayOf(steps)) ?? path);
	for (; steps < follow.length; steps += 1) {
		const link = page.getByRole('main').getByRole('link', { name: follow[steps]! }).first();
		const there = new URL((await link.getAttribute('href'))!, page.url());
		await link.click();
		ways.set(wayOf(steps + 1), there.pathname + there.search);
	}
}

for (const locale of ['sv', 'en'] as const) {
	test.describe(locale, () => {
		// without JavaScript the page is the same HTML; the words of one language are enough to see that nothing is too wide
		test.skip(({ javaScriptEnabled }) => locale === 'en' && javaScriptEnabled === false);
		for (const { as, path, follow } of pages) {
			test(`${[path, ...[follow ?? []].flat().map(({ source }) => source)].join(' → ')} as ${as ?? 'nobody'}`, async ({
				page
			}) => {
				if (as) await signInAs(page, as);
				await chooseLanguage(page, locale);
				await goTo(page, String(as), path, [follow ?? []].flat());
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
				await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
				await expectUsable(page);
				await page.setViewportSize(wide);
				// the words of one language are enough to see what is wrong in the wide layout
				if (locale === 'sv') await expectUsable(page);
				else await expectNothingTooWide(page);
				if (test.info().project.use.javaScriptEnabled !== false) await expectValid(page);
			});
		}
	});
}
