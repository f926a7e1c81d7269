/** Keeps what is written until it is sent, and sends it once: draft, sending, outbox. */
import { formPath, postReport, type Answer } from './answers.ts';
import {
	findDraft,
	getAttempts,
	prepareDevice,
	queueReport,
	readQueued,
	removeDraft,
	removeExpiredDrafts,
	removeFromOutbox,
	saveAttempts,
	saveDraft,
	type OutboxItem
} from './device-store.ts';
import { button, fill, type Texts } from './dom.ts';
import { changesBetween, fingerprint, withFields, withTimeOfWriting } from './form-entries.ts';
import { currentEntries, putIntoForm, untouchedEntries } from './form-fields.ts';
import { drawOutbox } from './outbox-box.ts';
import { announceChange, deliverOutbox, onChangeElsewhere, outboxSync, type Delivery } from './outbox.ts';
import { keyToSend, planOpening, withAttempt } from './report-key.ts';

/** Milliseconds from the last change to the saving of the draft. */
const saveRest = 500;
/** Milliseconds between attempts to deliver while the page is open and something waits. */
const deliveryInterval = 30_000;

const newKey = () => crypto.randomUUID();

/** Whether this browser has what keeping needs. Some of it exists only in secure contexts. */
export function canKeepReports(): boolean {
	return (
		'indexedDB' in window &&
		'BroadcastChannel' in window &&
		'locks' in navigator &&
		'timeout' in AbortSignal &&
		'subtle' in crypto
	);
}

/** Asks the browser to deliver in the background when the network returns. Only some browsers can; the page tries anyway. */
async function requestBackgroundDelivery(): Promise<void> {
	const registration = await navigator.serviceWorker?.getRegistration();
	const { sync } = (registration ?? {}) as { sync?: { register(tag: string): Promise<void> } };
	await sync?.register(outboxSync);
}

/**
 * Takes over the form. Rejects, and has then changed nothing, when the device cannot keep anything (private windows of some
 * browsers): the form is then sent as without script.
 */
