import { Temporal } from 'temporal-polyfill';
import { zone } from '../platform/working-days.ts';
import { createRandom } from './random.ts';

/**
 * Ekdala kommun does not exist. Names are made up in the mix that Swedish workplaces have, and every address ends in
 * `.example`, which can never receive mail (RFC 2606).
 */

/** The roles of docs: who may see what. Everyone signed in may report, so staff without an assignment need none. */
export type RoleCode =
	| 'lineManager'
	| 'safetyRepresentative'
	| 'unionRepresentative'
	| 'hrPartner'
	| 'securityCoordinator'
	| 'lexSarahOfficer'
	| 'controller'
	| 'citywideAnalyst'
	| 'auditor'
	| 'electedRepresentative'
	| 'archivist'
	| 'dataProtectionOfficer'
	| 'legalAdviser'
	| 'systemAdministrator'
	| 'whistleblowingOfficer';

/** What a unit works with. It decides which events are plausible there. */
export const activities = [
	'Mottagning',
	'Ekonomiskt bistånd',
	'Boende',
	'Barn och unga',
	'Familjerätt',
	'Familjehem',
	'Öppenvård unga',
	'Vuxna',
	'Våld i nära relationer',
	'Äldre',
	'Funktionsnedsättning',
	'Arbetsmarknad',
	'Arbetsträning',
	'Etablering',
	'Budget- och skuldrådgivning'
] as const;
export type Activity = (typeof activities)[number];

/** One node in the tree. `activity` and `area` are known for units only. */
export interface DemoUnit {
	key: string;
	parentKey: string | null;
	level: 'municipality' | 'administration' | 'division' | 'unit';
	name: string;
	activity: Activity | null;
	area: string | null;
}

/** A person who can sign in. `note` is the line under the name on the demo's sign-in page, in Swedish. */
export interface DemoPerson {
	key: string;
	name: string;
	email: string;
	occupation: string;
	unitKey: string;
	gender: 'woman' | 'man' | 'other';
	assignments: { role: RoleCode; unitKey: string }[];
	note?: string;
	/** Shown at the top of the sign-in page: the people whose days tell the product best. */
	featured?: boolean;
	/** Protected personal data: shown to who works near, and to nobody else. */
	isProtected?: boolean;
}

/** Employees in an occupation at a unit, as of 31 December (for the current year: today). */
export interface DemoHeadcount {
	unitKey: string;
	year: number;
	occupation: string;
	headcount: number;
}

/** Everything `buildHistory` needs to know about the municipality. */
export interface DemoOrganisation {
	units: DemoUnit[];
	people: DemoPerson[];
	headcounts: DemoHeadcount[];
}

/** Nobody is appointed manager here: reports must find the next manager up. */
export const unitWithoutManager = 'boendeenheten';

/** They report far less than units that do the same work; the demo's statistics should make one wonder why. */
export const underReportingUnits: readonly string[] = ['barn-och-unga-soder', 'bistand-aldre'];

/**
 * The municipality: units, people and headcount for the current year and the three before it.
 *
 * @param now instant; only its year in Europe/Stockholm matters
 */
export function buildOrganisation({ now }: { now: string }): DemoOrganisation {
	const currentYear = Temporal.Instant.from(now).toZonedDateTimeISO(zone).year;
	return { units: buildUnits(), people: buildPeople(), headcounts: buildHeadcounts(currentYear) };
}

const municipality = 'ekdala';
const social = 'socialforvaltningen';
const labour = 'arbetsmarknadsforvaltningen';

const upperLevels: [key: string, parentKey: string | null, level: DemoUnit['level'], name: string][] = [
	[municipality, null, 'municipality', 'Ekdala kommun'],
	[social, municipality, 'administration', 'Socialförvaltningen'],
	['ekonomi-och-mottagning', social, 'division', 'Avdelningen för ekonomiskt bistånd och mottagning'],
	['barn-unga-familj', social, 'division', 'Avdelningen för barn, unga och familj'],
	['vuxna', social, 'division', 'Avdelningen för vuxna'],
	['aldre-funktionsnedsattning', social, 'division', 'Avdelningen för äldre och funktionsnedsättning'],
	[labour, municipality, 'administration', 'Arbetsmarknadsförvaltningen'],
	['arbete', labour, 'division', 'Avdelningen för arbete'],
	['etablering-och-vagledning', labour, 'division', 'Avdelningen för etablering och vägledning']
];

