/** Sends the files of a form in pieces. See README.md. */
import { isSupported, Upload, type DetailedError } from 'tus-js-client';
import { fingerprintOf, urlStorage } from './unfinished.ts';

/** Every word that people see comes with the page. */
interface Texts {
	uploading: string;
	checking: string;
	arrived: string;
	interrupted: string;
	gaveUp: string;
	none: string;
}

/** Small enough for a bad line, and for what a form may carry. */
const pieceBytes = 4 * 1024 * 1024;
/** A telephone in a lift or a cellar: about five minutes, then the person decides. */
const retryDelays = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000, 60_000, 120_000];
/** Answers whose sentence is meant for the one who sends. */
const spoken = [400, 413, 415, 422, 429];

/** One file's line: its name, how far it is, and what is to be said. */
function lineFor(file: File, list: HTMLElement) {
	const item = document.createElement('li');
	const name = document.createElement('p');
	name.textContent = file.name;
	const bar = document.createElement('progress');
	bar.max = 1;
	bar.value = 0;
	bar.setAttribute('aria-label', file.name);
	const words = document.createElement('p');
	item.append(name, bar, words);
	list.append(item);
	return {
		progress(part: number, text: string) {
			bar.value = part;
			if (words.textContent !== text) words.textContent = text;
		},
		say(text: string, tone: 'success' | 'danger' | 'warning') {
			item.dataset.color = tone;
			words.textContent = text;
			bar.hidden = tone !== 'warning';
		}
	};
}

/** Sends one file, from where it was left last time. @returns whether it arrived */
async function send(form: HTMLFormElement, file: File, list: HTMLElement, texts: Texts): Promise<boolean> {
	const line = lineFor(file, list);
	const fields = new FormData(form);
	const text = (name: string) => {
		const value = fields.get(name);
		return typeof value === 'string' ? value : '';
	};
	const place = form.dataset.upload!;
	const placeId = form.dataset.uploadId!;
	const fingerprint = await fingerprintOf(file, placeId);
	return new Promise((resolve) => {
		const upload = new Upload(file, {
			endpoint: '/uploads',
			chunkSize: pieceBytes,
			retryDelays,
			headers: { 'x-form-token': text('csrf') },
			fingerprint: () => Promise.resolve(fingerprint),
			urlStorage,
			removeFingerprintOnSuccess: true,
			metadata: {
				filename: file.name,
				[place]: placeId,
				...Object.fromEntries(
					['sourceUrl', 'seenDate', 'seenTime', 'sourceNote'].map((name) => [name, text(name)])
				)
			},
			onProgress: (sent, total) =>
				line.progress(
					sent / total,
					sent === total ? texts.checking : `${texts.uploading} ${Math.floor((sent / total) * 100)} %`
				),
			onShouldRetry: (error) => {
				const status = error.originalResponse?.getStatus() ?? 0;
				const again = status === 0 || status === 409 || status === 423 || status >= 500;
				if (again) line.say(texts.interrupted, 'warning');
				return again;
			},
			onSuccess: () => {
				line.progress(1, texts.arrived);
				line.say(texts.arrived, 'success');
				resolve(true);
			},
			onError: (error) => {
				const answer = 'originalResponse' in error ? (error as DetailedError).originalResponse : null;
				const sentence = answer && spoken.includes(answer.getStatus()) ? answer.getBody() : '';
				line.say(sentence || texts.gaveUp, 'danger');
				resolve(false);
			}
		});
		upload
			.findPreviousUploads()
			.then(([previous]) => {
				if (previous) upload.resumeFromPreviousUpload(previous);
			})
			.finally(() => upload.start())
			.catch(() => {
				line.say(texts.gaveUp, 'danger');
				resolve(false);
			});
	});
}

function enhance(form: HTMLFormElement): void {
	const texts = JSON.parse(form.dataset.texts!) as Texts;
	const list = form.querySelector<HTMLElement>('ul[role="status"]')!;
	const input = form.querySelector<HTMLInputElement>('input[type="file"]')!;
	const button = form.querySelector<HTMLButtonElement>('button')!;
	let isSending = false;

	addEventListener('beforeunload', (event) => {
		if (isSending) event.preventDefault();
	});

	async function sendAll(): Promise<void> {
		const files = [...(input.files ?? [])];
		list.hidden = false;
		list.replaceChildren();
		if (files.length === 0) {
			const item = document.createElement('li');
			item.textContent = texts.none;
			list.append(item);
			input.focus();
			return;
		}
		isSending = true;
		button.disabled = true;
		const failed = new DataTransfer();
		try {
			for (const file of files) {
				if (!(await send(form, file, list, texts))) failed.items.add(file);
			}
		} finally {
			isSending = false;
			button.disabled = false;
		}
		// what arrived is not chosen any more
		input.files = failed.files;
		if (failed.files.length === 0) location.assign(`${location.pathname}?done=add`);
	}

	form.addEventListener('submit', (event) => {
		event.preventDefault();
		if (!isSending) void sendAll();
	});
}

// without https the browser cannot make checksums: the plain form is sent instead
if (isSupported && isSecureContext) {
	for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) enhance(form);
}
