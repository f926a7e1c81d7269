/** A threat: the manager thinks that the police need not be told, the security coordinator does not agree, and so it is done. */
import { expect, expectAccessible, reporter, signInAs, test } from './support.ts';

const manager = 'Monika Strand';

test('that the police need not be told is for two people to say', async ({ page }) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('En man sa i telefon att jag skulle passa mig på väg hem.');
	await page.getByRole('checkbox', { name: 'Hot', exact: true }).check();
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tack. Din rapport är mottagen.');
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];

	await signInAs(page, manager);
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Visa skyldigheterna' }).click();
	const main = page.getByRole('main');
	await expect(main).toContainText('Det gäller hot.');
	await expect(main).toContainText('Utan dröjsmål – helst samma dag. Lagen anger ingen tid.');

	await page.getByRole('link', { name: /^Ta ställning.*polisanmälan/ }).click();
	await page.getByRole('radio', { name: 'Det behövs inte' }).check();
	await page.getByRole('button', { name: 'Spara ställningstagandet' }).click();
	await expect(main).toContainText('Varför behövs det inte?');
	await page.getByLabel('Varför behövs det inte?').fill('Vi vet inte vem det var.');
	await page.getByRole('button', { name: 'Spara ställningstagandet' }).click();
	await expect(main).toContainText('Väntar på en till person');
	await expect(page.getByRole('link', { name: /^Granska beslutet/ })).toHaveCount(0);

	await signInAs(page, 'Peter Nordh');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Visa skyldigheterna' }).click();
	await page.getByRole('link', { name: /^Granska beslutet.*polisanmälan/ }).click();
	await page.getByRole('radio', { name: /^Nej, det behöver övervägas igen/ }).check();
	await page.getByLabel('Vad talar emot?').fill('Polisen kan ta reda på vem det var.');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Spara', exact: true }).click();
	await expect(main).toContainText('Ditt svar är sparat.');
	await expect(page.locator('#police')).toContainText('Håller inte med');
	await expect(page.locator('#police')).toContainText('Obeslutad');

	// back with the manager: done is more than a tick
	await signInAs(page, manager);
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Visa skyldigheterna' }).click();
	await page.getByRole('link', { name: /^Ta ställning.*polisanmälan/ }).click();
	await expect(page.getByLabel('Datum')).not.toHaveValue('');
	await page.getByRole('radio', { name: 'Det är gjort' }).check();
	await page.getByRole('button', { name: 'Spara ställningstagandet' }).click();
	await expect(main).toContainText('Skriv kort hur det gjordes.');
	await page.getByLabel('Hur gjordes det?').fill('Ringde 114 14.');
	await page.getByRole('button', { name: 'Spara ställningstagandet' }).click();
	await expect(main).toContainText('Finns inget av dem, skriv varför.');
	await expect(page.getByLabel('Hur gjordes det?')).toHaveValue('Ringde 114 14.');
	await page.getByLabel('Varför finns varken nummer eller kvitto?').fill('Polisen ringer upp med numret.');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Spara ställningstagandet' }).click();
	await expect(page.locator('#police')).toContainText('Varken nummer eller kvitto finns:');
	await expect(page.locator('#police')).toContainText('Polisen ringer upp med numret.');
});
