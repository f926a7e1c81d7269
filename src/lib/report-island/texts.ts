/** The words that the report form's page hands to its island, in the reader's language. Server only. */
import { m } from '#lib/paraglide/messages.js';
import hintIsland from './hint-island.ts?worker&url';
import * as hintTexts from './hint-texts-sv.ts';

/** Placeholders that the island fills in itself (dom.ts). */
const placeholders = { count: '{count}', text: '{text}', time: '{time}' };

/**
 * Texts of messages/ `island.json` by message key, but for those that the hints bring themselves; and as `hints` the address
 * of the script that shows the hints, which is fetched when somebody begins to write.
 */
export function islandTexts(): Record<string, string> {
	const texts: Record<string, string> = { hints: hintIsland };
	for (const [name, message] of Object.entries(m)) {
		if (!name.startsWith('island_') || name in hintTexts) continue;
		texts[name] = (message as (inputs: typeof placeholders) => string)(placeholders);
	}
	return texts;
}
