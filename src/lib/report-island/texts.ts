/** The words that the report form's page hands to its island, in the reader's language. Server only. */
import { m } from '#lib/paraglide/messages.js';
import hintIsland from './hint-island.ts?worker&url';

/** Placeholders that the island fills in itself (dom.ts). */
const placeholders = { count: '{count}', text: '{text}', time: '{time}' };

/**
 * Texts of messages/ `island.json`, and from `advice.json` what is said while somebody writes, by message key; and as
 * `hints` the address of the script that shows the hints, which is fetched when somebody begins to write.
 */
export function islandTexts(): Record<string, string> {
	const texts: Record<string, string> = { hints: hintIsland };
	for (const [name, message] of Object.entries(m)) {
		if (!/^(island|hint|mask)_/.test(name)) continue;
		texts[name] = (message as (inputs: typeof placeholders) => string)(placeholders);
	}
	return texts;
}
