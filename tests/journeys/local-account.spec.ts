/** From a link that the administrator hands over to signing in every day: password, recovery code and passkey. */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, openDisclosure, signInAs, test } from './support.ts';

/** Passkeys belong to a name; the number 127.0.0.1 has none. */
const named = (url: string) => url.replace('127.0.0.1', 'localhost');
const site = () => named(process.env.OPAVERKAD_URL!);
const password = 'tre gula cyklar i regn';
const projectNames = ['phone', 'desktop', 'phone without JavaScript', 'desktop without JavaScript'];

/** Gives somebody an account. Journeys run beside each other, so each takes somebody else. @returns the user name */
async function openAccount(page: Page, journey: number): Promise<string> {
	await signInAs(page, 'Tove Åkesson');
	const other = await page.context().browser()!.newContext();
	const html = await (await other.request.get(`${site()}/sign-in`)).text();
	await other.close();
	const people = [...html.matchAll(/name="person" value="([^"]+)"/g)].map(([, id]) => id!);
	const person = people.at(
		-1 - journey * projectNames.length - projectNames.indexOf(test.info().project.name)
	)!;

	await page.goto(`/people/${person}/account`);
	await expectAccessible(page);
	const userName = `${test.info().testId}@ekdala.example`;
	await page.getByLabel('Användarnamn').fill(userName);
	await page.getByRole('button', { name: 'Gör en länk' }).click();
	const link = (await page.locator('code').innerText()).trim();
	await page.context().clearCookies();

	await page.goto(named(link));
	await expectAccessible(page);
	const choose = async (text: string) => {
		await page.getByLabel('Nytt lösenord').fill(text);
		await page.getByLabel('Skriv lösenordet en gång till').fill(text);
		await page.getByRole('button', { name: 'Spara och logga in' }).click();
	};
	await choose('Sommar2026!!');
	await expect(page.getByText('lätt att gissa').first()).toBeVisible();
	await choose(password);
	await page.waitForURL(/\/account\?welcome/);
	return userName;
}

async function signOut(page: Page): Promise<void> {
	await page.goto(`${site()}/sign-out`);
	await page.getByRole('button', { name: 'Logga ut' }).click();
	await page.waitForURL(/\/sign-in\?signed-out/);
}

test('a link, a password, ten codes: in with each of them, and a new password in the end', async ({
	page
}) => {
	const userName = await openAccount(page, 0);
	await openDisclosure(page, 'Återställningskoder');
	await page.getByRole('button', { name: 'Gör nya koder' }).click();
	const codes = await page.locator('ol code').allInnerTexts();
	expect(codes).toHaveLength(10);

	await signOut(page);
	await openDisclosure(page, 'Andra sätt att logga in');
	await page.getByLabel('Användarnamn').fill(userName);
	await page.getByLabel('Lösenord', { exact: true }).fill('fel lösenord');
	await page.getByRole('button', { name: 'Logga in', exact: true }).click();
	await expect(page.getByText('Uppgifterna stämmer inte').first()).toBeVisible();
	await expectAccessible(page);
	await expect(page.getByLabel('Användarnamn')).toHaveValue(userName);
	await expect(page.getByLabel('Lösenord', { exact: true })).toHaveValue('');
	await page.getByLabel('Lösenord', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Logga in', exact: true }).click();
	await page.waitForURL(/\/(my-reports|inbox|statistics)/);

	// showing again who one is, where it is asked for
	await page.goto(`${site()}/sign-in/again?to=/account`);
	await expectAccessible(page);
	await page.getByLabel('Lösenord', { exact: true }).fill('fel lösenord');
	await page.getByRole('button', { name: 'Fortsätt', exact: true }).click();
	await expect(page.getByText('Lösenordet stämmer inte').first()).toBeVisible();
	await page.getByLabel('Lösenord', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Fortsätt', exact: true }).click();
	await page.waitForURL(({ pathname }) => pathname === '/account');

	await signOut(page);
	await openDisclosure(page, 'Andra sätt att logga in');
	await page.getByRole('link', { name: 'Har du glömt lösenordet?' }).click();
	await expectAccessible(page);
	await page.getByLabel('Användarnamn').fill(userName);
	await page.getByLabel('Återställningskod').fill(codes[3]!);
	await page.getByRole('button', { name: 'Logga in', exact: true }).click();
	await page.waitForURL(({ pathname }) => pathname === '/account');
	await expect(page.getByText('Du loggade in med en återställningskod')).toBeVisible();
	await expectAccessible(page);
	await expect(page.getByRole('definition').filter({ hasText: /^\s*9\s*$/ })).toBeVisible();
	await page.getByLabel('Nytt lösenord').fill('fyra blå traktorer på is');
	await page.getByLabel('Skriv lösenordet en gång till').fill('fyra blå traktorer på is');
	await page.getByRole('button', { name: 'Byt lösenord' }).click();
	await expect(page.getByText('Lösenordet är bytt.')).toBeVisible();
});

test('a passkey: added, used to sign in and to show again who one is, and removed @script', async ({
	page
}) => {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('WebAuthn.enable');
	const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	});
	await openAccount(page, 1);
	const add = page.getByRole('button', { name: 'Lägg till en passnyckel' });
	await add.click();
	await expect(page.getByText('Fyll i det här').first()).toBeVisible();
	await page.getByLabel('Vad ska den heta?').fill('Jobbtelefonen');
	await add.click();
	await expect(page.getByText('Passnyckeln är tillagd.')).toBeVisible();
	await expectAccessible(page);

	// the browser offers the passkey by itself; here nobody needs to choose it
	await signOut(page);
	await page.waitForURL(/\/(my-reports|inbox|statistics)/);
	await page.goto(`${site()}/account`);
	await expect(page.getByText('Passnyckel, från')).toBeVisible();

	// with a finger that is not the right one, the browser gives no answer
	await page.goto(`${site()}/sign-in/again?to=/account`);
	await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
	await page.getByRole('button', { name: 'Fortsätt med passnyckel' }).click();
	await expect(page.getByText('Det blev inget svar från passnyckeln')).toBeVisible();
	await expectAccessible(page);
	await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
	await page.getByRole('button', { name: 'Fortsätt med passnyckel' }).click();
	await page.waitForURL(({ pathname }) => pathname === '/account');

	// a key that was copied counts backwards
	const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
	await devtools.send('WebAuthn.removeCredential', {
		authenticatorId,
		credentialId: credentials[0]!.credentialId
	});
	await devtools.send('WebAuthn.addCredential', {
		authenticatorId,
		credential: { ...credentials[0]!, signCount: 0 }
	});
	await page.goto(`${site()}/sign-in/again?to=/account`);
	await page.getByRole('button', { name: 'Fortsätt med passnyckel' }).click();
	await expect(page.getByText('Passnyckeln kunde inte godkännas').first()).toBeVisible();

	await page.goto(`${site()}/account`);
	await page.getByRole('button', { name: 'Ta bort Jobbtelefonen' }).click();
	await expect(page.getByText('Passnyckeln är borttagen.')).toBeVisible();
	await expect(page.getByText('Du har inga passnycklar.')).toBeVisible();
});