type Gender = DemoPerson['gender'];
const w: Gender = 'woman';
const m: Gender = 'man';
const other: Gender = 'other';

interface UnitPlan {
	key: string;
	parentKey: string;
	name: string;
	activity: Activity;
	area: string;
	manager: [name: string, gender: Gender] | null;
	/** Employees this year. More than the people below: the demo does not need all of them to sign in. */
	employees: Record<string, number>;
	/** The first occupation in `employees` unless another is given. */
	staff: [name: string, gender: Gender, occupation?: string][];
}

const unitPlans: UnitPlan[] = [
	{
		key: 'mottagningsenheten',
		parentKey: 'ekonomi-och-mottagning',
		name: 'Mottagningsenheten',
		activity: 'Mottagning',
		area: 'Hela kommunen',
		manager: ['Pernilla Wester', w],
		employees: { socialsekreterare: 14, receptionist: 5 },
		staff: [
			['Josefin Åström', w],
			['Malin Ottosson', w],
			['Adam Szymański', m],
			['Shirin Rahimi', w],
			['Viktor Lilja', m],
			['Karim Al-Jaber', m, 'receptionist'],
			['Birgitta Nyrén', w, 'receptionist']
		]
	},
	{
		key: 'ekonomiskt-bistand-1',
		parentKey: 'ekonomi-och-mottagning',
		name: 'Enheten för ekonomiskt bistånd 1',
		activity: 'Ekonomiskt bistånd',
		area: 'Norr',
		manager: ['Monika Strand', w],
		employees: { socialsekreterare: 21, 'förste socialsekreterare': 2, administratör: 2 },
		staff: [
			['Alma Hedin', w],
			['Farhad Moradi', m],
			['Ida Wallgren', w],
			['Samira Kassem', w],
			['Mattias Rönn', m],
			['Hanna Lövgren', w],
			['Dejan Petrović', m],
			['Amina Warsame', w],
			['Elin Sjödahl', w],
			['Tomas Kangas', m, 'förste socialsekreterare']
		]
	},
	{
		key: 'ekonomiskt-bistand-2',
		parentKey: 'ekonomi-och-mottagning',
		name: 'Enheten för ekonomiskt bistånd 2',
		activity: 'Ekonomiskt bistånd',
		area: 'Söder',
		manager: ['Rickard Ståhle', m],
		employees: { socialsekreterare: 19, 'förste socialsekreterare': 2, administratör: 1 },
		staff: [
			['Nadja Ivanova', w],
			['Petra Holmlund', w],
			['Yusuf Demirel', m],
			['Linnéa Backström', w],
			['Emil Torstensson', m],
			['Ruta Haile', w],
			['Cecilia Ahlin', w],
			['Goran Babić', m, 'förste socialsekreterare']
		]
	},
	{
		key: 'boendeenheten',
		parentKey: 'ekonomi-och-mottagning',
		name: 'Boendeenheten',
		activity: 'Boende',
		area: 'Hela kommunen',
		manager: null,
		employees: { boendesekreterare: 11, boendestödjare: 9 },
		staff: [
			['Marie Hallin', w],
			['Abdirahman Elmi', m],
			['Zeynep Aydin', w],
			['Fredrik Bergsten', m, 'boendestödjare'],
			['Lotta Kjellin', w, 'boendestödjare']
		]
	},
	{
		key: 'barn-och-unga-norr',
		parentKey: 'barn-unga-familj',
		name: 'Barn och unga utredning norr',
		activity: 'Barn och unga',
		area: 'Norr',
		manager: ['Åsa Rydell', w],
		employees: { socialsekreterare: 22, 'förste socialsekreterare': 2 },
		staff: [
			['Frida Malmsten', w],
			['Kristoffer Wiberg', m],
			['Nour Sabbagh', w],
			['Emelie Tunell', w],
			['Selam Tesfay', w],
			['Johan Aspegren', m],
			['Maja Lindkvist', w],
			['Olivia Granath', w],
			['Daniel Hovsepian', m],
			['Therese Ågren', w, 'förste socialsekreterare']
		]
	},
	{
		key: 'barn-och-unga-soder',
		parentKey: 'barn-unga-familj',
		name: 'Barn och unga utredning söder',
		activity: 'Barn och unga',
		area: 'Söder',
		manager: ['Henrik Sandell', m],
		employees: { socialsekreterare: 20, 'förste socialsekreterare': 2 },
		staff: [
			['Julia Forsman', w],
			['Mirjam Kallio', w],
			['Erik Bodén', m],
			['Hodan Yusuf', w],
			['Sofie Landgren', w],
			['Rebecka Stål', w],
			['Ana Vargas', w],
			['Patrik Grönvall', m, 'förste socialsekreterare']
		]
	},
	{
		key: 'familjeratten',
		parentKey: 'barn-unga-familj',
		name: 'Familjerätten',
		activity: 'Familjerätt',
		area: 'Hela kommunen',
		manager: ['Gunilla Thorell', w],
		employees: { familjerättssekreterare: 9 },
		staff: [
			['Eva Nordahl', w],
			['Mikael Svärd', m],
			['Parisa Tehrani', w],
			['Karolina Wójcik', w]
		]
	},
	{
		key: 'familjehemsenheten',
		parentKey: 'barn-unga-familj',
		name: 'Familjehemsenheten',
		activity: 'Familjehem',
		area: 'Hela kommunen',
		manager: ['Lars Edling', m],
		employees: { familjehemssekreterare: 10 },
		staff: [
			['Camilla Norrby', w],
			['Jessica Hallstan', w],
			['Osman Kaya', m],
			['Anneli Heikkinen', w]
		]
	},
	{
		key: 'oppenvarden-unga',
		parentKey: 'barn-unga-familj',
		name: 'Öppenvården för unga',
		activity: 'Öppenvård unga',
		area: 'Centrum',
		manager: ['Dina Marković', w],
		employees: { familjebehandlare: 8, ungdomsbehandlare: 5 },
		staff: [
			['Felicia Rosander', w],
			['Lova Stenberg', w],
			['Simon Hagelin', m, 'ungdomsbehandlare'],
			['Mehdi Karimi', m, 'ungdomsbehandlare'],
			['Robin Almkvist', other, 'ungdomsbehandlare']
		]
	},
	{
		key: 'vuxenenheten',
		parentKey: 'vuxna',
		name: 'Vuxenenheten',
		activity: 'Vuxna',
		area: 'Hela kommunen',
		manager: ['Stefan Hallgren', m],
		employees: { socialsekreterare: 15, 'förste socialsekreterare': 1 },
		staff: [
			['Ulrika Bromander', w],
			['Ahmed Nasser', m],
			['Jenny Fahlén', w],
			['Bahar Özdemir', w],
			['Sanna Lehtinen', w],
			['Marcus Nyblom', m],
			['Torbjörn Ekman', m, 'förste socialsekreterare']
		]
	},
	{
		key: 'vald-i-nara-relationer',
		parentKey: 'vuxna',
		name: 'Enheten mot våld i nära relationer',
		activity: 'Våld i nära relationer',
		area: 'Hela kommunen',
		manager: ['Helena Sjövall', w],
		employees: { socialsekreterare: 8 },
		staff: [
			['Cornelia Ask', w],
			['Nasrin Hosseini', w],
			['Matilda Hjorth', w],
			['Lisbeth Karlén', w]
		]
	},
	{
		key: 'bistand-aldre',
		parentKey: 'aldre-funktionsnedsattning',
		name: 'Bistånd äldre',
		activity: 'Äldre',
		area: 'Hela kommunen',
		manager: ['Annika Fredholm', w],
		employees: { biståndshandläggare: 21, administratör: 2 },
		staff: [
			['Carina Levin', w],
			['Maryam Abdi', w],
			['Lena Högberg', w],
			['Niklas Sundin', m],
			['Gabriela Rojas', w],
			['Kerstin Ljungberg', w],
			['Sofia Widmark', w]
		]
	},
	{
		key: 'bistand-funktionsnedsattning',
		parentKey: 'aldre-funktionsnedsattning',
		name: 'Bistånd funktionsnedsättning',
		activity: 'Funktionsnedsättning',
		area: 'Hela kommunen',
		manager: ['Thomas Berglin', m],
		employees: { biståndshandläggare: 14 },
		staff: [
			['Anton Bjurström', m],
			['Ingrid Sallnäs', w],
			['Fatima El Amrani', w],
			['Maria Wennberg', w],
			['Björn Vestlund', m]
		]
	},
	{
		key: 'jobbcenter',
		parentKey: 'arbete',
		name: 'Jobbcenter',
		activity: 'Arbetsmarknad',
		area: 'Centrum',
		manager: ['Susanne Tillgren', w],
		employees: { arbetsmarknadskonsulent: 16, receptionist: 2 },
		staff: [
			['Per Norling', m],
			['Aisha Mohamud', w],
			['Christian Fält', m],
			['Eleonor Vinter', w],
			['Hassan Barzani', m],
			['Tina Rosenlund', w, 'receptionist']
		]
	},
	{
		key: 'jobbcenter-ung',
		parentKey: 'arbete',
		name: 'Jobbcenter ung',
		activity: 'Arbetsmarknad',
		area: 'Centrum',
		manager: ['David Okafor', m],
		employees: { jobbcoach: 9 },
		staff: [
			['Moa Persdotter', w],
			['Rasmus Tegel', m],
			['Lejla Hodžić', w],
			['Kim Sandström', other]
		]
	},
	{
		key: 'arbetstraning',
		parentKey: 'arbete',
		name: 'Enheten för arbetsträning',
		activity: 'Arbetsträning',
		area: 'Söder',
		manager: ['Anders Rask', m],
		employees: { handledare: 12 },
		staff: [
			['Janne Pihlgren', m],
			['Siv Mattsson', w],
			['Tekle Gebre', m],
			['Ewa Nowak', w]
		]
	},
	{
		key: 'etableringsenheten',
		parentKey: 'etablering-och-vagledning',
		name: 'Etableringsenheten',
		activity: 'Etablering',
		area: 'Hela kommunen',
		manager: ['Rania Khoury', w],
		employees: { etableringshandläggare: 10 },
		staff: [
			['Magnus Lindroth', m],
			['Zahra Alizadeh', w],
			['Bodil Engman', w],
			['Ibrahim Sesay', m]
		]
	},
	{
		key: 'budget-och-skuldradgivningen',
		parentKey: 'etablering-och-vagledning',
		name: 'Budget- och skuldrådgivningen',
		activity: 'Budget- och skuldrådgivning',
		area: 'Hela kommunen',
		manager: ['Katja Nyholm', w],
		employees: { 'budget- och skuldrådgivare': 6 },
		staff: [
			['Roger Stenmark', m],
			['Louise Hagman', w],
			['Pirjo Saarinen', w]
		]
	}
];

