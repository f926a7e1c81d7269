import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson, commitmentOf, saltLength, type LogEntry } from './leaf.ts';

const entry: LogEntry = {
	id: '019a0000-0000-7000-8000-000000000001',
	municipalityId: '019a0000-0000-7000-8000-000000000002',
	at: '2026-03-04T08:00:00.000000Z',
	actorId: null,
	sessionId: null,
	address: '192.0.2.7',
	role: 'lineManager',
	onBehalfOfId: null,
	action: 'case.read',
	subjectKind: 'case',
	subjectId: null,
	details: { b: [1, 'å'], a: null }
};
const salt = Buffer.alloc(saltLength, 7);

test('the commitment can be computed by hand, from the description', () => {
	const field = (text: string | null) => {
		const bytes = Buffer.from(text ?? '');
		const length = Buffer.alloc(4);
		length.writeUInt32BE(text === null ? 0xffffffff : bytes.length);
		return Buffer.concat([length, bytes]);
	};
	const { id, municipalityId, at } = entry;
	const bytes = [
		...['opaverkad-activity-1', id, municipalityId, at, null, null, '192.0.2.7', 'lineManager', null],
		...['case.read', 'case', null, '{"a":null,"b":[1,"å"]}']
	].map(field);
	expect(commitmentOf(salt, entry)).toEqual(hash('sha256', Buffer.concat([salt, ...bytes]), 'buffer'));
});

test('every field counts, and none can be moved into its neighbour', () => {
	const changed: Partial<LogEntry>[] = [
		{ id: '019a0000-0000-7000-8000-000000000009' },
		{ municipalityId: '019a0000-0000-7000-8000-000000000009' },
		{ at: '2026-03-04T08:00:00.000001Z' },
		{ actorId: '' },
		{ sessionId: 'x' },
		{ address: null },
		{ address: '' },
		{ address: '192.0.2.7lineManager', role: '' },
		{ role: null, onBehalfOfId: 'lineManager' },
		{ action: 'case.closed' },
		{ subjectKind: 'incident' },
		{ subjectId: '019a0000-0000-7000-8000-000000000009' },
		{ details: { b: [1, 'ä'], a: null } },
		{ details: {} }
	];
	const commitments = [{}, ...changed].map((change) =>
		commitmentOf(salt, { ...entry, ...change }).toString('hex')
	);
	commitments.push(commitmentOf(Buffer.alloc(saltLength, 8), entry).toString('hex'));
	expect(new Set(commitments).size).toBe(commitments.length);
});

test('JSON has one form, whatever order the database gives the keys in', () => {
	expect(canonicalJson({ b: 1.0, a: { d: 'x"', c: [true, null] } })).toBe(
		'{"a":{"c":[true,null],"d":"x\\""},"b":1}'
	);
	expect(canonicalJson(JSON.parse('{"b":1,"a":2}'))).toBe(canonicalJson(JSON.parse('{"a":2,"b":1}')));
});

test('a long text fits as well', () => {
	const long = { ...entry, details: { codes: 'å'.repeat(40_000) } };
	expect(commitmentOf(salt, long)).not.toEqual(
		commitmentOf(salt, { ...entry, details: { codes: 'å'.repeat(39_999) } })
	);
	expect(commitmentOf(salt, entry)).toEqual(commitmentOf(salt, { ...entry }));
});
