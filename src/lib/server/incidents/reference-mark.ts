/**
 * The mark of a case-system reference: by it, events of one matter are found without a list of names, and without the reference
 * being searchable. Pure.
 */
import { createHmac } from 'node:crypto';
import type { UnitId } from '../../../../database/column-types.ts';
import { hasPersonnummer } from '../../text-hints/index.ts';
import type { ReferenceKey } from '../platform/context.ts';

/** Shorter than this it is no reference ('1', 'EB'), and would put together what has nothing in common. Letters and digits. */
const fewestCharacters = 4;

/** What people write before a number, without it being a part of the number. */
const prefix = /^(?:DIARIENUMMER|DIARIENR|DNR|ÄRENDENUMMER|ÄRENDENR|ÄRENDE|REFERENS|REF)(?=.*\p{N})/u;

/**
 * A reference as it is compared: case, spaces, dashes and other punctuation do not count, nor does 'dnr' before it.
 * @returns null when it is too short to say which matter, or is a person's number: nobody is put on a list by one
 */
export function normaliseReference(reference: string | null): string | null {
	if (reference === null || hasPersonnummer(reference)) return null;
	const compared = reference
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[^\p{L}\p{N}]/gu, '')
		.replace(prefix, '');
	return compared.length < fewestCharacters || !/\p{N}/u.test(compared) ? null : compared;
}

/**
 * The mark that is stored beside a reference: HMAC-SHA-256, after the id of the key. Differs between municipalities.
 * @param key null: this installation has none, and nothing is compared
 */
export function referenceMark(
	key: ReferenceKey | null,
	municipalityId: UnitId,
	reference: string | null
): string | null {
	const compared = normaliseReference(reference);
	if (key === null || compared === null) return null;
	const mac = createHmac('sha256', key.secret).update(`${municipalityId}\n${compared}`).digest('base64url');
	return `${key.id}:${mac}`;
}
