/** Evidence: the reporter adds a screenshot afterwards, the manager looks at it, and it shows who has had it. */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

/** A picture of one point. */
const picture = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);

/** Reports something, and goes on to its files. @returns its number */
async function reportAndGoToFiles(page: Page): Promise<string> {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Hotades i ett inlägg i sociala medier.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tack. Din rapport är mottagen.');
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];
	await page.getByRole('link', { name: 'Lägg till filer i rapporten' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lägg till filer');
	return number;
}

test('a screenshot from the telephone becomes evidence, and who has had it is on the page', async ({
	page
}) => {
	const number = await reportAndGoToFiles(page);
	await expectAccessible(page);
	await openDisclosure(page, 'Kommer det från sociala medier?');
	await page.getByLabel('Adressen till inlägget').fill('https://social.example/inlagg/17');
	await page.getByLabel('Välj filer').setInputFiles([
		{ name: 'Skärmbild.png', mimeType: 'image/png', buffer: picture },
		{ name: 'Brev.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7\n${number}`) }
	]);
	await page.getByRole('button', { name: 'Skicka filerna' }).click();
	await expect(page.getByRole('main')).toContainText('Filerna är mottagna.');
	await expect(page.getByRole('main')).toContainText('Skärmbild.png');
	await expectAccessible(page);

	await signInAs(page, 'Monika Strand');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Filer', exact: true }).click();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'Skärmbild.png' }).click();
	await expect(page.getByRole('main')).toContainText('https://social.example/inlagg/17');
	await openDisclosure(page, 'Visa bilden');
	const shown = page.getByAltText('Bilden som den ser ut utan dolda uppgifter');
	await shown.scrollIntoViewIfNeeded();
	await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Hämta originalet' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(new RegExp(`^${number}-[0-9a-f]{8}\\.png$`));
	await page.reload();
	const custody = page.getByRole('table', { name: 'Det som har gjorts med filen' });
	await expect(custody).toContainText('Hämtade originalet');
	await expect(custody).toContainText('Tittade på bilden');
	await expect(custody).toContainText('Lade till filen');
	await expectAccessible(page);

	await openDisclosure(page, 'Hamnade filen här av misstag?');
	await page.getByLabel('Varför förseglas filen?').fill('Provet är slut.');
	await page.getByRole('button', { name: 'Försegla filen' }).click();
	await expect(page.getByRole('main')).toContainText('Ingen kan öppna den längre.');
	await expect(page.getByRole('link', { name: 'Hämta originalet' })).toHaveCount(0);
	await expectAccessible(page);
});

test('what is no evidence is refused in words, and what was typed stays', async ({ page }) => {
	await reportAndGoToFiles(page);
	await openDisclosure(page, 'Kommer det från sociala medier?');
	await page.getByLabel('Adressen till inlägget').fill('https://social.example/inlagg/18');
	const html = Buffer.from('<!doctype html><script>alert(1)</script>');
	await page
		.getByLabel('Välj filer')
		.setInputFiles({ name: 'sida.jpg', mimeType: 'image/jpeg', buffer: html });
	await page.getByRole('button', { name: 'Skicka filerna' }).click();
	await expect(page.getByRole('main')).toContainText('Den här typen av fil går inte att ta emot.');
	await expect(page.getByLabel('Adressen till inlägget')).toHaveValue('https://social.example/inlagg/18');
});

test('a file goes on after the line broke, and shows how far it is @script', async ({ page, context }) => {
	const number = await reportAndGoToFiles(page);
	const large = Buffer.concat([Buffer.from(`%PDF-1.7\n${number}\n`), Buffer.alloc(9_000_000, 'x')]);
	let pieces = 0;
	await page.route('**/uploads/*', async (route) => {
		if (route.request().method() === 'PATCH' && ++pieces === 2) await route.abort('connectionreset');
		else await route.continue();
	});
	await page
		.getByLabel('Välj filer')
		.setInputFiles({ name: 'Stor.pdf', mimeType: 'application/pdf', buffer: large });
	await page.getByRole('button', { name: 'Skicka filerna' }).click();
	await expect(page.getByRole('main')).toContainText('Filerna är mottagna.', { timeout: 30_000 });
	await expect(page.getByRole('main')).toContainText('9 MB');
	expect(pieces).toBeGreaterThanOrEqual(4);
	// nothing about the file stays in the browser
	const kept = await context.storageState();
	expect(JSON.stringify(kept.origins)).not.toContain('Stor');
});
