/**
 * Lex Sarah: the manager hands over what may have reached a client, the officer investigates, decides and closes, and the
 * manager sees how far it has come, not what stands in it.
 */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

const manager = 'Monika Strand';
const officer = 'Inger Malmqvist';
const investigation = 'Handläggaren ändrade beslutet efter hotet. Det kan hända igen när någon är ensam.';

/** Writes one entry in the documentation of the record on the page. */
async function document(page: Page, kind: string, text: string): Promise<void> {
	await openDisclosure(page, 'Skriv i dokumentationen');
	const form = page.locator('#form-document');
	await form.getByRole('radio', { name: kind }).check();
	await form.getByLabel('Text', { exact: true }).fill(text);
	await form.getByRole('button', { name: 'Spara', exact: true }).click();
	await expect(page.getByRole('main')).toContainText('Dokumentationen är sparad.');
}

/** Goes to the page about lex Sarah of a case. */
async function goToCase(page: Page, number: string): Promise<void> {
	await signInAs(page, manager);
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('main').getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Lex Sarah', exact: true }).last().click();
}

test('what may have reached a client is handed over, investigated, decided and closed', async ({ page }) => {
	test.slow();
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Efter hotet fick familjen bistånd utan prövning.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	const main = page.getByRole('main');
	const number = /\d{4}-\d{4,}/.exec(await main.innerText())![0];

	await goToCase(page, number);
	// only what a lex Sarah officer needs goes over: the manager takes the rest away first
	await page.getByLabel('Vad hände?').fill('Ett beslut kan ha ändrats efter ett hot.');
	await page.getByRole('button', { name: 'Lämna över till lex Sarah' }).click();
	await expect(page.getByLabel('Vad hände?')).toHaveValue('Ett beslut kan ha ändrats efter ett hot.');
	await page.getByLabel('Hur kan en brukare ha drabbats').fill('Barnet kan ha blivit utan skydd.');
	await page.getByRole('button', { name: 'Lämna över till lex Sarah' }).click();
	await expect(main).toContainText('Överlämnat. Lex Sarah-ansvarig tar över frågan om brukaren.');
	await expect(main).toContainText('Mottaget');
	await expect(main).not.toContainText('Barnet kan ha blivit utan skydd.');
	await expectAccessible(page);

	await signInAs(page, officer);
	await page.goto('/lex-sarah');
	await main.getByRole('link', { name: new RegExp(number) }).click();
	await expect(main).toContainText('Barnet kan ha blivit utan skydd.');
	await expect(main).not.toContainText(reporter());
	await expect(main).toContainText('utred och avhjälp genast');
	await expect(page.locator('#close')).toContainText('en utredning i dokumentationen');
	await page.getByRole('button', { name: 'Börja utreda' }).click();
	await expect(main).toContainText('Utreds av: Du');
	await document(page, 'Utredning', investigation);
	await document(page, 'Åtgärd', 'Beslutet är omprövat av två handläggare.');

	await openDisclosure(page, 'Bedöm och besluta');
	const decide = page.locator('#form-decide');
	await decide.getByRole('radio', { name: /^Allvarligt missförhållande/ }).check();
	await decide.getByLabel('Skäl för bedömningen').fill('Ett barn blev utan skydd.');
	await decide.getByRole('radio', { name: 'Nej', exact: true }).check();
	await decide.getByLabel('Skäl för att anmäla, eller inte anmäla').fill('Det är allvarligt.');
	await decide.getByRole('button', { name: 'Spara beslutet' }).click();
	// the law leaves no choice, and nothing typed is lost
	await expect(main).toContainText('ska anmälas till IVO (27 kap. 6 § socialtjänstlagen)');
	await expect(decide.getByLabel('Skäl för bedömningen')).toHaveValue('Ett barn blev utan skydd.');
	await expectAccessible(page);
	await decide.getByRole('radio', { name: 'Ja', exact: true }).check();
	await decide.getByRole('button', { name: 'Spara beslutet' }).click();
	await expect(main).toContainText('Anmäl snarast till IVO');
	await expect(page.locator('#close')).toContainText('att anmälan till IVO är skickad');

	const ivo = page.locator('#form-ivo');
	const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
	await ivo.getByLabel('Anmält till IVO').fill(today);
	await ivo.getByRole('button', { name: 'Spara anmälan' }).click();
	await expect(main).not.toContainText('Anmäl snarast till IVO');
	await page.getByLabel('Sammanfatta hur det slutade').fill('Två beslutar nu efter ett hot.');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Avsluta ärendet' }).click();
	await expect(main).toContainText('Ärendet är avslutat.');
	await expect(page.getByRole('button', { name: 'Börja utreda' })).toHaveCount(0);
	await expectAccessible(page);
	await page.goto('/lex-sarah?tab=closed');
	await expect(main.getByRole('link', { name: new RegExp(number) })).toBeVisible();
	const recordUrl = await main.getByRole('link', { name: new RegExp(number) }).getAttribute('href');

	await goToCase(page, number);
	const record = page.locator('#record-1');
	await expect(record).toContainText('Avslutat');
	await expect(record).toContainText('Du ser att det finns och hur långt det har kommit.');
	await expect(main).not.toContainText('Barnet kan ha blivit');
	await expect(main).not.toContainText('Handläggaren ändrade beslutet');
	const refused = await page.goto(recordUrl!);
	expect([403, 404]).toContain(refused!.status());
	await expect(page.locator('body')).not.toContainText('Handläggaren ändrade beslutet');
});
