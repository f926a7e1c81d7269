/** What journeys share: the address, signing in as somebody, and the checks that every page must pass. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { HtmlValidate } from 'html-validate';

export { expect };

export const test = base.extend({
	baseURL: async ({}, use) => {
		await use(process.env.OPAVERKAD_URL);
	}
});

/** Ids of the fictional people by name, read once per worker. */
const people = new Map<string, string>();

/** Becomes one of the fictional people, as their button on the sign-in page does, only without drawing the page. */
export async function signInAs(page: Page, name: string): Promise<void> {
	const { request } = page.context();
	await page.context().clearCookies({ name: 'session' });
	if (people.size === 0) {
		const html = await (await request.get('/sign-in')).text();
		for (const [, id, found] of html.matchAll(/name="person" value="([^"]+)">\s*<strong[^>]*>([^<]+)</g)) {
			people.set(found!, id!);
		}
	}
	const answer = await request.post('/sign-in', {
		form: { csrf: '', person: people.get(name) ?? '' },
		headers: { accept: 'text/html', origin: process.env.OPAVERKAD_URL! },
		maxRedirects: 0
	});
	expect(answer.status(), `signing in as ${name}`).toBe(303);
}

/** Colleagues at one unit, one for each way of looking: nobody may report more than thirty times in ten minutes. */
const reporters: Record<string, string> = {
	phone: 'Alma Hedin',
	desktop: 'Ida Wallgren',
	'phone without JavaScript': 'Samira Kassem',
	'desktop without JavaScript': 'Hanna Lövgren'
};

/** Who reports in this project. */
export function reporter(): string {
	return reporters[test.info().project.name]!;
}

/** Opens what is folded away under a heading, unless it is open already. */
export async function openDisclosure(page: Page, summary: string): Promise<void> {
	const details = page
		.locator('details')
		.filter({ has: page.locator('summary', { hasText: summary }) })
		.last();
	if ((await details.getAttribute('open')) === null) await details.locator('summary').first().click();
}

/** Chooses a language for the rest of the journey. */
export async function chooseLanguage(page: Page, locale: 'sv' | 'en'): Promise<void> {
	await page.context().addCookies([{ name: 'locale', value: locale, url: process.env.OPAVERKAD_URL! }]);
}

const validator = new HtmlValidate({
	extends: ['html-validate:recommended', 'html-validate:a11y'],
	rules: {
		// Svelte's markers between elements are comments and white space of its own
		'no-trailing-whitespace': 'off',
		// how it is written, not what it means: Svelte writes `novalidate=""`, prettier `<!doctype html>`
		'attribute-boolean-style': 'off',
		'attribute-empty-style': 'off',
		'doctype-style': 'off',
		// several checkboxes with one name are how HTML sends a list
		'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }],
		'no-inline-style': 'error',
		'void-style': 'off',
		'long-title': 'off'
	}
});

/**
 * No finding of axe, none of html-validate, and nothing wider than the screen. Contrast that axe cannot judge counts as a
 * finding, except where it says why and the colours are looked at by eye: text drawn over a chart's lines, and the arrow of
 * a select, which is a gradient.
 */
export async function expectAccessible(page: Page): Promise<void> {
	await expectUsable(page);
	await expectValid(page);
}

/** The wider of the two widths that every page is looked at in. */
export const wide = { width: 1280, height: 900 };

/** What depends on the width: axe finds nothing, and nothing is wider than the screen. */
export async function expectUsable(page: Page): Promise<void> {
	// axe itself needs JavaScript; without it the page is the same HTML, which the other projects look at
	if (test.info().project.use.javaScriptEnabled !== false) await expectNoFindings(page);
	await expectNothingTooWide(page);
}

/** Nothing is wider than the screen. */
export async function expectNothingTooWide(page: Page): Promise<void> {
	const overflow = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(overflow, `horizontal scrolling on ${page.url()}`).toBeLessThanOrEqual(0);
}

/** The HTML is valid. */
export async function expectValid(page: Page): Promise<void> {
	// what the server sent, not what the browser made of it; the server may close a resting connection just as it is used
	const html = await (await page.context().request.get(page.url(), { maxRetries: 2 })).text();
	const report = await validator.validateString(html);
	const messages = report.results.flatMap(({ messages: all }) =>
		all.map(({ ruleId, message, line }) => `${ruleId} (${line}): ${message}`)
	);
	expect(messages, `html-validate on ${page.url()}`).toEqual([]);
}

async function expectNoFindings(page: Page): Promise<void> {
	// 'legacy': without looking into frames of other sites, of which no page has any; it takes half the time
	const { violations, incomplete } = await new AxeBuilder({ page }).setLegacyMode().analyze();
	const unsure = incomplete
		.filter(({ id }) => id === 'color-contrast')
		.map((rule) => ({
			...rule,
			nodes: rule.nodes.filter(({ html }) => !html.startsWith('<text') && !html.startsWith('<select'))
		}))
		.filter(({ nodes }) => nodes.length > 0);
	const findings = [...violations, ...unsure].map(
		({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`
	);
	expect(findings, `axe on ${page.url()}`).toEqual([]);
}
