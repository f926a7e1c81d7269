import { randomBytes } from 'node:crypto';
import type { Context } from '../access/index.ts';
import { record } from '../activity-log/index.ts';
import { hashOfSecret } from '../platform/secrets.ts';

/** How many codes a person gets at a time. */
export const recoveryCodeCount = 10;

/** Crockford's alphabet: no letter that is taken for a digit or another letter. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const codeLength = 16;

function newCode(): string {
	// a byte modulo 32 is as random as the byte
	const signs = [...randomBytes(codeLength)].map((byte) => alphabet[byte % 32]!).join('');
	return signs.match(/.{4}/g)!.join('-');
}

/** How a code is kept: 80 random bits need no slow hash. Typed with or without lines between, in capitals, O for 0. */
export function hashOfCode(typed: string): Buffer {
	const signs = typed
		.toLowerCase()
		.replace(/[^0-9a-z]/g, '')
		.replaceAll('o', '0')
		.replace(/[il]/g, '1');
	return hashOfSecret(`recovery code ${signs}`);
}

/** New codes for the actor; those before are worth nothing from now on. @returns the codes, which nobody can show again */
export async function makeRecoveryCodes(context: Context): Promise<string[]> {
	const { personId } = context.actor;
	const codes = Array.from({ length: recoveryCodeCount }, newCode);
	const createdAt = context.now().toString();
	await context.transaction(async (tx) => {
		await tx.deleteFrom('recoveryCode').where('personId', '=', personId).execute();
		await tx
			.insertInto('recoveryCode')
			.values(codes.map((code) => ({ codeHash: hashOfCode(code), personId, createdAt })))
			.execute();
		await record(tx, context, {
			action: 'account.recoveryCodesMade',
			subjectKind: 'person',
			subjectId: personId
		});
	});
	return codes;
}
