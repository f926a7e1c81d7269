/** What the report form's script promises: nothing that was written is lost, and nothing is sent twice. */
import type { Page } from '@playwright/test';
import { expect, signInAs, test } from './support.ts';

// somebody else than the other journeys' reporter: nobody may send more than thirty reports in ten minutes
const writer = 'Mattias Rönn';
const colleague = 'Farhad Moradi';

/** A text that no other report has. */
const words = (text: string) => `${text} (${crypto.randomUUID().slice(0, 8)})`;

async function openForm(page: Page, path = '/report'): Promise<void> {
	await page.goto(path);
	// the script has given the form its key
	await page.waitForFunction(() => (history.state as { key?: string } | null)?.key);
}

const field = (page: Page) => page.getByLabel('Vad hände?');
const send = (page: Page) => page.getByRole('button', { name: 'Skicka', exact: true });

/** How many of the person's newest reports say this. */
async function countReports(page: Page, text: string): Promise<number> {
	const list = await (await page.request.get('/my-reports')).text();
	const links = [...new Set(list.match(/\/my-reports\/[0-9a-f-]{36}/g))].slice(0, 12);
	const pages = await Promise.all(links.map(async (link) => (await page.request.get(link)).text()));
	return pages.filter((html) => html.includes(text)).length;
}

/** Waits until the form, its script and the hints are on the device. */
async function waitForOfflineForm(page: Page): Promise<void> {
	const isKept = async () => {
		const kept = await (await caches.open('report-form')).keys();
		const isReady = navigator.serviceWorker.controller?.state === 'activated';
		return isReady && kept.some(({ url }) => url.endsWith('/report'));
	};
	await expect.poll(() => page.evaluate(isKept)).toBe(true);
}

test('a draft survives a reload, belongs to its writer, and can be thrown away @script', async ({ page }) => {
	const text = words('Han stod utanför när jag slutade');
	await signInAs(page, writer);
	await openForm(page);
	await field(page).fill(text);
	await page.getByRole('checkbox', { name: 'Hot', exact: true }).check();
	await expect(page.getByText('Utkast sparat')).toBeVisible();

	await page.reload();
	await expect(page.getByText('Här är ditt utkast')).toBeVisible();
	await expect(field(page)).toHaveValue(text);
	await expect(page.getByRole('checkbox', { name: 'Hot', exact: true })).toBeChecked();

	await signInAs(page, colleague);
	await openForm(page);
	await expect(field(page)).toHaveValue('');

	await signInAs(page, writer);
	await openForm(page);
	await expect(field(page)).toHaveValue(text);
	page.once('dialog', (dialog) => void dialog.accept());
	await page.getByRole('button', { name: 'Släng utkastet' }).click();
	await expect(field(page)).toHaveValue('');
	await openForm(page);
	await expect(field(page)).toHaveValue('');
});

test('personal data is taken out with one tap, and put back with Ctrl+Z @script', async ({ page }) => {
	await signInAs(page, writer);
	await openForm(page);
	await field(page).pressSequentially('Ring 070-174 06 05 och fråga.');
	await page.getByRole('button', { name: 'Ta bort 070-174 06 05' }).click();
	await expect(field(page)).toHaveValue('Ring [telefonnummer borttaget] och fråga.');
	await page.keyboard.press('Control+z');
	await expect(field(page)).toHaveValue('Ring 070-174 06 05 och fråga.');
});

test('a double click, and going back to send again, is one report @script', async ({ page }) => {
	const text = words('Hon ringde igen');
	await signInAs(page, writer);
	await openForm(page);
	await field(page).fill(text);
	await send(page).dblclick();
	await expect(page).toHaveURL(/my-reports/);
	await page.goBack();
	await expect(field(page)).toHaveValue(text);
	await send(page).click();
	await expect(page).toHaveURL(/my-reports/);
	expect(await countReports(page, text)).toBe(1);
});

test('without a network the form opens, and the report is delivered once when it returns @script', async ({
	page,
	context
}) => {
	const text = words('Han följde efter mig på hembesöket');
	await signInAs(page, writer);
	await openForm(page);
	await waitForOfflineForm(page);

	await context.setOffline(true);
	await openForm(page, '/report?unit=somewhere');
	await field(page).fill(text);
	await send(page).click();
	await expect(page.getByText('skickas när du har nät. (1 väntar)')).toBeVisible();
	await expect(field(page)).toHaveValue('');
	await page.goto('/my-reports');
	await page.getByRole('link', { name: 'Du kan fortfarande rapportera' }).click();
	await expect(page.getByText('(1 väntar)')).toBeVisible();

	await context.setOffline(false);
	await expect(page.getByText('Skickad')).toBeVisible({ timeout: 15_000 });
	expect(await countReports(page, text)).toBe(1);
	await page.getByRole('link', { name: 'Visa rapporten' }).click();
	await expect(page.getByText(text)).toBeVisible();
	await openForm(page);
	await expect(page.locator('#outbox')).toBeHidden();
});

