/** A manager puts their deadlines into their calendar, sees that another link closes the first, and closes it. */
import { expect, expectAccessible, signInAs, test } from './support.ts';

/** Another manager for each project, since they run at once. */
const managers: Record<string, string> = {
	phone: 'Åsa Rydell',
	desktop: 'Rickard Ståhle',
	'phone without JavaScript': 'Henrik Sandell',
	'desktop without JavaScript': 'Stefan Hallgren'
};

test('a link to one’s deadlines is made, shown once, replaced and closed', async ({ page, playwright }, {
	project
}) => {
	const program = await playwright.request.newContext();
	await signInAs(page, managers[project.name]!);
	await page.goto('/account');
	await page.getByRole('link', { name: 'Lägg tiderna i din kalender' }).click();
	await page.getByRole('button', { name: /^Skapa en/ }).click();
	const link = page.getByRole('link', { name: 'Länk till din kalender' });
	const first = (await link.getAttribute('href'))!;
	await expectAccessible(page);
	const answer = await program.get(first);
	expect(answer.headers()['content-type']).toBe('text/calendar; charset=utf-8');
	expect(await answer.text()).toMatch(/^BEGIN:VCALENDAR\r\n/);

	await page.goto('/account/calendar');
	await expect(link).toHaveCount(0);
	await page.getByRole('button', { name: 'Skapa en ny länk' }).click();
	const second = (await link.getAttribute('href'))!;
	expect((await program.get(first)).status()).toBe(404);
	expect((await program.get(second)).status()).toBe(200);

	await page.getByRole('button', { name: 'Stäng länken' }).click();
	await expect(page.getByText('Länken är stängd.')).toBeVisible();
	await expectAccessible(page);
	expect((await program.get(second)).status()).toBe(404);
	await program.dispose();
});