/** Managers above the units, and everyone whose work is for more than one unit. */
const leadersAndSpecialists: [
	name: string,
	gender: Gender,
	occupation: string,
	unitKey: string,
	role: RoleCode
][] = [
	['Birgit Sehlin', w, 'kommundirektör', municipality, 'lineManager'],
	['Margareta Ödman', w, 'förvaltningschef', social, 'lineManager'],
	['Claes Tornberg', m, 'förvaltningschef', labour, 'lineManager'],
	['Jonas Ekvall', m, 'avdelningschef', 'ekonomi-och-mottagning', 'lineManager'],
	['Marianne Sörling', w, 'avdelningschef', 'barn-unga-familj', 'lineManager'],
	['Ali Nouri', m, 'avdelningschef', 'vuxna', 'lineManager'],
	['Charlotta Berndes', w, 'avdelningschef', 'aldre-funktionsnedsattning', 'lineManager'],
	['Ingemar Falk', m, 'avdelningschef', 'arbete', 'lineManager'],
	['Vesna Lukić', w, 'avdelningschef', 'etablering-och-vagledning', 'lineManager'],
	['Lennart Grahn', m, 'huvudskyddsombud', social, 'safetyRepresentative'],
	['Ulla Tervonen', w, 'facklig företrädare', social, 'unionRepresentative'],
	['Ola Bergvik', m, 'facklig företrädare', labour, 'unionRepresentative'],
	['Kajsa Lundell', w, 'HR-partner', social, 'hrPartner'],
	['Reza Ghorbani', m, 'HR-partner', labour, 'hrPartner'],
	['Peter Nordh', m, 'säkerhetssamordnare', social, 'securityCoordinator'],
	['Agneta Wiman', w, 'säkerhetssamordnare', labour, 'securityCoordinator'],
	['Inger Malmqvist', w, 'socialt ansvarig samordnare', social, 'lexSarahOfficer'],
	['Leila Haddad', w, 'controller', social, 'controller'],
	['Bengt Ivarsson', m, 'controller', labour, 'controller'],
	['Oskar Blomgren', m, 'utredare', municipality, 'citywideAnalyst'],
	['Gun-Britt Ahlström', w, 'revisor', municipality, 'auditor'],
	['Roland Fyhr', m, 'revisor', municipality, 'auditor'],
	['Ylva Rönnqvist', w, 'ordförande i socialnämnden', social, 'electedRepresentative'],
	['Hamid Safari', m, 'ledamot i socialnämnden', social, 'electedRepresentative'],
	['Bo Lantzell', m, 'ledamot i socialnämnden', social, 'electedRepresentative'],
	['Elsa Tingvall', w, 'ordförande i arbetsmarknadsnämnden', labour, 'electedRepresentative'],
	['Stig Orrling', m, 'ledamot i arbetsmarknadsnämnden', labour, 'electedRepresentative'],
	['Vendela Kruse', w, 'arkivarie', municipality, 'archivist'],
	['Mats Ringborg', m, 'dataskyddsombud', municipality, 'dataProtectionOfficer'],
	['Signe Bergenholtz', w, 'kommunjurist', municipality, 'legalAdviser'],
	['Tove Åkesson', w, 'systemförvaltare', municipality, 'systemAdministrator'],
	['Jamal Osman', m, 'systemförvaltare', municipality, 'systemAdministrator'],
	['Kristina Oxelmark', w, 'kommunjurist', municipality, 'whistleblowingOfficer'],
	['Filip Danell', m, 'utredare', municipality, 'whistleblowingOfficer']
];

