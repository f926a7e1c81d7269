/** Elements for the islands. Only `textContent`: nothing that was typed or sent can become markup. */

/** The texts that the page hands over (texts.ts). */
export type Texts = Record<string, string>;

/** A text with its placeholders filled in; the empty text when it is missing, which a test of texts.ts prevents. */
export function fill(texts: Texts, name: string, values: Record<string, string | number> = {}): string {
	return Object.entries(values).reduce(
		(text, [placeholder, value]) => text.replace(`{${placeholder}}`, () => String(value)),
		texts[name] ?? ''
	);
}

export function paragraph(text: string): HTMLElement {
	const element = document.createElement('p');
	element.textContent = text;
	return element;
}

/** A button that does something on the page, in the look of Designsystemet. */
export function button(text: string, action: () => void, label?: string): HTMLButtonElement {
	const element = document.createElement('button');
	element.type = 'button';
	element.className = 'ds-button';
	element.dataset.variant = 'secondary';
	element.textContent = text;
	if (label) element.setAttribute('aria-label', label);
	element.addEventListener('click', action);
	return element;
}

/** A link to a page of ours. */
export function link(text: string, href: string): HTMLAnchorElement {
	const element = document.createElement('a');
	element.className = 'ds-link';
	element.href = href;
	element.textContent = text;
	return element;
}

/** A box with text and what can be done about it, like components/Alert.svelte without its icon. */
export function box(tone: 'info' | 'warning' | 'success', ...content: HTMLElement[]): HTMLElement {
	const element = document.createElement('div');
	element.className = 'alert';
	element.dataset.color = tone;
	element.append(cluster(...content));
	return element;
}

/** Things beside each other, as many as fit. */
export function cluster(...items: HTMLElement[]): HTMLElement {
	const element = document.createElement('div');
	element.className = 'cluster';
	element.append(...items);
	return element;
}
