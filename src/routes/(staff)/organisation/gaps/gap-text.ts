import { m } from '#lib/paraglide/messages.js';
import type { viewGaps } from '#lib/server/people/index.ts';

type GapView = Awaited<ReturnType<typeof viewGaps>>[number];

/** What is missing, what to do about it, and where. */
export function gapText(gap: GapView): { title: string; text: string; href: string; link: string } {
	const name = ('personName' in gap ? gap.personName : null) ?? m.person_protected_name();
	const people = (query: string) => ({ href: `/people${query}`, link: m.gap_link_people() });
	const person = (id: string) => ({ href: `/people/${id}`, link: m.gap_link_person() });
	switch (gap.kind) {
		case 'noManager':
		case 'noLexSarahOfficer':
		case 'noSafetyRepresentative':
			return {
				title: m[`gap_${gap.kind}`]({ unit: gap.name }),
				text: m[`gap_${gap.kind}_do`]({ count: gap.units }),
				...people(`?unit=${gap.unitId}`)
			};
		case 'noOwnManager':
		case 'noSecurityCoordinator':
		case 'noHrPartner':
			return {
				title: m[`gap_${gap.kind}`]({ unit: gap.name }),
				text: m[`gap_${gap.kind}_do`](),
				...people(`?unit=${gap.unitId}`)
			};
		case 'deputyEnds':
		case 'deputyEnded':
			return {
				title: m[`gap_${gap.kind}`]({ unit: gap.name, name, day: gap.dayText ?? '' }),
				text: m[`gap_${gap.kind}_do`](),
				...person(gap.personId)
			};
		case 'peopleAtClosedUnit':
			return {
				title: m.gap_peopleAtClosedUnit({ unit: gap.name }),
				text: m.gap_peopleAtClosedUnit_do({ count: gap.people }),
				...people('?state=atClosedUnit')
			};
		case 'roleOfInactive':
			return {
				title: m.gap_roleOfInactive({ unit: gap.name, name, role: m[`role_${gap.role}`]() }),
				text: m.gap_roleOfInactive_do(),
				...person(gap.personId)
			};
		case 'onlyOneAdministrator':
		case 'noDataProtectionOfficer':
			return { title: m[`gap_${gap.kind}`](), text: m[`gap_${gap.kind}_do`](), ...people('') };
		case 'withoutEmail':
			return {
				title: m.gap_withoutEmail(),
				text: m.gap_withoutEmail_do({ count: gap.people }),
				...people('?state=withoutEmail')
			};
	}
}
