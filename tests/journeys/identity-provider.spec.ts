/**
 * Signing in and out by identity providers, in a real browser: the providers are at 'localhost' and we at '127.0.0.1', which are
 * different sites, so cookies and forms meet the rules that they meet in a municipality.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from '@playwright/test';
import { writeProviders } from '../support/identity-providers.ts';
import { startOidcServer, type OidcServer } from '../support/oidc-server.ts';
import { idpIssuer, idpKeys } from '../support/saml-idp.ts';
import { startSamlServer, type SamlServer } from '../support/saml-server.ts';
import { expect, expectAccessible, openDisclosure, test as base } from './support.ts';

let us: string;
let oidc: OidcServer;
let saml: SamlServer;
let child: ChildProcess;
let directory: string;

const test = base.extend({ baseURL: async ({}, use) => use(us) });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
	test.setTimeout(120_000);
	directory = await mkdtemp(join(tmpdir(), 'opaverkad-provider-'));
	const port = await freePort();
	us = `http://127.0.0.1:${port}`;
	oidc = await startOidcServer({
		host: 'localhost',
		people: {
			'alma-1': { name: 'Alma Hedin', email: 'alma.hedin@ekdala.example' },
			'stranger-1': { name: 'Stranger', email: 'stranger@ekdala.example' }
		},
		clients: [
			{
				client_id: 'opaverkad',
				token_endpoint_auth_method: 'none',
				redirect_uris: [`${us}/sign-in/with/oidc/callback`],
				post_logout_redirect_uris: [`${us}/sign-in?signed-out`],
				backchannel_logout_uri: `${us}/sign-out/backchannel/oidc`,
				backchannel_logout_session_required: true
			}
		]
	});
	saml = await startSamlServer('monika.strand@ekdala.example', async () =>
		(await fetch(`${us}/sign-in/with/saml/metadata`)).text()
	);
	const common = {
		match: { claim: 'email', personField: 'email' },
		label: { sv: 'Kommunens konto', en: 'the municipality’s account' }
	};
	const file = writeProviders(directory, idpKeys.certificate, [
		{ ...common, key: 'oidc', kind: 'oidc', issuer: oidc.issuer, clientId: 'opaverkad', clientAuth: 'none' },
		{
			...common,
			key: 'saml',
			kind: 'saml',
			match: { claim: 'nameID', personField: 'email' },
			issuer: idpIssuer,
			entryPoint: saml.entryPoint,
			certificateFiles: ['saml.pem']
		},
		// nobody listens there
		{
			...common,
			key: 'down',
			kind: 'oidc',
			issuer: 'http://127.0.0.1:9',
			clientId: 'opaverkad',
			clientAuth: 'none'
		}
	]);
	child = spawn(process.execPath, ['scripts/start.ts'], {
		env: {
			...process.env,
			NODE_ENV: undefined,
			DATABASE_URL: '',
			DATA_DIRECTORY: join(directory, 'data'),
			IDENTITY_PROVIDERS: file,
			PORT: String(port)
		},
		stdio: ['ignore', 'pipe', 'ignore']
	});
	await new Promise<void>((resolve, reject) => {
		child.stdout!.on('data', (chunk: Buffer) => chunk.toString().includes('runs at') && resolve());
		child.once('exit', (code) => reject(new Error(`the system ended with ${code} before it was ready`)));
	});
});

test.afterAll(async () => {
	if (!child) return;
	child.kill('SIGTERM');
	await new Promise((resolve) => child.once('exit', resolve));
	await oidc.stop();
	await saml.stop();
	await rm(directory, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

async function signIn(page: Page, to = '/my-reports'): Promise<void> {
	await page.goto(`/sign-in/with/oidc?to=${encodeURIComponent(to)}`);
	await page.getByRole('button', { name: 'Alma Hedin' }).click();
}

test('by OIDC: to the provider and back, to where one was going', async ({ page }) => {
	await page.goto('/my-reports');
	await openDisclosure(page, 'Andra sätt att logga in');
	await page.getByRole('link', { name: 'Kommunens konto' }).first().click();
	await page.getByRole('button', { name: 'Alma Hedin' }).click();
	await expect(page).toHaveURL(`${us}/my-reports`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mina rapporter');
	const cookies = await page.context().cookies(us);
	expect(cookies.map(({ name }) => name)).not.toContain('sign-in');
	expect(cookies.find(({ name }) => name === 'session')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});

test('out again: here, and at the provider, without a form that leads away', async ({ page }) => {
	await signIn(page);
	await page.goto('/sign-out');
	await page.getByRole('main').getByRole('button', { name: 'Logga ut' }).click();
	// the provider asks whether it is meant, since somebody else could have led us there
	await page.getByRole('button', { name: 'Out' }).click();
	await expect(page).toHaveURL(`${us}/sign-in?signed-out`);
	await page.goto('/my-reports');
	await expect(page).toHaveURL(/\/sign-in\?to=/);
	// and the provider does not let anybody in without asking
	await page.goto('/sign-in/with/oidc');
	await expect(page.getByRole('button', { name: 'Alma Hedin' })).toBeVisible();
});

test('signed out at the provider is signed out here, at once', async ({ page }) => {
	await signIn(page);
	await page.goto(`${oidc.issuer}/session/end`);
	await page.getByRole('button', { name: 'Out' }).click();
	await expect(page).toHaveURL(/session\/end\/success/);
	await page.goto('/my-reports');
	await expect(page).toHaveURL(/\/sign-in\?to=/);
});

test('proving again who one is: asked anew, and the same session goes on', async ({ page }) => {
	await signIn(page);
	const before = (await page.context().cookies(us)).find(({ name }) => name === 'session')!.value;
	await page.goto('/sign-in/with/oidc?again=1&to=/my-tasks');
	await page.getByRole('button', { name: 'Alma Hedin' }).click();
	await expect(page).toHaveURL(`${us}/my-tasks`);
	const after = (await page.context().cookies(us)).find(({ name }) => name === 'session')!.value;
	expect(after).not.toBe(before);
});

test('by SAML: the answer is posted from another site, and the browser that began comes in', async ({
	page
}) => {
	await page.goto('/sign-in/with/saml?to=/inbox');
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page).toHaveURL(`${us}/inbox`);
	// there is nothing to sign out of at the provider that we could lead to, so it is said
	await page.goto('/sign-out');
	await page.getByRole('main').getByRole('button', { name: 'Logga ut' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Du är utloggad från Opåverkad');
	await expect(page.getByText('Du kan fortfarande vara inloggad i Kommunens konto')).toBeVisible();
});

test('an answer that somebody else asked for signs nobody in', async ({ page, browser }) => {
	await page.goto('/sign-in/with/saml?to=/inbox');
	const form = await page.content();
	const victim = await browser.newContext({ baseURL: us, javaScriptEnabled: false });
	try {
		const theirs = await victim.newPage();
		await theirs.setContent(form);
		await theirs.getByRole('button', { name: 'Continue' }).click();
		await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Börja om inloggningen');
		await theirs.goto('/inbox');
		await expect(theirs).toHaveURL(/\/sign-in\?to=/);
	} finally {
		await victim.close();
	}
});

test('a stranger is told whom to ask', async ({ page }) => {
	await page.goto('/sign-in/with/oidc');
	await page.getByRole('button', { name: 'Stranger' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ditt konto finns inte i Opåverkad');
	await expectAccessible(page);
});

test('a provider that is down says so, and another way still works', async ({ page }) => {
	await page.goto('/sign-in/with/down?to=/inbox');
	await expect(page.getByRole('heading', { level: 1 })).toContainText('går inte att logga in');
	await page.getByRole('link', { name: 'Till inloggningen' }).click();
	await expect(page).toHaveURL(`${us}/sign-in?to=%2Finbox`);
	await signIn(page);
	await expect(page).toHaveURL(`${us}/my-reports`);
});

for (const to of [
	'//evil.example/',
	'https://evil.example/',
	'/\\evil.example',
	'/%5Cevil.example',
	'javascript:alert(1)',
	'/\t/evil.example'
]) {
	test(`${JSON.stringify(to)} leads to our own start page`, async ({ page }) => {
		await signIn(page, to);
		await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1/);
		await page.goto(`/sign-in/with/oidc?to=${encodeURIComponent(to)}`);
		await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1/);
	});
}
