import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigurationError } from '../platform/errors.ts';
import { addMasterKey, forgetOldKeys, masterKeyId, openKeyring } from './keyring.ts';
import { BrokenSeal } from './sealed-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'opaverkad-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = randomBytes(32);

test('the master key is made at the first start, for this user only, and is the same at the next', () => {
	const keyFile = join(folder, 'deep', 'key');
	const wrapped = openKeyring({ keys: null, keyFile, isKeyLost: false }, []).wrap(key, 'a');
	expect(statSync(keyFile).mode & 0o777).toBe(0o600);
	expect(openKeyring({ keys: null, keyFile, isKeyLost: false }, []).unwrap(wrapped, 'a')).toEqual(key);
	expect(readFileSync(keyFile, 'utf8')).not.toContain(key.toString('base64'));
});

test('a master key that stored files were locked by is never replaced by a new one: the operator is told in one sentence', () => {
	const inUse = [
		masterKeyId(openKeyring({ keys: null, keyFile: null, isKeyLost: false }, []).wrap(key, 'a'))
	];
	const keyFile = join(folder, 'not-mounted');
	expect(() => openKeyring({ keys: null, keyFile, isKeyLost: false }, inUse)).toThrow(ConfigurationError);
	expect(existsSync(keyFile)).toBe(false);
	// another key lies there, or stands in the setting, or would be made up
	openKeyring({ keys: null, keyFile, isKeyLost: false }, []);
	const keys = randomBytes(32).toString('base64');
	for (const where of [
		{ keys: null, keyFile },
		{ keys, keyFile: null },
		{ keys: null, keyFile: null }
	]) {
		expect(() => openKeyring({ ...where, isKeyLost: false }, inUse)).toThrow(
			/that .+ does not hold: restore it/
		);
	}
	// lost for good: the operator says so, and the system goes on without those files
	const lost = join(folder, 'lost');
	openKeyring({ keys: null, keyFile: lost, isKeyLost: true }, inUse).wrap(key, 'a');
	expect(existsSync(lost)).toBe(true);
});

test('a wrapped key opens nothing but what it is for', () => {
	const keyring = openKeyring({ keys: null, keyFile: null, isKeyLost: false }, []);
	const wrapped = keyring.wrap(key, 'original of a');
	expect(keyring.unwrap(wrapped, 'original of a')).toEqual(key);
	expect(() => keyring.unwrap(wrapped, 'original of b')).toThrow(BrokenSeal);
	expect(() => keyring.unwrap(wrapped.subarray(1), 'original of a')).toThrow(BrokenSeal);
	expect(() =>
		openKeyring({ keys: null, keyFile: null, isKeyLost: false }, []).unwrap(wrapped, 'original of a')
	).toThrow(BrokenSeal);
});

test('a new master key wraps from now on, the old one still unwraps as long as a file needs it, and the running system notices', () => {
	const keyFile = join(folder, 'rotated');
	const running = openKeyring({ keys: null, keyFile, isKeyLost: false }, []);
	const old = running.wrap(key, 'a');
	addMasterKey(keyFile);
	expect(running.isCurrent(old)).toBe(false);
	const fresh = running.wrap(running.unwrap(old, 'a'), 'a');
	expect(running.isCurrent(fresh)).toBe(true);
	forgetOldKeys(keyFile, new Set([masterKeyId(old)]));
	expect(running.unwrap(old, 'a')).toEqual(key);
	forgetOldKeys(keyFile, new Set([masterKeyId(fresh)]));
	expect(() => running.unwrap(old, 'a')).toThrow(BrokenSeal);
	expect(running.unwrap(fresh, 'a')).toEqual(key);
});

test('keys may come from a setting, the present one first', () => {
	const [now, before] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
	const old = openKeyring({ keys: before, keyFile: null, isKeyLost: false }, []).wrap(key, 'a');
	const both = openKeyring({ keys: `${now},${before}`, keyFile: null, isKeyLost: false }, []);
	expect(both.unwrap(old, 'a')).toEqual(key);
	expect(both.isCurrent(old)).toBe(false);
	expect(() => openKeyring({ keys: 'kort', keyFile: null, isKeyLost: false }, [])).toThrow(
		ConfigurationError
	);
});
