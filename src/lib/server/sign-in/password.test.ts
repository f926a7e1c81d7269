import { describe, expect, test } from 'vitest';
import { Busy, hashPassword, isPassword } from './password.ts';

describe('a password', () => {
	test('is found again, and nothing else is', async () => {
		const stored = await hashPassword('solrosor växer bakom ladan');
		expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
		expect(await isPassword('solrosor växer bakom ladan', stored)).toBe(true);
		expect(await isPassword('solrosor växer bakom ladan'.normalize('NFD'), stored)).toBe(true);
		expect(await isPassword('Solrosor växer bakom ladan', stored)).toBe(false);
		expect(await isPassword('', stored)).toBe(false);
	});

	test('that another program hashed with other parameters is still read (RFC 9106 reference implementation)', async () => {
		// echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -e
		const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
		expect(await isPassword('password', stored)).toBe(true);
		expect(await isPassword('Password', stored)).toBe(false);
	});

	test('of somebody who does not exist takes about as long', async () => {
		const stored = await hashPassword('solrosor växer bakom ladan');
		const timeOf = async (hash: string | null) => {
			const times = [];
			for (let round = 0; round < 7; round++) {
				const began = performance.now();
				expect(await isPassword('något annat', hash)).toBe(false);
				times.push(performance.now() - began);
			}
			return times.toSorted((a, b) => a - b)[3]!;
		};
		const ratio = (await timeOf(null)) / (await timeOf(stored));
		expect(ratio).toBeGreaterThan(0.5);
		expect(ratio).toBeLessThan(2);
	});
});

test('a flood of attempts is turned away, and those that wait are served', async () => {
	const answers = await Promise.allSettled(Array.from({ length: 40 }, () => isPassword('x', null)));
	const refused = answers.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
	expect(refused).toHaveLength(14);
	expect(refused.every(({ reason }) => reason instanceof Busy)).toBe(true);
	expect(await isPassword('x', null)).toBe(false);
});