/** Safety representatives have an ordinary job as well; the safety area is a division or an administration. */
const safetyAreas: Record<string, string> = {
	'Farhad Moradi': 'ekonomi-och-mottagning',
	'Nour Sabbagh': 'barn-unga-familj',
	'Jenny Fahlén': 'vuxna',
	'Carina Levin': 'aldre-funktionsnedsattning',
	'Christian Fält': labour
};

/** In the order of the sign-in page. */
const featuredNotes: Record<string, string> = {
	'Alma Hedin': 'Socialsekreterare som möter brukare varje dag. Rapporterar händelser och följer sina egna.',
	'Monika Strand': 'Enhetschef. Tar emot rapporter, ger stöd, bedömer och beslutar om åtgärder.',
	'Jonas Ekvall': 'Avdelningschef. Ser hela avdelningen och ärenden där en enhetschef är inblandad.',
	'Farhad Moradi': 'Skyddsombud och socialsekreterare. Följer händelser i skyddsområdet.',
	'Ulla Tervonen': 'Facklig företrädare. Går igenom månadens händelser, utan namn, i samverkan.',
	'Peter Nordh': 'Säkerhetssamordnare. Bedömer hotbilder och stöttar cheferna.',
	'Leila Haddad': 'Controller. Arbetar med risker, intern kontroll och statistik, aldrig med ärendetexter.',
	'Oskar Blomgren': 'Följer upp hela kommunen. Ser bara sammanställda siffror.',
	'Tove Åkesson': 'Systemförvaltare. Sköter organisation, behörigheter och inställningar. Ser inga ärenden.'
};

