/** An administrator changes a level: what was typed wrong comes back, what was saved says by whom, and others read it. */
import { expect, expectAccessible, signInAs, test } from './support.ts';

/** Another level for each project, since they run at once, and none that another journey waits for. */
const levels: Record<string, { label: RegExp; help: RegExp }> = {
	phone: { label: /^Fråga om jäv/, help: /Att pröva frågan\. Förvalt: 24 timmar\./ },
	'desktop without JavaScript': {
		label: /^Skyddsombudets begäran/,
		help: /Att bekräfta och besvara den\. Förvalt: 24 timmar\./
	}
};

test('a local level is changed, and it is said who did it', async ({ page }, { project }) => {
	const { label, help } = levels[project.name]!;
	await signInAs(page, 'Tove Åkesson');
	await page.goto('/organisation/settings');
	const main = page.getByRole('main');
	await expect(main.getByText(help)).toContainText('Kommunen har inte ändrat det.');
	await expectAccessible(page);

	await page.getByLabel(label).fill('fyra');
	await page.getByRole('button', { name: 'Spara inställningarna' }).click();
	await expect(main).toContainText('skriv ett helt tal från 1 till 72.');
	await expect(page.getByLabel(label)).toHaveValue('fyra');
	await expectAccessible(page);

	await page.getByLabel(label).fill('20');
	await page.getByRole('button', { name: 'Spara inställningarna' }).click();
	await expect(main).toContainText('Inställningarna är sparade.');
	await expect(page.getByLabel(label)).toHaveValue('20');
	await expect(main.getByText(help)).toContainText('Ändrat av Tove Åkesson');

	await page.getByRole('button', { name: 'Spara inställningarna' }).click();
	await expect(main).toContainText('Inget var ändrat, så inget sparades.');

	await signInAs(page, 'Gun-Britt Ahlström');
	await page.goto('/organisation/settings');
	await expect(main).toContainText(/20 timmar\. Förvalt: 24 timmar\. Ändrat av Tove Åkesson/);
	await expect(page.getByRole('button', { name: 'Spara inställningarna' })).toHaveCount(0);
	await expectAccessible(page);
});
