import { defineConfig, type Project } from '@playwright/test';
import { findChromium } from './scripts/machine.ts';

/** Flags that keep Chromium from calling anybody, and let it run as root in a container. */
const args = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

const narrow = { width: 360, height: 740 };
const wide = { width: 1280, height: 900 };

/** Looks at its pages in both widths by itself, which saves signing in and going there again. */
const everyPage = '**/every-page.spec.ts';
/** What most people come for. */
const mainJob = '**/main-job.spec.ts';

/**
 * Every journey on a phone with JavaScript and on a desktop without. The main job, and every page, are looked at in all four
 * ways; what needs JavaScript also on a desktop with it.
 */
const projects: Project[] = [
	{ name: 'phone', use: { viewport: narrow } },
	{
		name: 'desktop',
		use: { viewport: wide },
		testIgnore: everyPage,
		grep: [/@script/, /main-job\.spec/]
	},
	{
		name: 'phone without JavaScript',
		use: { viewport: narrow, javaScriptEnabled: false },
		testMatch: [everyPage, mainJob],
		grepInvert: /@script/
	},
	{
		name: 'desktop without JavaScript',
		use: { viewport: wide, javaScriptEnabled: false },
		testIgnore: everyPage,
		grepInvert: /@script/
	}
];

export default defineConfig({
	testDir: 'tests/journeys',
	globalSetup: './tests/journeys/start-server.ts',
	projects,
	fullyParallel: true,
	workers: 2,
	timeout: 60_000,
	forbidOnly: Boolean(process.env.CI),
	// a shared machine may be slow for a moment; whatever needed a second try is listed as flaky
	retries: process.env.CI ? 1 : 0,
	reporter: [['list']],
	use: {
		locale: 'sv-SE',
		timezoneId: 'Europe/Stockholm',
		launchOptions: { executablePath: findChromium() ?? undefined, args },
		trace: 'off'
	}
});