/** Who has protected personal data: a visitor can look at what others then see. */
export const protectedPerson = 'Elin Sjödahl';

/** One line each for those below the fold whose role a visitor may want to try. */
const roleNotes: Record<RoleCode, string> = {
	lineManager: 'Chef. Tar emot rapporter, ger stöd, bedömer och beslutar om åtgärder.',
	safetyRepresentative: 'Skyddsombud. Följer händelser i skyddsområdet.',
	unionRepresentative: 'Facklig företrädare. Går igenom månadens händelser, utan namn, i samverkan.',
	hrPartner: 'HR-partner. Stöttar chefer i förvaltningens ärenden.',
	securityCoordinator: 'Säkerhetssamordnare. Bedömer hotbilder och stöttar cheferna.',
	lexSarahOfficer: 'Lex Sarah-ansvarig. Tar emot det som kan vara missförhållanden.',
	controller: 'Controller. Arbetar med risker, intern kontroll och statistik.',
	citywideAnalyst: 'Följer upp hela kommunen. Ser bara sammanställda siffror.',
	auditor: 'Revisor. Följer rekommendationer och ser sammanställda siffror.',
	electedRepresentative: 'Förtroendevald. Ser sammanställda siffror och publicerade underlag.',
	archivist: 'Arkivarie. Sköter gallring och bevarande.',
	dataProtectionOfficer: 'Dataskyddsombud. Granskar gallring, utlämnanden och loggar.',
	legalAdviser: 'Kommunjurist. Svarar på frågor om sekretess innan något lämnas ut.',
	systemAdministrator: 'Systemförvaltare. Sköter organisation, behörigheter och inställningar.',
	whistleblowingOfficer: 'Behörig person i visselblåsarfunktionen.'
};

