/** Somebody at the form with mouse and keyboard, whose movements are counted: the keystroke-level model (Card, Moran and Newell). */
import type { Locator, Page } from 'playwright-core';

/** Seconds: key, pointing, click, hand between mouse and keyboard, thought before each step. */
const operators = { K: 0.2, P: 1.1, B: 0.2, H: 0.4, M: 1.35 } as const;
type Operator = keyof typeof operators;

/** Does what a person does, by the controls that the page really has. */
export class Hands {
	readonly #page: Page;
	readonly #counts: Record<Operator, number> = { M: 0, P: 0, B: 0, H: 0, K: 0 };
	#where: 'mouse' | 'keyboard' = 'mouse';

	constructor(page: Page) {
		this.#page = page;
	}

	/** Writes into a field, after clicking into it. One thought: what to write. */
	async type(name: string, text: string): Promise<void> {
		this.#counts.M++;
		const field = this.#page.locator(`[name="${name}"]`);
		const isReady = await field.evaluate((element) => element === document.activeElement);
		if (!isReady) await this.#click(field);
		this.#move('keyboard');
		await field.pressSequentially(text);
		this.#counts.K += [...text].length;
	}

	/** Chooses an answer: one click where it is shown, more in a list or behind a heading. One thought: which. */
	async choose(name: string, value: string): Promise<void> {
		this.#counts.M++;
		const field = this.#page.locator(`[name="${name}"]`).first();
		const closed = this.#page.locator('details:not([open])', { has: field });
		for (let count = await closed.count(); count > 0; count--)
			await this.#click(closed.first().locator('summary'));
		if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
			// opening the list and choosing in it are a click each; the list is the system's own
			this.#point();
			this.#point();
			await field.selectOption(value);
			return;
		}
		await this.#click(this.#page.locator(`[name="${name}"][value="${value}"]`));
	}

	/** Sends, and waits for the answer. One thought: is that all? @returns how many screens with the form there were */
	async send(): Promise<number> {
		this.#counts.M++;
		const form = this.#page.locator('form', { has: this.#page.locator('[name="text"]') });
		const before = new URL(this.#page.url()).pathname;
		await this.#click(form.locator('button:not([type="button"])').last());
		// a form that comes back has the same address; three seconds are more than this machine needs to tell
		const isOver = await this.#page
			.waitForURL((url) => url.pathname !== before, { timeout: 3_000 })
			.then(
				() => true,
				() => false
			);
		await this.#page.waitForLoadState('load');
		const screens = isOver ? 1 : 2;
		return screens;
	}

	/** By the model. */
	get seconds(): number {
		return Object.entries(this.#counts).reduce(
			(sum, [operator, count]) => sum + count * operators[operator as Operator],
			0
		);
	}

	/** E.g. '2 M + 2 P + 2 B + 2 H + 62 K'. */
	get done(): string {
		return Object.entries(this.#counts)
			.filter(([, count]) => count > 0)
			.map(([operator, count]) => `${count} ${operator}`)
			.join(' + ');
	}

	#move(to: 'mouse' | 'keyboard'): void {
		if (this.#where !== to) this.#counts.H++;
		this.#where = to;
	}

	#point(): void {
		this.#move('mouse');
		this.#counts.P++;
		this.#counts.B++;
	}

	async #click(target: Locator): Promise<void> {
		this.#point();
		// a radio button may be drawn by its label
		await target.click({ force: true });
	}
}
