/**
 * Passkeys: asks the browser for one, and sends its answer with the page's own form. Without JavaScript, or where the browser
 * cannot, the form stays hidden and the password is the way.
 */
import {
	browserSupportsWebAuthn,
	browserSupportsWebAuthnAutofill,
	startAuthentication,
	startRegistration,
	type PublicKeyCredentialCreationOptionsJSON,
	type PublicKeyCredentialRequestOptionsJSON
} from '@simplewebauthn/browser';

async function optionsOf(form: HTMLFormElement): Promise<unknown> {
	const answer = await fetch(form.dataset.options!, { headers: { accept: 'application/json' } });
	if (!answer.ok) throw new Error('no options');
	return answer.json();
}

function send(form: HTMLFormElement, answer: unknown): void {
	form.querySelector<HTMLInputElement>('input[name="passkey"]')!.value = JSON.stringify(answer);
	form.submit();
}

async function ask(form: HTMLFormElement): Promise<void> {
	const options = await optionsOf(form);
	if (form.dataset.passkey === 'add') {
		send(form, await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }));
	} else {
		send(form, await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }));
	}
}

/** The browser offers passkeys where the user name is typed. It waits there for as long as the page is open. */
async function offerWhileTyping(form: HTMLFormElement): Promise<void> {
	if (!document.querySelector('input[autocomplete~="webauthn"]')) return;
	if (!(await browserSupportsWebAuthnAutofill())) return;
	const optionsJSON = (await optionsOf(form)) as PublicKeyCredentialRequestOptionsJSON;
	send(form, await startAuthentication({ optionsJSON, useBrowserAutofill: true }));
}

function enhance(form: HTMLFormElement): void {
	const problem = form.querySelector<HTMLElement>('[role="status"] > p')!;
	form.parentElement!.hidden = false;
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		problem.hidden = true;
		ask(form).catch(() => {
			// most often: the person closed the browser's question
			problem.hidden = false;
		});
	});
	if (form.dataset.passkey === 'use') offerWhileTyping(form).catch(() => undefined);
}

if (browserSupportsWebAuthn()) {
	for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) enhance(form);
}
