/**
 * Papers out of a case: the notification to the authority, the package for the police with the lawyer's answer, and what is
 * handed out when somebody asks for it, with words masked.
 */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

const manager = 'Monika Strand';

/** Reports something as an employee, and goes to the documents of its case as the manager. @returns its number */
async function reportAndGoToDocuments(page: Page, what: string): Promise<string> {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill(what);
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];
	await goToDocuments(page, number);
	return number;
}

/** Goes to the documents of a case as its manager. */
async function goToDocuments(page: Page, number: string): Promise<void> {
	await signInAs(page, manager);
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('main').getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Dokument', exact: true }).click();
}

/** That a link leads to a PDF, and to nothing else. */
async function expectPdf(page: Page, name: string): Promise<void> {
	const href = await page.getByRole('link', { name }).getAttribute('href');
	const answer = await page.context().request.get(href!);
	expect(answer.status()).toBe(200);
	expect(answer.headers()['content-type']).toBe('application/pdf');
	expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
}

test('what is missing in the notification is filled in, and stands on the paper', async ({ page }) => {
	test.slow();
	await reportAndGoToDocuments(page, 'Föll i trappan när en besökare knuffade mig.');
	const main = page.getByRole('main');
	await page.getByRole('link', { name: 'Anmälan av arbetsskada' }).click();
	await expect(page.locator('#missing')).toContainText('Skadan eller besväret');
	await openDisclosure(page, 'Fyll i uppgifterna');
	await page.locator('#form-save').getByLabel('Skadan eller besväret').fill('Stukad handled.');
	await page.getByRole('button', { name: 'Spara uppgifterna' }).click();
	await expect(main).toContainText('Uppgifterna är sparade.');
	await expect(page.locator('#missing')).not.toContainText('Skadan eller besväret');
	await expectAccessible(page);
	await expectPdf(page, 'Hämta som PDF');
	await page.getByRole('link', { name: 'Visa för utskrift' }).click();
	await expect(main).toContainText('Stukad handled.');
	await expect(main).toContainText('Föll i trappan när en besökare knuffade mig.');
	await expectAccessible(page);
});

test('the lawyer answers whether what is in the package may go to the police', async ({ page }) => {
	test.slow();
	const number = await reportAndGoToDocuments(page, 'Han sa att han skulle slå mig nästa gång.');
	const main = page.getByRole('main');
	await page.getByRole('link', { name: 'Till polisanmälan' }).click();
	await expect(main).toContainText('Juristen är inte tillfrågad om sekretess.');
	await openDisclosure(page, 'Fråga juristen');
	const ask = page.locator('#form-ask');
	await ask.getByLabel('Vem frågar du?').selectOption({ label: 'Signe Bergenholtz' });
	await ask.getByLabel('Din fråga').fill('Får vi säga vilket stöd brukaren har?');
	await ask.getByRole('button', { name: 'Skicka frågan' }).click();
	await expect(main).toContainText('Juristen är tillfrågad men har inte svarat än.');
	await page.getByRole('button', { name: 'Visa för utskrift' }).click();
	await expect(main).toContainText('Juristens svar väntar.');
	await expect(main).toContainText('Kryssa i rutan om du har beslutat att lämna underlaget ändå.');
	await expectAccessible(page);
	await page.getByLabel('Jag vet det här och har beslutat').check();
	await page.getByRole('button', { name: 'Visa för utskrift' }).click();
	await expect(main).toContainText('har beslutat att lämna underlaget ändå.');
	await expectAccessible(page);

	await signInAs(page, 'Signe Bergenholtz');
	await page.goto('/requests');
	await page.getByRole('link', { name: `Ärende ${number}` }).click();
	await expect(main).toContainText('Får vi säga vilket stöd brukaren har?');
	await expect(main).toContainText('Han sa att han skulle slå mig nästa gång.');
	await page.getByRole('radio', { name: 'Ja, en del av dem' }).check();
	await page.getByLabel('Skäl', { exact: true }).fill('Säg inte vilket stöd det gäller.');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Skicka svaret' }).click();
	await expect(main).toContainText('Svaret är skickat.');
	await page.goto('/requests');
	await expect(main.locator('li').filter({ hasText: number })).toContainText('Besvarad');

	await goToDocuments(page, number);
	await page.getByRole('link', { name: 'Till polisanmälan' }).click();
	await expect(main).toContainText('Juristen har svarat: en del av uppgifterna får lämnas.');
	await expect(main).toContainText('Säg inte vilket stöd det gäller.');
	await expect(main).toContainText('inget har tagits bort ur underlaget sedan frågan ställdes');
	await openDisclosure(page, 'Ändra underlaget');
	await expect(page.getByRole('checkbox', { name: /Händelsen: Han sa/ })).toBeChecked();
	const words = page.getByLabel('Ord som ska tas bort');
	await words.fill('nästa gnåg');
	await page.getByRole('button', { name: 'Spara underlaget' }).click();
	await expect(main).toContainText('Orden finns inte i texten.');
	await expect(words).toHaveValue('nästa gnåg');
	await words.fill('nästa gång');
	await page.getByRole('button', { name: 'Spara underlaget' }).click();
	await expect(main).toContainText('Han sa att han skulle slå mig [borttaget].');
	await expectAccessible(page);
	await expectPdf(page, 'Hämta som PDF');
});

test('masked words are not in what is handed out', async ({ page }) => {
	test.slow();
	await reportAndGoToDocuments(page, 'Han ringde från 070-123 45 67 och skrek.');
	const main = page.getByRole('main');
	await page.getByRole('button', { name: 'Förbered ett utlämnande' }).click();
	await expect(main).toContainText('Utlämnandet är påbörjat.');
	await expect(main).toContainText('Ställen som ingen har tagit ställning till: 1.');
	await page.getByRole('group', { name: '070-123 45 67' }).getByRole('radio', { name: 'Maska' }).check();
	await page.getByRole('button', { name: 'Spara för texten' }).first().click();
	await expect(main).toContainText('Alla ställen är avgjorda.');
	await openDisclosure(page, 'Maska fler ord, eller lämna ute texten');
	await page.getByLabel('Maska också de här orden').last().fill('skrk');
	await page.getByRole('button', { name: 'Spara för texten' }).last().click();
	await page.getByRole('link', { name: 'Orden finns inte i texten.' }).click();
	await expect(page.locator(':focus')).toHaveValue('skrk');
	await page.locator(':focus').fill('skrek');
	await page.getByRole('button', { name: 'Spara för texten' }).last().click();
	await expect(main).toContainText('Det är sparat.');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Besluta utlämnandet' }).click();
	await expect(main).toContainText('Utlämnandet är beslutat.');
	await expectAccessible(page);
	await expectPdf(page, 'Hämta dokumentet som PDF');
	await page.getByRole('link', { name: 'Visa för utskrift' }).click();
	await expect(main).toContainText('Han ringde från [maskat:');
	await expect(main).not.toContainText('070-123');
	await expect(main).not.toContainText('skrek');
	await expectAccessible(page);
});
