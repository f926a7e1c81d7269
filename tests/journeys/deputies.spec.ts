/** A manager names a deputy, the deputy handles a report, the reporter sees who can read it, and the manager ends it. */
import { expect, expectAccessible, openDisclosure, signInAs, test } from './support.ts';

/** Another unit for each project, since they run at once: manager, who stands in, who reports. */
const units: Record<string, [string, string, string]> = {
	phone: ['Åsa Rydell', 'Therese Ågren', 'Frida Malmsten'],
	desktop: ['Rickard Ståhle', 'Goran Babić', 'Petra Holmlund'],
	'phone without JavaScript': ['Henrik Sandell', 'Patrik Grönvall', 'Julia Forsman'],
	'desktop without JavaScript': ['Stefan Hallgren', 'Torbjörn Ekman', 'Ulrika Bromander']
};

test('a manager is away: the deputy acts, and it is said for whom', async ({ page }, { project }) => {
	const [manager, deputy, reporter] = units[project.name]!;
	const day = (days: number) =>
		new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
	await signInAs(page, manager);
	await page.goto('/deputies');
	await page.getByLabel('Vem?').selectOption({ label: deputy });
	await page.getByLabel('Sista dagen').fill(day(10));
	await page.getByRole('button', { name: 'Utse ersättare' }).click();
	await expect(page.getByText('Ersättaren är utsedd.')).toBeVisible();
	await expectAccessible(page);

	await signInAs(page, reporter);
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Medan chefen är borta.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	await expect(page.getByRole('main')).toContainText(`${deputy}, ersättare för ${manager}`);
	await expect(page.locator('section[aria-labelledby="readers"]')).toContainText(`Ersättare för ${manager}`);
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];

	await signInAs(page, deputy);
	await page.goto(`/inbox?tab=mine&number=${number}`);
	await expect(page.getByText(`Du är ersättare för ${manager}`)).toBeVisible();
	await page.getByRole('link', { name: number }).click();
	const contact = page.locator('form').filter({ has: page.getByRole('button', { name: 'Spara kontakten' }) });
	await openDisclosure(page, 'Skriv in en kontakt');
	await contact.getByRole('radio', { name: 'Möte' }).check();
	await contact.getByRole('button', { name: 'Spara kontakten' }).click();
	await expect(page.locator('#history')).toContainText(`${deputy}, i stället för ${manager}`);
	await expectAccessible(page);
	const url = page.url();

	await signInAs(page, manager);
	await page.goto('/deputies');
	await page
		.getByRole('button', { name: `Avsluta ersättarskapet för ${deputy}` })
		.first()
		.click();
	await expect(page.getByText('Ersättarskapet är avslutat.')).toBeVisible();
	await signInAs(page, deputy);
	expect((await page.goto(url))?.status()).toBe(404);
});
