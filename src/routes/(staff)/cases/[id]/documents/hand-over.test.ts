import { expect, test } from 'vitest';
import type { ExportedCase } from '#lib/server/case-documents/index.ts';
import { handOverObject, handOverRows } from './hand-over.ts';

const exported = (incident: object) =>
	({
		references: [],
		view: {
			number: '2026-0001',
			unitName: 'Enhet Alfa',
			status: 'received',
			assessment: null,
			measures: [],
			incident: {
				occurred: { at: '2026-03-04T08:00:00Z' },
				reported: { at: '2026-03-04T09:00:00Z' },
				reporter: { name: 'Anna Ek', isProtected: false },
				forms: [],
				subforms: [],
				...incident
			}
		}
	}) as unknown as ExportedCase;

test.each([
	['who reported', { hideName: false, affected: null }, 'Anna Ek'],
	['who was exposed', { hideName: false, affected: { name: 'Bo Al', isProtected: false } }, 'Bo Al'],
	['nobody, when the reporter hid their name', { hideName: true, affected: null }, null],
	['nobody, when the reader may not know', { hideName: false, reporter: null }, null]
])('the package to another system names %s', (_, incident, name) => {
	const file = exported(incident);
	expect(handOverObject(file, '2026-03-05').affectedPerson).toBe(name);
	const [names, values] = handOverRows(file, '2026-03-05');
	expect(values![names!.indexOf('affectedPerson')]).toBe(name ?? '');
});
