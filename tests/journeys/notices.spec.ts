/** A report comes; its manager finds it among the notices and opens it; the reporter gets an answer, and chooses what is mailed. */
import { expect, expectAccessible, signInAs, test } from './support.ts';

/** Another unit for each project, since they run at once: manager, who reports. */
const units: Record<string, [string, string]> = {
	phone: ['Åsa Rydell', 'Frida Malmsten'],
	desktop: ['Rickard Ståhle', 'Petra Holmlund'],
	'phone without JavaScript': ['Henrik Sandell', 'Julia Forsman'],
	'desktop without JavaScript': ['Stefan Hallgren', 'Ulrika Bromander']
};

test('what waits is found under Notiser, and is read when it is opened', async ({ page }, { project }) => {
	const [manager, reporter] = units[project.name]!;
	await signInAs(page, reporter);
	await page.goto('/report');
	await page.getByLabel('Vad hände?').fill('Någon väntade vid min bil.');
	await page.getByRole('button', { name: 'Skicka', exact: true }).click();
	await page.waitForURL(/\/my-reports\//);
	const number = /\d{4}-\d{4,}/.exec(await page.getByRole('main').innerText())![0];

	await signInAs(page, manager);
	await page.goto('/notices');
	await expectAccessible(page);
	const notice = page.getByRole('listitem').filter({ hasText: number });
	await expect(notice).toContainText('En ny rapport väntar på dig.');
	await notice.getByRole('link').first().click();
	await expect(page.getByRole('main')).toContainText(number);
	await page.goto('/notices');
	await expect(
		page
			.getByRole('listitem')
			.filter({ hasText: number })
			.getByRole('button', { name: /Markera som läst/ })
	).toHaveCount(0);

	await signInAs(page, reporter);
	await page.goto('/account/notifications');
	await expectAccessible(page);
	await page.getByRole('radiogroup', { name: 'Dina egna rapporter' }).getByText('Ingen e-post').click();
	await page.getByLabel('Tyst till klockan').selectOption({ label: 'Inga tysta timmar' });
	await page.getByRole('button', { name: 'Spara' }).click();
	// from an hour to no hour is not a choice
	await expect(page.getByRole('main')).toContainText('Fyll i det här.');
	await page.getByLabel('Tyst från klockan').selectOption({ label: 'Inga tysta timmar' });
	await page.getByRole('button', { name: 'Spara' }).click();
	await expect(page.getByText('Dina val är sparade.')).toBeVisible();
	await expect(
		page.getByRole('radiogroup', { name: 'Dina egna rapporter' }).getByRole('radio', { name: 'Ingen e-post' })
	).toBeChecked();
});
