/** Hints while somebody writes: personal data that can be left out, and advice for what the text seems to be about. */
import { findPersonalData, findTopics, type PersonalDataFinding, type Topic } from '#lib/text-hints/index.ts';
import { box, button, fill, paragraph, type Texts } from './dom.ts';

/** How long the hands must rest before the text is read, in milliseconds. */
const rest = 250;
/** More findings than this at once would be a wall of boxes; the next ones appear as these are taken care of. */
const mostFindings = 3;

/**
 * Replaces one finding by its mask, so that Ctrl+Z takes it back. What stands there is checked first: the text may have
 * changed since it was read.
 */
export function mask(
	field: HTMLTextAreaElement,
	{ start, end, text }: PersonalDataFinding,
	replacement: string
): void {
	if (field.value.slice(start, end) !== text) return;
	field.focus();
	field.setSelectionRange(start, end);
	// deprecated, but the only way that the browser's undo knows about
	if (!document.execCommand('insertText', false, replacement)) {
		field.setRangeText(replacement, start, end, 'end');
		field.dispatchEvent(new Event('input', { bubbles: true }));
	}
}

/** When a life may be at stake: louder, and first. */
type Tone = 'warning' | 'info';
const toneOf = (topic: Topic): Tone => (topic === 'weapon' || topic === 'suicide' ? 'warning' : 'info');

/** Shows hints about the field's text in `place`, which is announced politely. Nothing here stops anybody from sending. */
export function hintWhileWriting(field: HTMLTextAreaElement, place: HTMLElement, texts: Texts): void {
	let shown = '';
	let timer: number | undefined;

	function show(): void {
		const findings = findPersonalData(field.value).slice(0, mostFindings);
		const topics = findTopics(field.value);
		// the same hints again would be read aloud again
		const signature = JSON.stringify([findings.map(({ kind, text }) => [kind, text]), topics]);
		if (signature === shown) return;
		shown = signature;
		const advice = (tone: Tone) =>
			topics
				.filter((topic) => toneOf(topic) === tone)
				.map((topic) => box(tone, paragraph(fill(texts, `hint_${topic}`))));
		const personal = findings.length > 0 ? [box('info', ...findings.flatMap(removable))] : [];
		place.replaceChildren(...advice('warning'), ...personal, ...advice('info'));
	}

	/** What was found, and the button that masks it wherever it is by then. */
	function removable({ kind, text }: PersonalDataFinding): HTMLElement[] {
		const remove = fill(texts, 'island_remove');
		const replace = () => {
			const finding = findPersonalData(field.value).find(
				(found) => found.kind === kind && found.text === text
			);
			if (finding) mask(field, finding, fill(texts, `mask_${kind}`));
			show();
		};
		return [paragraph(fill(texts, `island_${kind}`, { text })), button(remove, replace, `${remove} ${text}`)];
	}

	field.addEventListener('input', () => {
		clearTimeout(timer);
		timer = window.setTimeout(show, rest);
	});
	show();
}
