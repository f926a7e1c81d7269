/** An installation without the demo: the link on the console, the first administrator, and the door that closes after them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, expectAccessible, test } from './support.ts';

let directory: string;
let child: ChildProcess | undefined;

test.beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'opaverkad-first-run-'));
});
test.afterEach(() => {
	child?.kill('SIGKILL');
	rmSync(directory, { recursive: true, force: true });
});

/** Starts it empty. @returns the link that the console shows, and the address */
function startEmpty(): Promise<{ link: string; url: string }> {
	const started = spawn(process.execPath, ['scripts/start.ts'], {
		env: {
			...process.env,
			NODE_ENV: undefined,
			DATABASE_URL: '',
			DATA_DIRECTORY: directory,
			DEMO: 'no',
			PORT: '0'
		},
		stdio: ['ignore', 'pipe', 'inherit']
	});
	child = started;
	let output = '';
	return new Promise((resolve) =>
		started.stdout.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			const url = /runs at (\S+)/.exec(output)?.[1];
			const link = /at (\S+\/first-run\?key=\S+)/.exec(output)?.[1];
			if (url && link) resolve({ link, url });
		})
	);
}

test('from the link to the first administrator’s account', async ({ page }) => {
	const { link, url } = await startEmpty();
	await page.goto(`${url}/sign-in`);
	await expect(page.getByText('Opåverkad är inte igång än')).toBeVisible();
	await expectAccessible(page);

	await page.goto(link);
	await expectAccessible(page);
	await page.getByLabel('Kommunens namn').fill('Provköpings kommun');
	await page.getByLabel('Ditt namn').fill('Prov Person');
	await page.getByLabel('Din e-postadress på jobbet').fill('prov.person');
	await page.getByLabel('Nytt lösenord').fill('tre gula cyklar i regn');
	await page.getByLabel('Skriv lösenordet en gång till').fill('tre gröna cyklar i regn');
	await page.getByRole('button', { name: 'Kom igång' }).click();
	await expect(page.getByText('Skriv en hel e-postadress').first()).toBeVisible();
	await expect(page.getByLabel('Kommunens namn')).toHaveValue('Provköpings kommun');
	await page.getByLabel('Din e-postadress på jobbet').fill('prov.person@provkoping.example');
	await page.getByLabel('Nytt lösenord').fill('tre gula cyklar i regn');
	await page.getByLabel('Skriv lösenordet en gång till').fill('tre gula cyklar i regn');
	await page.getByRole('button', { name: 'Kom igång' }).click();
	await page.waitForURL(/\/account\?welcome/);
	await expect(page.getByText('Du är inloggad')).toBeVisible();
	await expectAccessible(page);

	await page.context().clearCookies();
	expect((await page.goto(link))!.status()).toBe(404);
	await page.goto(`${url}/sign-in`);
	await expectAccessible(page);
	await page.getByLabel('Användarnamn').fill('Prov.Person@provkoping.example');
	await page.getByLabel('Lösenord', { exact: true }).fill('tre gula cyklar i regn');
	await page.getByRole('button', { name: 'Logga in', exact: true }).click();
	await page.waitForURL(/\/my-reports/);
});
