/**
 * The report form's script. The form works without it; with it, nothing typed is lost, a report can be sent without a
 * network, and hints appear while somebody writes.
 *
 * The hints and the service worker are fetched when the page has come to rest, or somebody writes: the first visit
 * should show the form, not load a lexicon.
 */
import type { Texts } from './dom.ts';
import { canKeepReports, keepAndSend } from './keep-and-send.ts';

/** Marks an address of ours as safe to run, for browsers that are told to ask (Trusted Types). */
function ownScript(url: string): string {
	const { trustedTypes } = window as {
		trustedTypes?: {
			createPolicy(name: string, rules: { createScriptURL(url: string): string }): typeof rules;
		};
	};
	const rules = {
		createScriptURL: (address: string) => {
			if (new URL(address, location.href).origin !== location.origin) throw new TypeError('not ours');
			return address;
		}
	};
	policy ??= trustedTypes?.createPolicy('report-island', rules) ?? rules;
	return policy.createScriptURL(url);
}
let policy: { createScriptURL(url: string): string } | undefined;

const form = document.querySelector<HTMLFormElement>('#report-form');
const person = form?.dataset.person;
if (form && person) {
	const texts = JSON.parse(form.dataset.texts ?? '{}') as Texts;

	const loadHints = () => {
		const script = document.createElement('script');
		script.src = ownScript(texts.hints ?? '');
		document.head.append(script);
	};
	const field = document.querySelector<HTMLTextAreaElement>('#field-text');
	if (field?.value) loadHints();
	else field?.addEventListener('input', loadHints, { once: true });

	if (canKeepReports()) {
		// the plain form remains, and says what the server says
		keepAndSend(form, person, texts).catch((reason: unknown) => console.info('No drafts here:', reason));
	}
	if (import.meta.env.PROD && 'serviceWorker' in navigator) {
		const register = () => {
			navigator.serviceWorker
				.register(ownScript('/service-worker.js'))
				.catch((reason: unknown) => console.info('The form will not open offline:', reason));
		};
		addEventListener('load', () =>
			'requestIdleCallback' in window ? requestIdleCallback(register) : register()
		);
	}
}
