/** Before signing out: reports of this person that have not been delivered, and would disappear. */
import { listOutbox } from './device-store.ts';
import { fill } from './dom.ts';
import { onChangeElsewhere } from './outbox.ts';

const unsent = document.getElementById('unsent');

async function warn(place: HTMLElement): Promise<void> {
	const { person, text = '' } = place.dataset;
	const count = (await listOutbox()).filter(
		(item) => item.person === person && item.state !== 'delivered'
	).length;
	place.firstElementChild!.textContent = fill({ text }, 'text', { count });
	place.hidden = count === 0;
}

if (unsent && 'indexedDB' in window) {
	void warn(unsent);
	onChangeElsewhere(() => void warn(unsent));
}