export async function keepAndSend(form: HTMLFormElement, person: string, texts: Texts): Promise<void> {
	const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
	const keyField = field('key');
	const status = document.getElementById('draft-status')!;
	const outbox = document.getElementById('outbox')!;

	await prepareDevice(person);
	await removeExpiredDrafts(Date.now());
	const draft = await findDraft(person);
	const attempts = await getAttempts(person);
	const untouched = untouchedEntries(form);
	const plan = planOpening(
		{
			pageKey: keyField.value,
			draftKey: draft?.key ?? null,
			historyKey: (history.state as { key?: string } | null)?.key ?? null,
			isFilledIn: changesBetween(untouched, currentEntries(form) ?? []).length > 0,
			attempts
		},
		newKey
	);
	// a form that came back to be corrected holds the whole report in its markup
	const empty = plan.returned ? [] : untouched;

	let sending = false;
	let asPlainForm = false;
	let saveTimer: number | undefined;
	let deliveryTimer: number | undefined;
	let lastDelivery: Delivery = 'done';

	const discard = button(fill(texts, 'island_discard'), () => {
		if (confirm(fill(texts, 'island_discard_sure'))) void removeDraft(person).then(startAnew);
	});
	discard.dataset.variant = 'tertiary';
	discard.hidden = true;
	status.after(discard);

	function say(name: string): void {
		const text = fill(texts, name);
		if (status.textContent !== text) status.textContent = text;
	}

	function setKey(key: string): void {
		keyField.value = key;
		history.replaceState({ key }, '');
	}

	function changes() {
		return changesBetween(empty, currentEntries(form) ?? []);
	}

	async function save(): Promise<void> {
		clearTimeout(saveTimer);
		saveTimer = undefined;
		if (sending) return;
		const changed = changes();
		discard.hidden = changed.length === 0;
		if (changed.length === 0) await removeDraft(person, keyField.value);
		else await saveDraft(person, keyField.value, changed);
		say(changed.length === 0 ? '' : 'island_draft_saved');
	}

	/** A full disk must not stop anybody from writing and sending. */
	function saveQuietly(): void {
		save().catch(() => say('island_draft_not_saved'));
	}

	function startAnew(): void {
		if (plan.returned) {
			location.assign(formPath);
			return;
		}
		clearTimeout(saveTimer);
		form.reset();
		setKey(newKey());
		discard.hidden = true;
		say('');
		// hints and whatever else follows the text
		field('text').dispatchEvent(new Event('input'));
	}

	/** The browser's own way: it shows the server's answer, whatever it is. */
	function sendAsPlainForm(): void {
		asPlainForm = true;
		form.requestSubmit();
	}

	async function send(): Promise<void> {
		const entries = currentEntries(form);
		if (!entries) return sendAsPlainForm();
		const changed = changes();
		const content = await fingerprint(entries);
		const tried = await getAttempts(person);
		const key = keyToSend(keyField.value, content, tried, newKey);
		setKey(key);
		// before the request: a closed tab, a lost answer or a dead battery leaves the draft with its key
		await saveDraft(person, key, changed);
		await saveAttempts(person, withAttempt(tried, key, content));

		const report = withFields(entries, { key });
		const answer: Answer = navigator.onLine ? await postReport(form.action, report) : { kind: 'later' };
		if (answer.kind === 'sent') {
			await removeDraft(person, key);
			location.assign(answer.receipt);
		} else if (answer.kind === 'rejected' || answer.kind === 'tooMany') {
			sendAsPlainForm();
		} else if (changed.length === 0) {
			// nothing to keep; the server would only have asked for a text or a type
			sending = false;
			say('island_empty');
			field('text').focus();
		} else {
			lastDelivery = answer.kind;
			const { pathname, search } = new URL(form.action);
			await queueReport(person, key, pathname + search, report);
			await removeDraft(person, key);
			announceChange();
			sending = false;
			startAnew();
			// it is safe on the device: what fails from here on must not send it another way as well
			await showWaiting().catch((reason: unknown) => console.info('The outbox is not shown:', reason));
		}
	}

	async function showWaiting(): Promise<void> {
		await draw();
		outbox.focus();
		await requestBackgroundDelivery();
	}

	async function draw(): Promise<void> {
		const waiting = await drawOutbox(outbox, person, texts, lastDelivery, {
			tryNow: () => void deliver(),
			correct: (item) => void correct(item)
		});
		clearTimeout(deliveryTimer);
		if (waiting > 0 && lastDelivery !== 'signedOut')
			deliveryTimer = window.setTimeout(() => void deliver(), deliveryInterval);
	}

	async function deliver(): Promise<void> {
		lastDelivery = await deliverOutbox();
		await draw();
	}

	/** Back into the form and to the server, which says what to correct beside each field. */
	async function correct(item: OutboxItem): Promise<void> {
		if (changes().length > 0 && !confirm(fill(texts, 'island_replace_sure'))) return;
		const content = await readQueued(item);
		if (!content) return;
		const changed = changesBetween(untouched, withTimeOfWriting(content, new Date(item.writtenAt)));
		form.reset();
		putIntoForm(form, changed, untouched);
		setKey(item.key);
		await saveDraft(person, item.key, changed);
		await removeFromOutbox(item);
		sendAsPlainForm();
	}

	setKey(plan.key);
	// a form from the offline cache knows nothing of its address
	const unit = new URLSearchParams(location.search).get('unit');
	if (unit && !plan.returned && field('unit').value !== unit)
		putIntoForm(form, [['unit', [unit]]], untouched);
	if (draft && plan.restore) {
		putIntoForm(form, draft.changes, untouched);
		say('island_draft_restored');
		field('text').dispatchEvent(new Event('input'));
	}
	discard.hidden = !draft;

	for (const event of ['input', 'change']) {
		form.addEventListener(event, () => {
			clearTimeout(saveTimer);
			saveTimer = window.setTimeout(saveQuietly, saveRest);
		});
	}
	form.addEventListener('submit', (event) => {
		// a button with a name of its own asks the server for something else than to receive the report
		if (asPlainForm || event.submitter?.getAttribute('name')) return;
		event.preventDefault();
		if (sending) return;
		sending = true;
		clearTimeout(saveTimer);
		say('island_sending');
		send().catch(sendAsPlainForm);
	});
	addEventListener('pageshow', ({ persisted }) => {
		if (!persisted) return;
		sending = asPlainForm = false;
		say('');
		void draw();
	});
	addEventListener('online', () => void deliver());
	addEventListener('visibilitychange', () => {
		if (!document.hidden) void deliver();
		else if (saveTimer !== undefined) saveQuietly();
	});
	onChangeElsewhere(() => void draw());

	outbox.tabIndex = -1;
	outbox.setAttribute('role', 'status');
	await draw();
	await deliver();
}
