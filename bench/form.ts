/** The report form in a real browser: what it weighs, when it is seen, how much there is to do, and what works without JavaScript. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { findChromium } from '../scripts/machine.ts';
import { startCountingProxy, type CountingProxy, type Exchange } from './counting-proxy.ts';
import { figure, median, ms, type Figure, type Measurement } from './figures.ts';
import { Hands } from './hands.ts';
import { reportText } from './load.ts';
import { makeBenchMunicipality, type SignedIn } from './municipality.ts';
import { startSystem } from './system.ts';

export const form: Measurement = {
	title: 'form: the first visit of the report form, signed in, in Chromium',
	async measure({ quick }) {
		const executablePath = findChromium();
		if (executablePath === null)
			return { figures: [], broken: ['No Chromium was found: install one, or set CHROMIUM_PATH.'] };
		const directory = mkdtempSync(join(tmpdir(), 'opaverkad-form-'));
		const db = await openDatabase({ databaseUrl: null, dataDirectory: directory });
		const { reporters } = await makeBenchMunicipality(db);
		await db.close();
		const system = await startSystem({ DATA_DIRECTORY: directory });
		const proxy = await startCountingProxy(system.url);
		const browser = await chromium.launch({
			executablePath,
			args: ['--no-sandbox', '--disable-gpu', '--disable-quic']
		});
		try {
			const person = reporters[0]!;
			const broken: string[] = [];
			const figures = [
				...(await weigh(browser, proxy, person)),
				await firstPaint(browser, proxy, person, quick ? 2 : 5),
				...(await countWork(browser, proxy, person)),
				...(await withoutJavaScript(browser, proxy, person, broken))
			];
			return { figures, broken };
		} finally {
			await browser.close();
			await proxy.close();
			await system.stop();
			rmSync(directory, { recursive: true, force: true });
		}
	}
};

/** A browser that has never been here, with a signed-in person. */
async function newVisitor(
	browser: Browser,
	{ url }: CountingProxy,
	{ token }: SignedIn,
	options: Parameters<Browser['newContext']>[0] = {}
): Promise<Page> {
	const context = await browser.newContext({ locale: 'sv-SE', timezoneId: 'Europe/Stockholm', ...options });
	await context.addCookies([{ name: 'session', value: token, url }]);
	return context.newPage();
}

async function weigh(browser: Browser, proxy: CountingProxy, person: SignedIn): Promise<Figure[]> {
	const page = await newVisitor(browser, proxy, person);
	proxy.reset();
	await page.goto(`${proxy.url}/report`, { waitUntil: 'load' });
	// whatever is fetched afterwards, e.g. for the next visit without a network, belongs to the visit too
	await pause(4_000);
	const all = [...proxy.exchanges()];
	const needed = await neededBy(page, all);
	await page.context().close();
	const later = all.filter((exchange) => !needed.includes(exchange));
	const bytes = (some: readonly Exchange[]) => some.reduce((sum, exchange) => sum + exchange.bytes, 0);
	const kb = (count: number) => `${(count / 1000).toFixed(1)} kB`;
	return [
		figure('on the wire', kb(bytes(needed)), '≤ 20 kB', 'heads included; the page and what it names'),
		figure('requests', String(needed.length), '≤ 4'),
		...needed.map((exchange) =>
			figure(`  ${nameOf(exchange)}`, kb(exchange.bytes), '', exchange.contentType)
		),
		figure(
			'afterwards, for visits without a network',
			kb(bytes(later)),
			'',
			`${later.length} requests by the service worker`
		)
	];
}

/** The exchanges that the page itself asked for; the others were for a worker that outlives it. */
async function neededBy(page: Page, all: readonly Exchange[]): Promise<Exchange[]> {
	const named = await page.evaluate(() =>
		['navigation', 'resource'].flatMap((type) =>
			performance.getEntriesByType(type).map(({ name }) => new URL(name).pathname)
		)
	);
	const left = [...named];
	return all.filter(({ path }) => {
		const place = left.indexOf(path.split('?')[0]!);
		if (place >= 0) left.splice(place, 1);
		return place >= 0;
	});
}

/** Content hashes say nothing to a reader. */
function nameOf({ path, status }: Exchange): string {
	const name = path
		.split('/')
		.at(-1)!
		.replace(/[.-][\w-]{8}(?=\.\w+$)/, '');
	return `${path.startsWith('/report') ? path : name}${status === 200 ? '' : ` (${status})`}`;
}

