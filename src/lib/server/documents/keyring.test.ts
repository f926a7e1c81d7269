import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigurationError } from '../platform/errors.ts';
import { addMasterKey, forgetOldKeys, openKeyring } from './keyring.ts';
import { BrokenSeal } from './sealed-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'opaverkad-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = randomBytes(32);

test('the master key is made at the first start, for this user only, and is the same at the next', () => {
	const keyFile = join(folder, 'deep', 'key');
	const wrapped = openKeyring({ keys: null, keyFile }).wrap(key, 'a');
	expect(statSync(keyFile).mode & 0o777).toBe(0o600);
	expect(openKeyring({ keys: null, keyFile }).unwrap(wrapped, 'a')).toEqual(key);
	expect(readFileSync(keyFile, 'utf8')).not.toContain(key.toString('base64'));
});

test('a wrapped key opens nothing but what it is for', () => {
	const keyring = openKeyring({ keys: null, keyFile: null });
	const wrapped = keyring.wrap(key, 'original of a');
	expect(keyring.unwrap(wrapped, 'original of a')).toEqual(key);
	expect(() => keyring.unwrap(wrapped, 'original of b')).toThrow(BrokenSeal);
	expect(() => keyring.unwrap(wrapped.subarray(1), 'original of a')).toThrow(BrokenSeal);
	expect(() => openKeyring({ keys: null, keyFile: null }).unwrap(wrapped, 'original of a')).toThrow(
		BrokenSeal
	);
});

test('a new master key wraps from now on, the old one still unwraps until it is thrown away, and the running system notices', () => {
	const keyFile = join(folder, 'rotated');
	const running = openKeyring({ keys: null, keyFile });
	const old = running.wrap(key, 'a');
	addMasterKey(keyFile);
	expect(running.isCurrent(old)).toBe(false);
	const fresh = running.wrap(running.unwrap(old, 'a'), 'a');
	expect(running.isCurrent(fresh)).toBe(true);
	forgetOldKeys(keyFile);
	expect(() => running.unwrap(old, 'a')).toThrow(BrokenSeal);
	expect(running.unwrap(fresh, 'a')).toEqual(key);
});

test('keys may come from a setting, the present one first', () => {
	const [now, before] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
	const old = openKeyring({ keys: before, keyFile: null }).wrap(key, 'a');
	const both = openKeyring({ keys: `${now},${before}`, keyFile: null });
	expect(both.unwrap(old, 'a')).toEqual(key);
	expect(both.isCurrent(old)).toBe(false);
	expect(() => openKeyring({ keys: 'kort', keyFile: null })).toThrow(ConfigurationError);
});
