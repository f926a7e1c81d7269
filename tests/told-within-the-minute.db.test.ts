/** For each example event: who is told of it, in the system at once and by mail within the minute, and who is not. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId } from '../database/column-types.ts';
import { assess } from '../src/lib/server/cases/index.ts';
import { buildAssessment } from '../src/lib/server/cases/test-data.ts';
import { deliverDue, listNotices } from '../src/lib/server/notifications/index.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { startMailServer, type TestMailServer } from './support/mail-server.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

interface Vignette {
	id: string;
	text: string;
	report: { forms: string[]; channel: string; influencer: string; purpose: string };
	assessment: Record<string, string | number | null> & { severity: number };
}

const read = (name: string) =>
	JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')) as Vignette[];
const vignettes = [...read('vignettes.json'), ...read('more-vignettes.json')];

/** By the answers and words of the report alone, or only when it has been assessed: the security coordinator answers for the threat. */
const threatInReport = ['V03', 'E01', 'E07', 'E11'];
const threatInAssessment = ['V10', 'V23'];

describe.skipIf(!hasServer)('the right people are told', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let mail: TestMailServer;
	/** Who stands in for the manager of Alpha, and nobody else. */
	const standIn = newId<PersonId>();

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		mail = await startMailServer();
		await db.asOwner(async (tx) => {
			await tx
				.insertInto('person')
				.values({
					id: standIn,
					municipalityId: home.id,
					unitId: home.unit('beta').id,
					name: 'standIn',
					email: 'standIn@test.example'
				})
				.execute();
			await tx
				.insertInto('assignment')
				.values({
					id: newId<string>(),
					municipalityId: home.id,
					personId: standIn,
					unitId: home.unit('alpha').id,
					role: 'lineManager',
					validFrom: '2026-01-01',
					validTo: '2026-12-31',
					deputyForId: home.person('manager')
				})
				.execute();
		});
	});
	afterAll(async () => {
		await mail.stop();
		await db.close();
	});

	const keys = [
		...['reporter', 'colleague', 'manager', 'safetyRepresentative', 'betaReporter', 'head', 'director'],
		...['hrPartner', 'securityCoordinator', 'gammaManager', 'administrator', 'controller', 'lexSarahOfficer']
	];
	const nameOf = (id: PersonId) =>
		id === standIn ? 'standIn' : (keys.find((key) => home.person(key) === id) ?? 'somebody else');
	/** Who is told of cases, as 'name: kind'. */
	const told = async () => {
		const rows = await db.asOwner((tx) =>
			tx.selectFrom('notice').select(['recipientId', 'kind']).where('subjectKind', '=', 'case').execute()
		);
		return rows.map(({ recipientId, kind }) => `${nameOf(recipientId)}: ${kind}`).sort();
	};
	const mailed = () => mail.accepted.map(({ to }) => to.split('@')[0]!).sort();
	const aMinuteLater = async () => {
		home.clock.set(home.clock.now().add({ minutes: 1 }).toString());
		const room = { server: mail.server, link: 'https://opaverkad.example/notices' };
		await deliverDue({ db, clock: home.clock }, room);
	};
	const forget = async () => {
		mail.accepted.length = 0;
		await db.asOwner(async (tx) => {
			await tx.deleteFrom('notice').execute();
			await tx.deleteFrom('noticeMail').execute();
		});
	};

	test.each(vignettes)('of $id', async ({ id: vignette, text, report: reported, assessment }) => {
		await forget();
		home.clock.set(home.clock.now().add({ minutes: 20 }).toString());
		if (home.clock.now().toZonedDateTimeISO('Europe/Stockholm').hour >= 15) {
			home.clock.set(home.clock.now().add({ hours: 18 }).toString());
		}
		const isGrave = assessment.severity === 4;
		const incidentId = await report(home.as('reporter'), {
			inDanger: isGrave,
			values: {
				text,
				...reported,
				...(reported.influencer === 'colleague' ? { whichColleague: home.person('colleague') } : {})
			}
		});
		const aboutManager = reported.influencer === 'manager';
		// who stands in for the manager acts on what is the manager's, and knows nothing of what is about the manager
		const handlers = aboutManager ? ['head'] : ['manager', 'standIn'];
		const urgent = isGrave ? ['securityCoordinator'] : [];
		const isDanger = isGrave || (await weaponOf(incidentId)) === 'yes';
		const answering = !isGrave && threatInReport.includes(vignette) ? ['securityCoordinator'] : [];
		expect(await told()).toEqual(
			[
				...[...handlers, ...urgent].map((name) => `${name}: ${isDanger ? 'dangerReported' : 'caseReceived'}`),
				...answering.map((name) => `${name}: dutyToAnswer`),
				'safetyRepresentative: caseToRead'
			].sort()
		);
		await aMinuteLater();
		expect(mailed()).toEqual([...handlers, ...urgent, ...answering].sort());
		expect(await listNotices(home.as('reporter'))).toEqual([]);
		if (aboutManager) expect(await listNotices(home.as('manager'))).toEqual([]);

		await forget();
		const { id } = await db.asOwner((tx) =>
			tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId).executeTakeFirstOrThrow()
		);
		const codes = Object.fromEntries(
			Object.entries(assessment).map(([field, code]) => [field, String(code ?? '')])
		);
		const handler = home.as(aboutManager ? 'head' : 'manager');
		expect(await assess(handler, id, buildAssessment(codes))).toMatchObject({ ok: true });
		await aMinuteLater();
		const isNews = threatInAssessment.includes(vignette);
		expect(await told()).toEqual([
			...(isNews ? ['securityCoordinator: dutyToAnswer'] : []),
			...(isGrave ? ['securityCoordinator: severeAssessed'] : [])
		]);
		expect(mailed()).toEqual(isNews || isGrave ? ['securityCoordinator'] : []);
	});

	async function weaponOf(incidentId: string): Promise<string | null> {
		const row = await db.asOwner((tx) =>
			tx
				.selectFrom('incident')
				.select('weapon')
				.where('id', '=', incidentId as never)
				.executeTakeFirstOrThrow()
		);
		return row.weapon;
	}

	test('who was exposed is told as the reporter is, never as staff, also when they are the manager', async () => {
		await forget();
		await report(home.as('betaReporter'), {
			unitId: home.unit('alpha').id,
			affectedPersonId: home.person('manager')
		});
		expect(await told()).toEqual(['head: caseReceived', 'safetyRepresentative: caseToRead']);
	});
});