function buildUnits(): DemoUnit[] {
	const above = upperLevels.map(([key, parentKey, level, name]) => {
		return { key, parentKey, level, name, activity: null, area: null };
	});
	const units = unitPlans.map(({ key, parentKey, name, activity, area }) => {
		return { key, parentKey, level: 'unit' as const, name, activity, area };
	});
	return [...above, ...units];
}

function buildPeople(): DemoPerson[] {
	const people = leadersAndSpecialists.map(([name, gender, occupation, unitKey, role]) =>
		person(name, gender, occupation, unitKey, role)
	);
	for (const unit of unitPlans) {
		if (unit.manager) people.push(person(...unit.manager, 'enhetschef', unit.key, 'lineManager'));
		for (const [name, gender, occupation] of unit.staff) {
			people.push(person(name, gender, occupation ?? mainOccupation(unit), unit.key));
		}
	}
	const rank = Object.keys(featuredNotes);
	const place = ({ name, featured }: DemoPerson) => (featured ? rank.indexOf(name) : rank.length);
	return people.sort((a, b) => place(a) - place(b));
}

function person(
	name: string,
	gender: Gender,
	occupation: string,
	unitKey: string,
	role?: RoleCode
): DemoPerson {
	// 'Ö' → 'O' and 'ć' → 'c': take the letter apart, then drop the mark.
	const key = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(' ', '.');
	const assignments = role ? [{ role, unitKey }] : [];
	const safetyArea = safetyAreas[name];
	if (safetyArea) assignments.push({ role: 'safetyRepresentative', unitKey: safetyArea });

	const note =
		featuredNotes[name] ??
		(name === protectedPerson
			? 'Har skyddade personuppgifter. Namnet ser bara chefer, HR och säkerhetssamordnare närmast.'
			: assignments[0] && roleNotes[assignments[0].role]);
	return {
		key,
		name,
		email: `${key}@ekdala.example`,
		occupation,
		unitKey,
		gender,
		assignments,
		...(note && { note }),
		...(featuredNotes[name] && { featured: true }),
		...(name === protectedPerson && { isProtected: true })
	};
}

/** Earlier years differ by a few people, never so that a unit disappears. */
function buildHeadcounts(currentYear: number): DemoHeadcount[] {
	return unitPlans.flatMap(({ key, employees, manager }) =>
		Object.entries({ ...employees, ...(manager && { enhetschef: 1 }) }).flatMap(([occupation, now]) => {
			const random = createRandom(`headcount/${key}/${occupation}`);
			let headcount = now;
			return [0, 1, 2, 3].map((yearsAgo) => {
				const turnover = Math.floor(now / 7);
				if (yearsAgo > 0) headcount = Math.max(1, headcount + random.integer(-turnover, turnover));
				return { unitKey: key, year: currentYear - yearsAgo, occupation, headcount };
			});
		})
	);
}

function mainOccupation({ key, employees }: UnitPlan): string {
	const [occupation] = Object.keys(employees);
	if (!occupation) throw new Error(`the unit ${key} has no occupation`);
	return occupation;
}
