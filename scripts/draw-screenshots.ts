/**
 * `npm run draw:screenshots`: the pictures in the README, from the running system with the fictional municipality.
 */
import { chromium, type Page } from 'playwright-core';
import startServer from '../tests/journeys/start-server.ts';
import { findChromium } from './machine.ts';

/** Who looks at what, how wide, and what the picture is called. */
const pictures = [
	{ name: 'report', as: 'Alma Hedin', path: '/report', width: 360, height: 1100 },
	{ name: 'my-report', as: 'Alma Hedin', path: '/my-reports', follow: true, width: 360, height: 1100 },
	{ name: 'inbox', as: 'Monika Strand', path: '/inbox', width: 1280, height: 900 },
	{ name: 'case', as: 'Monika Strand', path: '/inbox', follow: true, width: 1280, height: 900 },
	{ name: 'statistics', as: 'Leila Haddad', path: '/statistics', width: 1280, height: 1000 }
];

async function signIn(page: Page, name: string): Promise<void> {
	await page.goto('/sign-in');
	await page
		.getByRole('button', { name: new RegExp(`^${name}`) })
		.first()
		.click();
}

const stop = await startServer();
const browser = await chromium.launch({
	executablePath: findChromium() ?? undefined,
	args: ['--no-sandbox']
});
try {
	for (const { name, as, path, follow, width, height } of pictures) {
		const context = await browser.newContext({
			baseURL: process.env.OPAVERKAD_URL,
			viewport: { width, height },
			locale: 'sv-SE'
		});
		const page = await context.newPage();
		await signIn(page, as);
		await page.goto(path);
		if (follow) {
			await page
				.getByRole('main')
				.getByRole('link', { name: /^\d{4}-\d{4}/ })
				.first()
				.click();
		}
		await page.screenshot({ path: `docs/images/${name}.png` });
		await context.close();
	}
} finally {
	await browser.close();
	await stop();
}
