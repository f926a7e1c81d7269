/** What waits to be sent, what must be corrected, and what has arrived: always visible above the form. */
import { box, button, fill, link, paragraph, type Texts } from './dom.ts';
import { listOutbox, removeFromOutbox, type OutboxItem } from './device-store.ts';
import type { Delivery } from './outbox.ts';

/** What the box needs of the form. */
export interface OutboxActions {
	tryNow(): void;
	/** Puts a report back into the form and lets the server say what to correct. */
	correct(item: OutboxItem): void;
}

/** Draws the person's outbox into `place`. Returns how many reports wait. */
export async function drawOutbox(
	place: HTMLElement,
	person: string,
	texts: Texts,
	lastDelivery: Delivery,
	actions: OutboxActions
): Promise<number> {
	const items = (await listOutbox()).filter((item) => item.person === person);
	const waiting = items.filter(({ state }) => state === 'waiting');
	const time = new Intl.DateTimeFormat(document.documentElement.lang, {
		timeZone: 'Europe/Stockholm',
		dateStyle: 'medium',
		timeStyle: 'short'
	});
	const boxes: HTMLElement[] = [];

	if (waiting.length > 0) {
		const signedOut = lastDelivery === 'signedOut';
		const situation = signedOut
			? 'island_waiting_signed_out'
			: navigator.onLine
				? 'island_waiting_no_contact'
				: 'island_waiting_offline';
		boxes.push(
			box(
				'warning',
				paragraph(fill(texts, situation, { count: waiting.length })),
				paragraph(fill(texts, 'island_waiting_unread')),
				signedOut
					? link(fill(texts, 'island_sign_in'), `/sign-in?to=${location.pathname}`)
					: button(fill(texts, 'island_try_now'), actions.tryNow)
			)
		);
	}
	for (const item of items) {
		const values = { time: time.format(item.writtenAt) };
		const remove = () => void removeFromOutbox(item).then(redraw);
		if (item.state === 'rejected') {
			boxes.push(
				box(
					'warning',
					paragraph(fill(texts, 'island_rejected', values)),
					button(fill(texts, 'island_correct'), () => actions.correct(item)),
					button(fill(texts, 'island_discard_report'), () => {
						if (confirm(fill(texts, 'island_discard_report_sure'))) remove();
					})
				)
			);
		}
		if (item.state === 'delivered' && item.receipt) {
			const receipt = link(fill(texts, 'island_show_report'), item.receipt);
			// seen is enough: the report itself is under "my reports"
			receipt.addEventListener('click', remove);
			boxes.push(
				box(
					'success',
					paragraph(fill(texts, 'island_sent', values)),
					receipt,
					button(fill(texts, 'island_close'), remove)
				)
			);
		}
	}
	function redraw(): void {
		void drawOutbox(place, person, texts, lastDelivery, actions);
	}

	place.replaceChildren(...boxes);
	place.hidden = boxes.length === 0;
	return waiting.length;
}
