/** Two managers assess the same case at the same time: the second is told what the first did, and loses nothing typed. */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

async function fillAssessment(page: Page, url: string, rationale: string): Promise<void> {
	await page.goto(url);
	await openDisclosure(page, 'Bedöm händelsen');
	await page.getByRole('radio', { name: 'Ja, otillåten påverkan' }).check();
	await page.getByRole('radio', { name: '3 – Allvarlig' }).check();
	await page.getByLabel('Varför bedömer du så?').fill(rationale);
}

test('the second of two managers sees what the first did, and saves without typing again', async ({
	page,
	browser
}) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('För två chefer samtidigt.');
	await page.getByRole('checkbox', { name: 'Hot', exact: true }).check();
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];

	await signInAs(page, 'Monika Strand');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();
	const url = page.url();
	const contact = page.locator('form').filter({ has: page.getByRole('button', { name: 'Spara kontakten' }) });
	await openDisclosure(page, 'Skriv in en kontakt');
	await contact.getByRole('radio', { name: 'Möte' }).check();
	await contact.getByRole('button', { name: 'Spara kontakten' }).click();

	const other = await browser.newContext({ baseURL: process.env.OPAVERKAD_URL });
	try {
		const second = await other.newPage();
		await signInAs(second, 'Jonas Ekvall');
		await fillAssessment(second, url, 'Andra chefens skäl, som inte får gå förlorade.');
		await fillAssessment(page, url, 'Första chefens skäl.');
		await page.getByRole('button', { name: 'Spara bedömningen' }).click();
		await expect(page.getByRole('main')).toContainText('Första chefens skäl.');

		await second.getByRole('button', { name: 'Spara bedömningen' }).click();
		await expect(second.getByText('Någon annan hann före').first()).toBeVisible();
		await expect(second.getByRole('main')).toContainText('Monika Strand');
		await expect(second.getByLabel('Varför bedömer du så?')).toHaveValue(
			'Andra chefens skäl, som inte får gå förlorade.'
		);
		await expect(second.getByRole('radio', { name: '3 – Allvarlig' })).toBeChecked();
		await expectAccessible(second);

		await second.getByRole('button', { name: 'Spara bedömningen' }).click();
		await second.goto(url);
		await expect(second.getByRole('main')).toContainText('Andra chefens skäl');
	} finally {
		await other.close();
	}
});
