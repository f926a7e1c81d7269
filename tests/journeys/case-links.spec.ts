/** Somebody reports twice by mistake, corrects what they wrote, and the manager merges the two into one event. */
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

test('two reports of one event become one case, and the reporter sees what happens to both', async ({
	page
}) => {
	await signInAs(page, reporter());
	const report = async () => {
		await page.goto('/report');
		await page.getByLabel('Vad hände?').fill('Mannen ringde i går.');
		await page.getByRole('button', { name: 'Skicka', exact: true }).click();
		await page.waitForURL(/\/my-reports\//);
		return /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];
	};
	const first = await report();
	const second = await report();
	const own = page.url().replace('?sent', '');

	await page.getByRole('link', { name: 'Rätta det du skrev' }).click();
	await expectAccessible(page);
	await page.getByLabel('Vad hände?').fill('Mannen ringde i dag.');
	await page.getByRole('button', { name: 'Spara rättelsen' }).click();
	await expect(page.getByText('Rättelsen är sparad.')).toBeVisible();

	await signInAs(page, 'Monika Strand');
	await page.goto(`/inbox?tab=all&number=${second}`);
	await page.getByRole('link', { name: second }).click();
	await openDisclosure(page, 'Visa vad som stod tidigare');
	await expect(page.getByText('Mannen ringde i går.')).toBeVisible();
	await page.getByRole('main').getByRole('link', { name: 'Samband', exact: true }).click();
	await openDisclosure(page, 'Slå ihop två rapporter om samma händelse');
	await page.getByLabel('Ärendet som det ska handläggas i').fill(first);
	await page.getByLabel('Hur vet du att det är samma händelse?').fill('Samma samtal, skickat två gånger.');
	await page.getByLabel(/^Vad vill du säga/).fill('Vi handlägger dina två rapporter tillsammans.');
	await page.getByRole('button', { name: 'Slå ihop' }).click();
	await expect(page.getByText('Rapporterna är sammanslagna.')).toBeVisible();
	await expectAccessible(page);

	await signInAs(page, reporter());
	await page.goto(own);
	await expect(page.getByRole('heading', { name: 'Handläggs tillsammans' })).toBeVisible();
	await expect(page.getByText('Vi handlägger dina två rapporter tillsammans.')).toBeVisible();
	await expectAccessible(page);
});
