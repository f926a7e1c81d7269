/** The system administrator reads in a file: what would change, the yes, the result, and how it is undone. */
import { expect, expectAccessible, signInAs, test } from './support.ts';

const csv = (...lines: string[]) => ({
	name: 'fil.csv',
	mimeType: 'text/csv',
	buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`)
});

test('the organisation is imported after a dry run', async ({ page }, { project, retry }) => {
	// each browser and each try imports people of its own
	const key = project.name.replace(/\W/g, '') + String(retry);
	await signInAs(page, 'Tove Åkesson');
	await page.goto('/people');
	await page.getByRole('link', { name: 'Importera från fil' }).click();

	// half a file, and mistakes: told with line and column, and nothing can be imported
	await page
		.getByLabel('Personer', { exact: true })
		.setInputFiles(csv('id;namn;e-post;enhet', `X${key};;x@;Finns inte`));
	await page.getByRole('button', { name: 'Visa vad som skulle ändras' }).click();
	await expect(page.getByRole('main')).toContainText(
		'Personer, rad 2, kolumnen e-post: ”x@” är ingen e-postadress.'
	);
	await expect(page.getByRole('button', { name: 'Importera' })).toHaveCount(0);
	await expectAccessible(page);

	await page.getByRole('link', { name: 'Välj filer på nytt' }).click();
	await page
		.getByLabel('Personer', { exact: true })
		.setInputFiles(
			csv(
				'id;namn;e-post;befattning;enhet',
				`A${key};Importa ${key};a${key}@prov.example;handläggare;Vuxenenheten`,
				`B${key};Importe ${key};b${key}@prov.example;handläggare;Vuxenenheten`
			)
		);
	await page
		.getByLabel('Roller', { exact: true })
		.setInputFiles(csv('person;roll;enhet', `A${key};Controller;Vuxenenheten`));
	await page.getByRole('button', { name: 'Visa vad som skulle ändras' }).click();
	await expect(page.getByRole('main')).toContainText('Antal ändringar: 3.');
	await expect(page.getByRole('main')).toContainText(`Importa ${key}`);
	await expectAccessible(page);

	await page.getByRole('button', { name: 'Importera' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Importen är klar' })).toBeVisible({
		timeout: 30_000
	});
	await expect(page.getByRole('link', { name: 'Visa ändringen, eller ångra den' })).toBeVisible();

	// found by a search that the address does not tell
	await page.goto('/people');
	await page.getByLabel('Sök', { exact: true }).fill(`importa ${key}`);
	await page.getByRole('button', { name: 'Sök' }).click();
	expect(page.url().toLowerCase()).not.toContain('importa');
	await page.reload();
	await page.getByRole('link', { name: `Importa ${key}` }).click();
	await expect(page.getByRole('main')).toContainText('Controller');
	await expectAccessible(page);
});