async function firstPaint(
	browser: Browser,
	proxy: CountingProxy,
	person: SignedIn,
	rounds: number
): Promise<Figure> {
	const paints: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const page = await newVisitor(browser, proxy, person, { viewport: { width: 360, height: 740 } });
		const devtools = await page.context().newCDPSession(page);
		const bytesPerSecond = (400 * 1000) / 8;
		await devtools.send('Network.enable');
		await devtools.send('Network.emulateNetworkConditions', {
			offline: false,
			latency: 400,
			downloadThroughput: bytesPerSecond,
			uploadThroughput: bytesPerSecond
		});
		await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
		await page.goto(`${proxy.url}/report`, { waitUntil: 'load' });
		await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
		paints.push(
			await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime)
		);
		await page.context().close();
	}
	return figure(
		'first contentful paint, slow phone',
		ms(median(paints)),
		'≤ 1200 ms',
		`400/400 kbit/s, 400 ms per request, CPU 4 × slower; median of ${rounds}`
	);
}

/** Fills the form in with mouse and keyboard, sends it, and counts what the hands did. */
async function countWork(browser: Browser, proxy: CountingProxy, person: SignedIn): Promise<Figure[]> {
	const report = async (choices: readonly (readonly [name: string, value: string])[]) => {
		const page = await newVisitor(browser, proxy, person, { viewport: { width: 1280, height: 900 } });
		const hands = new Hands(page);
		await page.goto(`${proxy.url}/report`);
		await hands.type('text', reportText);
		for (const [name, value] of choices) await hands.choose(name, value);
		const screens = await hands.send();
		await page.context().close();
		return { hands, screens };
	};
	const textOnly = await report([]);
	const full = await report([
		['forms', 'harassment'],
		['channel', 'phone'],
		['influencer', 'serviceUser'],
		['purpose', 'yes']
	]);
	const required = await requiredAnswers(browser, proxy, person);
	return [
		figure('screens to send a report', `${textOnly.screens} + receipt`, '1 + receipt'),
		figure('required inputs', String(required), '1', 'the text, or a type'),
		figure(
			'keystroke-level model: text only',
			`${textOnly.hands.seconds.toFixed(1)} s`,
			'≤ 19 s',
			textOnly.hands.done
		),
		figure(
			'  and type, channel, who, purpose',
			`${full.hands.seconds.toFixed(1)} s`,
			'≤ 30 s',
			full.hands.done
		)
	];
}

/** How many answers it takes: the empty form is refused, and then either of the two is enough. */
async function requiredAnswers(browser: Browser, proxy: CountingProxy, person: SignedIn): Promise<number> {
	const isReceived = async (prepare: (hands: Hands) => Promise<void>) => {
		const page = await newVisitor(browser, proxy, person, { javaScriptEnabled: false });
		await page.goto(`${proxy.url}/report`);
		const hands = new Hands(page);
		await prepare(hands);
		await hands.send();
		const isReceipt = new URL(page.url()).pathname.startsWith('/my-reports/');
		await page.context().close();
		return isReceipt;
	};
	if (await isReceived(async () => {})) return 0;
	const enough = [
		await isReceived((hands) => hands.type('text', reportText)),
		await isReceived((hands) => hands.choose('forms', 'threat'))
	];
	return enough.every(Boolean) ? 1 : NaN;
}

/** The form, the form that came back, and the receipt, on the narrowest screen. */
async function withoutJavaScript(
	browser: Browser,
	proxy: CountingProxy,
	person: SignedIn,
	broken: string[]
): Promise<Figure[]> {
	const page = await newVisitor(browser, proxy, person, {
		javaScriptEnabled: false,
		viewport: { width: 320, height: 640 }
	});
	const hands = new Hands(page);
	const tooWide: string[] = [];
	const look = async (screen: string) => {
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		if (overflow > 0) tooWide.push(`${screen} by ${overflow} px`);
	};
	await page.goto(`${proxy.url}/report`);
	await look('the form');
	await hands.choose('channel', 'phone');
	await hands.send();
	await look('the form with its error');
	const isKept = await page.locator('[name=channel][value=phone]').isChecked();
	await hands.type('text', reportText);
	await hands.send();
	await look('the receipt');
	const isReceived = new URL(page.url()).pathname.startsWith('/my-reports/');
	await page.context().close();
	if (!isReceived) broken.push('Without JavaScript the report is not received.');
	if (!isKept)
		broken.push('Without JavaScript the form forgets what was chosen when something else was wrong.');
	return [
		figure(
			'without JavaScript',
			isReceived && isKept ? 'received' : 'NOT received',
			'received',
			'refused once, nothing forgotten'
		),
		figure(
			'  wider than a 320 px screen',
			tooWide.join(', ') || 'nothing',
			'nothing',
			'the form, the form with its error, the receipt'
		)
	];
}
