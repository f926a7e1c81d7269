/** Somebody reads a case; its reporter sees who did, and the data protection officer finds it, and writes the review down. */
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

test('who has read a case is seen by its reporter, found in the log, and the review is written down', async ({
	page
}) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('För den som undrar vem som läser.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];
	const report = page.url().split('?')[0]!;
	await page.getByRole('link', { name: 'Vem har läst mitt ärende?' }).click();
	await expect(page.getByRole('main')).toContainText('Ingen har läst ännu');

	await signInAs(page, 'Monika Strand');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();

	await signInAs(page, reporter());
	await page.goto(`${report}/readers`);
	await expect(page.getByRole('row', { name: /Monika Strand/ })).toContainText('som chef');

	await signInAs(page, 'Mats Ringborg');
	await page.goto('/log');
	await openDisclosure(page, 'Sök i loggen');
	await page.getByLabel('Ärendenummer').fill(number);
	await page.getByRole('checkbox', { name: /^Bara läsningar/ }).check();
	await page.getByRole('button', { name: 'Sök', exact: true }).click();
	const lines = page.locator('ol.lines');
	await expect(lines.getByRole('listitem')).toHaveCount(1);
	await expect(lines).toContainText(`Monika Strand läste ärende ${number} som chef`);
	await expect(page.getByRole('main')).not.toContainText('undrar vem som läser');
	await expectAccessible(page);

	await page.getByRole('link', { name: 'Skriv in granskningen' }).click();
	await page.getByRole('radio', { name: /^Med anmärkning/ }).check();
	await page.getByRole('button', { name: 'Spara granskningen' }).click();
	await expect(page.getByRole('main')).toContainText('Skriv vad du såg.');
	await expectAccessible(page);
	await page.getByLabel('Vad såg du, och varför bedömer du så?').fill('Läsningen hörde till arbetet.');
	await page.getByRole('radio', { name: /^Utan anmärkning/ }).check();
	await page.getByRole('button', { name: 'Spara granskningen' }).click();
	await expect(page.getByRole('main')).toContainText('Granskningen är sparad.');
	await expect(page.getByRole('main')).toContainText('Läsningen hörde till arbetet.');

	// that the log was looked at for the case is shown to its reporter, as a function
	await signInAs(page, reporter());
	await page.goto(`${report}/readers`);
	await expect(page.getByRole('row', { name: /Dataskyddsombudet/ })).toBeVisible();
	await expect(page.getByRole('main')).not.toContainText('Mats Ringborg');
});
