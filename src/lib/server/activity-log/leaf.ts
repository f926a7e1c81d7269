/**
 * What of an entry goes into the tree: a commitment to its canonical bytes. Whoever has the entry and its salt can compute it
 * again; whoever has only the commitment learns nothing of the entry. Change nothing here: what is in the log was made so.
 */
import { hash } from 'node:crypto';

/** An entry of the log, as it is committed to and exported. */
export interface LogEntry {
	id: string;
	municipalityId: string;
	/** UTC with microseconds, e.g. '2026-03-04T08:00:00.000000Z'. */
	at: string;
	actorId: string | null;
	sessionId: string | null;
	address: string | null;
	role: string | null;
	onBehalfOfId: string | null;
	action: string;
	subjectKind: string;
	subjectId: string | null;
	details: unknown;
}

/** How many bytes a salt has. */
export const saltLength = 16;

/** The first field, so that other fields in a later version can never look like these. */
const format = 'opaverkad-activity-1';

/** The length of a field that is null, which is something else than empty. */
const noValue = 0xffffffff;

let scratch = Buffer.alloc(16_384);

/** SHA-256 of the salt followed by the entry's fields, each with its length (4 bytes, big-endian) before its UTF-8 bytes. */
export function commitmentOf(salt: Buffer, entry: LogEntry): Buffer {
	const fields = [
		format,
		entry.id,
		entry.municipalityId,
		entry.at,
		entry.actorId,
		entry.sessionId,
		entry.address,
		entry.role,
		entry.onBehalfOfId,
		entry.action,
		entry.subjectKind,
		entry.subjectId,
		canonicalJson(entry.details)
	];
	const most = salt.length + fields.reduce((sum, field) => sum + 4 + 3 * (field?.length ?? 0), 0);
	if (scratch.length < most) scratch = Buffer.alloc(most);
	let at = salt.copy(scratch);
	for (const field of fields) {
		const length = field === null ? 0 : scratch.write(field, at + 4);
		scratch.writeUInt32BE(field === null ? noValue : length, at);
		at += 4 + length;
	}
	return hash('sha256', scratch.subarray(0, at), 'buffer');
}

/** JSON as RFC 8785 writes it: keys in order, nothing between, numbers as ECMAScript writes them. */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}
