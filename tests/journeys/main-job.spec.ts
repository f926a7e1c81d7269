/**
 * The main job, end to end: a social worker reports, her manager contacts, assesses, acts and closes with feedback, she reads
 * it, and the controller sees the figure move. On a phone and a desktop, with JavaScript and without.
 */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

const manager = 'Monika Strand';
const controller = 'Leila Haddad';

const v01 =
	'Brukare ringde tolv gånger i går efter avslaget på försörjningsstöd. Skriker att jag förstör hans liv och att han tänker ringa varje dag tills jag ändrar mig. Fick till slut stänga av telefonen för att få arbetsro.';
const feedback =
	'Växeln tar samtalen från och med nu, och du har fått en kollega med dig. Tack för att du rapporterade.';

/** The number of incidents on the statistics page, as the controller sees it. */
async function incidentsCounted(page: Page): Promise<number> {
	await signInAs(page, controller);
	await page.goto('/statistics');
	const figure = page.getByRole('main').locator('.key-figures, dl').first();
	const text = await figure.innerText();
	return Number(/\d[\d\s\u00a0]*/.exec(text)![0].replace(/\D/g, ''));
}

test('a report becomes support, measures, feedback and a figure', async ({ page }) => {
	const before = await incidentsCounted(page);

	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill(v01);
	await page.getByRole('checkbox', { name: 'Trakasserier' }).check();
	await page.getByRole('radio', { name: 'Telefon' }).check();
	await page.getByRole('radio', { name: 'Brukare' }).check();
	await page
		.getByRole('radiogroup', { name: /Uppfattade du/ })
		.getByRole('radio', { name: 'Ja' })
		.check();
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();

	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tack. Din rapport är mottagen.');
	await expect(page.getByRole('main')).toContainText(`${manager} kontaktar dig senast`);
	await expect(page.getByRole('blockquote')).toHaveText(v01);
	const receipt = page.url();
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];
	await expectAccessible(page);

	await signInAs(page, manager);
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();
	await expect(page.getByRole('main')).toContainText(v01);
	await expectAccessible(page);

	await openDisclosure(page, 'Skriv in en kontakt');
	await page.getByRole('radio', { name: 'Telefonsamtal' }).check();
	await page.getByRole('button', { name: 'Spara kontakten' }).click();

	await openDisclosure(page, 'Bedöm händelsen');
	await page.getByRole('radio', { name: 'Ja, otillåten påverkan' }).check();
	await page.getByRole('radio', { name: '2 – Kännbar' }).check();
	await page.getByLabel('Varför bedömer du så?').fill('Upprepade samtal med mål att få beslutet ändrat.');
	await page.getByRole('button', { name: 'Spara bedömningen' }).click();

	await openDisclosure(page, 'Lägg till en åtgärd');
	await page.getByRole('radio', { name: /^Direkt/ }).check();
	await page.getByLabel('Vad ska göras?').fill('Växeln tar emot samtalen.');
	await page.getByLabel('Senast när?').fill(new Date(Date.now() + 86_400_000 * 7).toISOString().slice(0, 10));
	await page.getByRole('button', { name: 'Lägg till åtgärden' }).click();

	await page.getByRole('link', { name: /Öppna åtgärden/ }).click();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Markera som klar' }).click();
	await openDisclosure(page, 'Hjälpte det?');
	await page.getByRole('radio', { name: 'Ja, det hjälpte' }).check();
	await page.getByLabel('Hur märks det?').fill('Inga fler samtal.');
	await page.getByRole('button', { name: 'Spara', exact: true }).click();

	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Visa skyldigheterna' }).click();
	await expectAccessible(page);
	await page.getByRole('link', { name: /^Ta ställning.*polisanmälan/ }).click();
	await page.getByRole('radio', { name: 'Det är gjort' }).check();
	await page.getByLabel('Hur gjordes det?').fill('Ringde 114 14 från arbetsplatsens telefon.');
	await page.getByLabel('Referensnummer').fill('TEST-K 1');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Spara ställningstagandet' }).click();
	await expect(page.getByRole('main')).toContainText('Ställningstagandet är sparat.');
	await expect(page.locator('#decided')).toContainText('Ta ställning till polisanmälan');

	await page.getByRole('link', { name: 'Översikt' }).click();
	await openDisclosure(page, 'Avsluta ärendet');
	const ending = page
		.locator('details')
		.filter({ has: page.getByRole('button', { name: 'Avsluta med återkopplingen' }) });
	await ending.getByLabel('Återkoppling till rapportören').fill(feedback);
	await page.getByRole('button', { name: 'Avsluta med återkopplingen' }).click();
	await expect(page.getByRole('main')).toContainText(
		'Ärendet är avslutat och rapportören har fått återkoppling.'
	);

	await signInAs(page, reporter());
	await page.goto('/my-reports');
	await page.getByRole('link', { name: number }).click();
	expect(page.url()).toBe(receipt.replace('?sent', ''));
	await expect(page.getByRole('main')).toContainText(feedback);
	await expectAccessible(page);

	expect(await incidentsCounted(page)).toBeGreaterThanOrEqual(before + 1);
});

