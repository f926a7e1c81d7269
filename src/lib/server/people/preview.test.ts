import { expect, test } from 'vitest';
import { roles } from '../organisation/index.ts';
import { whatRoleShows } from './preview.ts';

test('a manager handles cases with notes, and sees who reported and who is protected', () => {
	expect(whatRoleShows('lineManager')).toEqual({
		cases: 'handles',
		notes: true,
		reporters: 'always',
		protectedPeople: true,
		figures: 'all',
		administers: false
	});
});

test('a safety representative reads without notes, and no name that was asked to be kept', () => {
	expect(whatRoleShows('safetyRepresentative')).toMatchObject({
		cases: 'reads',
		notes: false,
		reporters: 'unlessAskedNot'
	});
});

test('a system administrator sees no case', () => {
	expect(whatRoleShows('systemAdministrator')).toMatchObject({
		cases: 'none',
		figures: 'none',
		administers: true
	});
});

test('no role without cases is told to see who reported, or notes', () => {
	for (const role of roles) {
		const shows = whatRoleShows(role);
		if (shows.cases === 'none') expect([shows.reporters, shows.notes]).toEqual(['never', false]);
	}
});
