/** A form as data: what was chosen and typed, what of it is new, and back into the form. */

/** The fields of a form in the order they are sent; a name may come several times. */
export type Entries = [name: string, value: string][];
/** The fields that differ from the empty form. No values: everything was unchosen. */
export type Changes = [name: string, values: string[]][];

/** Hidden fields that say which report and which session, not what happened. */
const ownFields = new Set(['key', 'csrf']);

/** The form's entries; null when it holds a file, which we do not keep. */
export function textEntries(data: FormData): Entries | null {
	const entries = [...data];
	return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? entries : null;
}

/** The same entries with some fields' value exchanged or added. */
export function withFields(entries: Entries, fields: Record<string, string>): Entries {
	return [...entries.filter(([name]) => !(name in fields)), ...Object.entries(fields)];
}

function valuesByName(entries: Entries): Map<string, string[]> {
	const values = new Map<string, string[]>();
	for (const [name, value] of entries) {
		// FormData has '\r\n' where a text field has '\n'
		values.set(name, [...(values.get(name) ?? []), value.replace(/\r\n?/g, '\n')]);
	}
	return values;
}

/**
 * What the person has changed. Only this is kept in a draft, so that a unit chosen by the address, or a default of a
 * newer version of the form, is not overwritten by a draft that never touched it.
 */
export function changesBetween(initial: Entries, current: Entries): Changes {
	const before = valuesByName(initial);
	const after = valuesByName(current);
	return [...new Set([...before.keys(), ...after.keys()])]
		.filter((name) => !ownFields.has(name))
		.map((name): Changes[number] => [name, after.get(name) ?? []])
		.filter(([name, values]) => values.join('\0') !== (before.get(name) ?? []).join('\0'));
}

/**
 * The day and time of writing in a report that has neither: 'now' must not become the hour when the network returned.
 *
 * Local time in Sweden, as the form has it. A time alone belongs to the day of writing; another day alone has no time.
 */
export function withTimeOfWriting(entries: Entries, writtenAt: Date): Entries {
	const [today = '', now = ''] = new Intl.DateTimeFormat('sv-SE', {
		timeZone: 'Europe/Stockholm',
		dateStyle: 'short',
		timeStyle: 'short'
	})
		.format(writtenAt)
		.split(' ');
	const typed = new Map(entries);
	const occurredDate = typed.get('occurredDate')?.trim() || today;
	const occurredTime = typed.get('occurredTime')?.trim() || (occurredDate === today ? now : '');
	return withFields(entries, { occurredDate, occurredTime });
}

/** Two versions of a text as one: nobody's words are thrown away because a script was slow. */
export function mergeTexts(saved: string, current: string): string {
	if (current.includes(saved)) return current;
	if (saved.includes(current)) return saved;
	return `${saved}\n\n${current}`;
}

/** A short name for what a report says, to tell whether two attempts to send are the same report. */
export async function fingerprint(entries: Entries): Promise<string> {
	const said = entries.filter(([name]) => !ownFields.has(name));
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(said)));
	return [...new Uint8Array(digest).slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