test('a visitor of the demo becomes one of the people by a click', async ({ page }) => {
	await page.goto('/inbox');
	await expect(page).toHaveURL(/\/sign-in\?to=%2Finbox/);
	await page
		.getByRole('button', { name: new RegExp(`^${manager}`) })
		.first()
		.click();
	await expect(page).toHaveURL(/\/inbox$/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inkorg');
});

test('back and send again gives one report', async ({ page }) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Skickas två gånger.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/mottagen/);
	const first = page.url();
	await page.goBack();
	await page.getByLabel('Vad hände?').fill('Skickas två gånger.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	expect(new URL(page.url()).pathname).toBe(new URL(first).pathname);
});

test('another unit, far away in the organisation, is two taps away and nothing typed is lost', async ({
	page
}) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Hände när jag lånades ut.');
	await page.getByRole('radio', { name: 'Besök eller reception' }).check();
	await openDisclosure(page, 'När, var och vem');
	await expect(page.getByRole('option', { name: 'Jobbcenter', exact: true })).toHaveCount(0);
	await page.getByRole('button', { name: 'Visa alla enheter' }).click();
	await expect(page.getByLabel('Vad hände?')).toHaveValue('Hände när jag lånades ut.');
	await expect(page.getByRole('radio', { name: 'Besök eller reception' })).toBeChecked();
	await page.getByLabel('Var hände det?').selectOption({ label: 'Jobbcenter' });
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	await expect(page.getByRole('main')).toContainText('Jobbcenter');
});

test('the Enter key sends the report', async ({ page }) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Skickad med Enter.');
	await openDisclosure(page, 'Lägg till mer');
	await page
		.getByLabel(/ärende eller beslut|beslut/i)
		.first()
		.press('Enter');
	await page.waitForURL(/\/my-reports\//);
	await expect(page.getByRole('main')).toContainText('Skickad med Enter.');
});

test('nothing typed is lost when something is wrong', async ({ page }) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	const long = 'Lång text. '.repeat(1_000);
	await page.getByLabel('Vad hände?').fill(long);
	await page.getByRole('radio', { name: 'Sms', exact: true }).check();
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Det här behöver du titta på' })).toBeVisible();
	await expect(page.getByLabel('Vad hände?')).toHaveValue(long);
	await expect(page.getByRole('radio', { name: 'Sms', exact: true })).toBeChecked();
	await expect(page.getByRole('main')).toContainText('får vara högst 10000');

	await page.getByLabel('Vad hände?').fill('');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await expect(page.getByRole('main')).toContainText('eller välj minst en typ');
});

test('choosing chef shows at once that the report does not go to her', async ({ page }) => {
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByRole('radio', { name: 'Chef', exact: true }).check();
	await expect(page.getByText('visselblåsarfunktionen').filter({ visible: true }).first()).toBeVisible();
	await page.getByLabel('Vad hände?').fill('Chefen vill att jag skriver om bedömningen.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	await expect(page.getByRole('main')).toContainText('kontaktar dig');
	await expect(page.getByRole('main')).not.toContainText(`${manager} kontaktar dig`);
	const id = new URL(page.url()).pathname.split('/').at(-1)!;

	await signInAs(page, manager);
	for (const path of ['/inbox', '/inbox?tab=all', '/my-tasks']) {
		await page.goto(path);
		await expect(page.getByRole('main')).not.toContainText('Chefen vill att jag skriver om');
	}
	expect((await page.goto(`/my-reports/${id}`))?.status()).toBe(404);
});