test('a report whose session has ended waits for its writer to sign in @script', async ({
	page,
	context
}) => {
	const text = words('Medan jag skrev blev jag utloggad');
	await signInAs(page, writer);
	await openForm(page);
	await field(page).fill(text);
	await context.clearCookies();
	await send(page).click();
	await expect(page.getByRole('link', { name: 'Logga in för att skicka' })).toBeVisible();

	await signInAs(page, colleague);
	await openForm(page);
	await expect(page.locator('#outbox')).toBeHidden();

	await signInAs(page, writer);
	await openForm(page);
	await expect(page.getByText('Skickad')).toBeVisible();
	expect(await countReports(page, text)).toBe(1);
});

test('what cannot be received as it is comes back to be corrected @script', async ({ page, context }) => {
	const text = words('Fel år');
	await signInAs(page, writer);
	await openForm(page);
	await context.setOffline(true);
	await field(page).fill(text);
	await page.locator('summary', { hasText: 'När, var och vem' }).click();
	await page.getByLabel('Dag', { exact: true }).fill('2099-01-01');
	await send(page).click();
	await expect(page.getByText('(1 väntar)')).toBeVisible();

	await context.setOffline(false);
	await page.getByRole('button', { name: 'Öppna och rätta' }).click();
	await expect(page.getByText('Tidpunkten har inte varit än').first()).toBeVisible();
	await expect(field(page)).toHaveValue(text);
	await page.getByLabel('Dag', { exact: true }).fill('2026-01-01');
	await send(page).click();
	await expect(page).toHaveURL(/my-reports/);
	expect(await countReports(page, text)).toBe(1);
});

test('signing out warns about what waits, and leaves nothing on the device @script', async ({
	page,
	context
}) => {
	await signInAs(page, writer);
	await openForm(page);
	await waitForOfflineForm(page);
	const signOut = await context.newPage();
	await signOut.goto('/sign-out');

	await context.setOffline(true);
	await field(page).fill('Den här hann aldrig iväg');
	await send(page).click();
	await expect(page.getByText('(1 väntar)')).toBeVisible();
	await field(page).fill('Och det här är bara ett utkast');
	await expect(page.getByText('Utkast sparat')).toBeVisible();
	await page.close();

	await expect(signOut.getByText('Rapporter som inte har kunnat skickas än: 1')).toBeVisible();
	await context.setOffline(false);
	await signOut.getByRole('button', { name: 'Logga ut' }).click();
	await expect(signOut).toHaveURL(/sign-in/);
	const left = await signOut.evaluate(async () => {
		const request = indexedDB.open('opaverkad');
		const database = await new Promise<IDBDatabase>((resolve) => {
			request.onsuccess = () => resolve(request.result);
		});
		const stores = [...database.objectStoreNames];
		const counts = stores.map(
			(store) =>
				new Promise<number>((resolve) => {
					const count = database.transaction(store).objectStore(store).count();
					count.onsuccess = () => resolve(count.result);
				})
		);
		return { records: await Promise.all(counts), caches: await caches.keys() };
	});
	expect(left.records.filter((count) => count > 0)).toEqual([]);
	expect(left.caches).toEqual([]);
});

test.describe('when the answer is lost on the way', () => {
	// the network is played by the test
	test.use({ serviceWorkers: 'block' });

	test('the report that arrived is not reported again @script', async ({ page }) => {
		const text = words('Uppkopplingen bröts');
		await signInAs(page, writer);
		await openForm(page);
		await field(page).fill(text);
		await page.route(
			'**/report?/send',
			async (route) => {
				if (route.request().method() !== 'POST') return route.continue();
				await route.fetch();
				await route.abort();
			},
			{ times: 1 }
		);
		await send(page).click();
		await expect(page.getByText('Vi får ingen kontakt')).toBeVisible();
		expect(await countReports(page, text)).toBe(1);
		await page.getByRole('button', { name: 'Försök nu' }).click();
		await expect(page.getByText('Skickad')).toBeVisible();
		expect(await countReports(page, text)).toBe(1);
	});
});
