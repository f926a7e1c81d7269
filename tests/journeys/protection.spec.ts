/**
 * After a threat: the manager asks, the security coordinator assesses and protects, a colleague tells what they heard, and the
 * exposed person says whether they were supported.
 */
import { expect, expectAccessible, openDisclosure, reporter, signInAs, test } from './support.ts';

const day = (days: number) =>
	new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });

test('a threat is assessed and protected against', async ({ page }) => {
	test.slow();
	await signInAs(page, reporter());
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Han sa att han vet var jag bor.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];

	await signInAs(page, 'Monika Strand');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('main').getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Skydd', exact: true }).click();
	await page.getByLabel('Vad vill du ha bedömt?').fill('Kan hon arbeta ensam?');
	await page.getByRole('button', { name: 'Skicka begäran' }).click();
	await expect(page.getByText('Väntar på säkerhetssamordnaren')).toBeVisible();
	await expectAccessible(page);

	await signInAs(page, 'Peter Nordh');
	await page.goto('/threat-assessments');
	await page.getByRole('main').getByRole('link', { name: number }).click();
	await expect(page.getByText('Kan hon arbeta ensam?')).toBeVisible();
	const assess = page.locator('#form-assess');
	for (const factor of ['Förmåga', 'Avsikt', 'Tillfälle', 'Tidigare händelser']) {
		await assess
			.getByRole('radiogroup', { name: `${factor}: nivå` })
			.getByLabel('Förhöjd')
			.check();
		await assess.getByLabel(`${factor}: skäl`).fill('Två samtal, det senaste från 070-123 45 67.');
	}
	await assess.locator('input[name=overallLevel][value=high]').check();
	await assess.getByLabel('Samlad bedömning: skäl').fill('Ett möte är bokat i morgon.');
	await assess.getByLabel('Gäller till och med').fill(day(90));
	await assess.getByLabel('Ses över senast').fill(day(30));
	await assess.getByRole('button', { name: 'Spara bedömningen' }).click();
	// what looks like a phone number is asked about once, and nothing typed is lost
	await expect(page.getByText('Det här ser ut som personuppgifter: 070-123 45 67').first()).toBeVisible();
	await expectAccessible(page);
	await assess.getByLabel('Uppgifterna behövs för bedömningen').check();
	await assess.getByRole('button', { name: 'Spara bedömningen' }).click();
	await expect(page.getByText('Nivå: Hög')).toBeVisible();

	await openDisclosure(page, 'Lägg till ett skydd');
	const protect = page.locator('#form-protect');
	await protect.getByLabel('Två handläggare').check();
	await protect.getByLabel('Vad ska göras?').fill('Vid alla möten.');
	await protect.locator('input[name=dueDate]').fill(day(1));
	await protect.getByRole('button', { name: 'Lägg till skyddet' }).click();
	await expect(page.getByText('Skyddet är tillagt som en åtgärd.')).toBeVisible();

	await signInAs(page, 'Farhad Moradi');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('main').getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Skydd', exact: true }).click();
	await expect(page.getByText('Nivå: Hög')).toBeVisible();
	await expect(page.getByText('Ett möte är bokat i morgon.')).toHaveCount(0);

	await signInAs(page, 'Monika Strand');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('main').getByRole('link', { name: number }).click();
	await expect(page.locator('#measures')).toContainText('Två handläggare: Vid alla möten.');

	await page.getByRole('link', { name: 'Berättelser', exact: true }).click();
	await page.goto(`${page.url()}?name=Amina`);
	await page.getByLabel('Vem?').selectOption({ index: 1 });
	const question = `Vad hörde du när ${number} hände?`;
	await page.getByLabel('Vad vill du att personen berättar om?').fill(question);
	await page.getByRole('button', { name: 'Skicka frågan' }).click();
	await expect(page.getByText('Väntar på svar')).toBeVisible();
	await expectAccessible(page);
	const statements = page.url();

	await signInAs(page, 'Amina Warsame');
	await page.goto('/my-tasks');
	const asked = page
		.getByRole('main')
		.getByRole('link', { name: 'Monika Strand ber dig berätta vad du såg' });
	// each project asks anew: the latest question is the one with our number
	for (const href of await asked.evaluateAll((all) => all.map((link) => link.getAttribute('href')!))) {
		await page.goto(href);
		if (await page.getByText(question).isVisible()) break;
	}
	await page.getByLabel('Vad såg eller hörde du?').fill('Jag hörde att någon skrek.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await expect(page.getByText('Tack. Din berättelse är skickad.')).toBeVisible();
	await expectAccessible(page);

	await signInAs(page, 'Monika Strand');
	await page.goto(statements);
	await expect(page.getByText('Jag hörde att någon skrek.')).toBeVisible();
	await page.getByRole('button', { name: /^Ta emot berättelsen/ }).click();
	await expect(page.getByText('Berättelsen är mottagen.')).toBeVisible();
});

test('the exposed person says whether they were supported, and the manager reads it', async ({ page }, {
	project
}) => {
	await signInAs(page, reporter());
	await page.goto('/my-reports');
	// an older one, whose week has passed
	const older = page
		.getByRole('main')
		.getByRole('link', { name: /^\d{4}-\d{4}/ })
		.last();
	const number = /\d{4}-\d{4,}/.exec(await older.innerText())![0];
	await older.click();
	await page.getByRole('link', { name: 'Stöd till dig och råd om att synas mindre' }).click();
	if ((await page.locator('summary', { hasText: 'Svara igen' }).count()) > 0) {
		await openDisclosure(page, 'Svara igen');
	}
	await page.getByRole('radio', { name: 'Delvis' }).check();
	await page.getByLabel('Vad var bra, och vad saknades?').fill(`Bra samtal (${project.name}).`);
	await page.getByLabel('Jag vill ha mer kontakt').check();
	await page.getByRole('button', { name: /^Skicka (svaret|ett nytt svar)$/ }).click();
	await expect(page.getByText('den som handlägger ser att du vill ha mer kontakt')).toBeVisible();
	await expectAccessible(page);

	await signInAs(page, 'Monika Strand');
	await page.goto(`/inbox?tab=all&number=${number}`);
	await page.getByRole('main').getByRole('link', { name: number }).click();
	await page.getByRole('link', { name: 'Stöd efteråt', exact: true }).click();
	await expect(page.getByText(`Bra samtal (${project.name}).`)).toBeVisible();
	await page.getByRole('radio', { name: 'Efter en månad' }).check();
	await page.getByRole('radio', { name: 'Gjort' }).check();
	await page.getByRole('button', { name: 'Spara', exact: true }).click();
	await expect(page.getByText('Steget är sparat.')).toBeVisible();
	await expectAccessible(page);
});
