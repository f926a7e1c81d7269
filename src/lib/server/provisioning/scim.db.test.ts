import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import {
	askerWith,
	connect,
	coreGroup,
	coreUser,
	enterprise,
	patchOf,
	type Ask
} from '../../../../tests/support/scim.ts';
import type { PersonId, ScimClientId, ScimGroupId, SessionId } from '../../../../database/column-types.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import {
	mapGroup,
	mostPerMinute,
	renewToken,
	revokeClient,
	setDefaultUnit,
	viewConnections
} from './index.ts';

const user = (name: string, more: object = {}) => ({
	schemas: [coreUser, enterprise],
	userName: `${name}@test.example`,
	displayName: `${name} Testsson`,
	active: true,
	...more
});
const filtered = (filter: string) => `Users?filter=${encodeURIComponent(filter)}`;

describe.each(engines)('on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('a connection from an identity system', () => {
		let db: TestDatabase;
		let municipality: TestMunicipality;
		let ask: Ask;
		beforeAll(async () => {
			db = await open();
			municipality = await makeMunicipality(db);
			({ ask } = await connect(db, municipality));
		});
		afterAll(() => db.close());

		/**
		 * Okta's 'SCIM 2.0 SPEC Test' (the suite that Okta publishes for Runscope/BlazeMeter), request by request, as far as it is
		 * known here: reproduced, not run from their service.
		 */
		test('answers the requests of Okta’s specification test', async () => {
			// the suite takes the first user that there is and needs these attributes of it
			const first = await ask('GET', 'Users?count=1&startIndex=1');
			expect(first.status).toBe(200);
			expect(first.headers.get('content-type')).toMatch(/^application\/scim\+json/);
			expect(first.body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:ListResponse']);
			expect(first.body.itemsPerPage).toBe(1);
			expect(first.body.startIndex).toBe(1);
			expect(first.body.totalResults).toBeGreaterThan(1);
			const [someone] = first.body.Resources;
			for (const name of ['id', 'userName', 'active', 'displayName', 'emails', 'meta'])
				expect(someone).toHaveProperty(name);

			const byId = await ask('GET', `Users/${someone!.id}`);
			expect(byId.status).toBe(200);
			expect(byId.body.id).toBe(someone!.id);

			const missing = await ask('GET', 'Users/00919288221112222');
			expect(missing.status).toBe(404);
			expect(missing.body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:Error']);
			expect(missing.body.status).toBe('404');
			expect(missing.body.detail).toBeTruthy();

			const random = 'runscope300abc@atko.example';
			const none = await ask('GET', filtered(`userName eq "${random}"`));
			expect(none.status).toBe(200);
			expect(none.body.totalResults).toBe(0);
			expect(none.body.Resources).toEqual([]);

			const body = {
				schemas: [coreUser],
				userName: random,
				name: { givenName: 'Runscope', familyName: 'Prövning' },
				emails: [{ primary: true, value: random, type: 'work' }],
				displayName: 'Runscope Prövning',
				locale: 'en-US',
				externalId: '00ujl29u0le5T6Aj10h7',
				groups: [],
				password: '1mz050nq',
				active: true
			};
			const created = await ask('POST', 'Users', body);
			expect(created.status).toBe(201);
			expect(created.headers.get('location')).toBe(
				`https://opaverkad.example/scim/v2/Users/${created.body.id}`
			);
			expect(created.body).toMatchObject({
				schemas: [coreUser],
				userName: random,
				active: true,
				name: body.name,
				emails: body.emails,
				meta: { resourceType: 'User', location: created.headers.get('location') }
			});
			expect(created.body).not.toHaveProperty('password');
			const path = `Users/${created.body.id}`;

			expect((await ask('GET', path)).body).toEqual(created.body);
			const again = await ask('POST', 'Users', body);
			expect(again.status).toBe(409);
			expect(again.body.scimType).toBe('uniqueness');
			const found = await ask('GET', filtered(`userName eq "${random.toUpperCase()}"`));
			expect(found.body.Resources.map(({ id }) => id)).toEqual([created.body.id]);

			const off = await ask('PUT', path, {
				...created.body,
				active: false,
				name: { ...body.name, familyName: 'Test' }
			});
			expect(off.status).toBe(200);
			expect(off.body).toMatchObject({ active: false, name: { givenName: 'Runscope', familyName: 'Test' } });
			const on = await ask('PATCH', path, patchOf({ op: 'replace', value: { active: true } }));
			expect(on.status).toBe(200);
			expect(on.body.active).toBe(true);
			const groups = await ask('GET', 'Groups?count=100&startIndex=1');
			expect(groups.body.totalResults).toBe(0);
		});

		/** Microsoft Entra ID's documented requests, which its SCIM validator sends as well: reproduced, not run from there. */
		test('answers the requests of Microsoft Entra ID: users', async () => {
			const none = await ask('GET', filtered('userName eq "non-existent user"'));
			expect(none.body).toMatchObject({ totalResults: 0, Resources: [] });
			const created = await ask('POST', 'Users', {
				schemas: [coreUser, enterprise],
				externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
				userName: 'Test_User_ab6490ee@testuser.example',
				active: true,
				meta: { resourceType: 'User' },
				displayName: 'givenName familyName',
				name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
				emails: [{ primary: 'True', type: 'work', value: 'Test_User_fd0ea19b@testuser.example' }],
				phoneNumbers: [{ type: 'work', value: '08-123' }],
				roles: [],
				[enterprise]: { department: 'Enhet Beta' }
			});
			expect(created.status).toBe(201);
			const path = `Users/${created.body.id}`;
			const one = await ask('GET', `${path}`);
			expect(one.body).toMatchObject({ [enterprise]: { department: 'Enhet Beta' } });
			for (const filter of [
				'userName eq "Test_User_ab6490ee@testuser.example"',
				'externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"',
				'emails[type eq "work"].value eq "test_user_fd0ea19b@testuser.example"',
				'userName sw "test_user_" and active eq true',
				'displayName co "familyName" or userName eq "x"',
				`id eq "${created.body.id}" and externalId pr`
			]) {
				const found = await ask('GET', filtered(filter));
				expect(
					found.body.Resources.map(({ id }) => id),
					filter
				).toEqual([created.body.id]);
			}

			const changed = await ask(
				'PATCH',
				path,
				patchOf(
					{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'updated@testuser.example' },
					{ op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
					{ op: 'Replace', path: 'displayName', value: 'givenName updatedFamilyName' },
					{ op: 'Add', path: `${enterprise}:department`, value: 'Enhet Alfa' },
					{ op: 'Add', path: `${enterprise}:manager`, value: municipality.person('manager') },
					{ op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '070' },
					{ op: 'Add', path: 'emails[type eq "home"].value', value: 'home@testuser.example' }
				)
			);
			expect(changed.status).toBe(200);
			expect(changed.body).toMatchObject({
				displayName: 'givenName updatedFamilyName',
				name: { familyName: 'updatedFamilyName', givenName: 'givenName' },
				[enterprise]: { department: 'Enhet Alfa', manager: { value: municipality.person('manager') } }
			});
			expect(changed.body.emails).toEqual([
				{ primary: true, type: 'work', value: 'updated@testuser.example' },
				{ type: 'home', value: 'home@testuser.example' }
			]);

			const renamed = await ask('PATCH', path, {
				schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
				Operations: [{ op: 'replace', path: 'userName', value: '5b50642d@testuser.example' }]
			});
			expect(renamed.body.userName).toBe('5b50642d@testuser.example');
			const paths = await ask(
				'PATCH',
				path,
				patchOf({
					op: 'replace',
					value: { 'name.givenName': 'Ny', [`${enterprise}:department`]: 'Enhet Gamma', active: 'True' }
				})
			);
			expect(paths.body).toMatchObject({
				name: { givenName: 'Ny' },
				[enterprise]: { department: 'Enhet Gamma' }
			});
			const withoutManager = await ask(
				'PATCH',
				path,
				patchOf({ op: 'Replace', path: `${enterprise}:manager`, value: '' })
			);
			expect(withoutManager.body[enterprise]).not.toHaveProperty('manager');

			const disabled = await ask('PATCH', path, patchOf({ op: 'Replace', path: 'active', value: 'False' }));
			expect(disabled.body.active).toBe(false);
			expect(
				(await ask('GET', filtered('active eq false and userName eq "5b50642d@testuser.example"'))).body
					.totalResults
			).toBe(1);

			expect((await ask('DELETE', path)).status).toBe(204);
			expect((await ask('GET', path)).status).toBe(404);
			expect((await ask('DELETE', path)).status).toBe(404);
			expect((await ask('PATCH', path, patchOf({ op: 'replace', path: 'active', value: true }))).status).toBe(
				404
			);
		});

		test('answers the requests of Microsoft Entra ID: groups', async () => {
			const member = (await ask('POST', 'Users', user('entra-member'))).body.id;
			const other = (await ask('POST', 'Users', user('entra-other'))).body.id;
			const created = await ask('POST', 'Groups', {
				schemas: [coreGroup, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
				externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
				displayName: 'displayName',
				meta: { resourceType: 'Group' }
			});
			expect(created.status).toBe(201);
			expect(created.body.members).toEqual([]);
			const path = `Groups/${created.body.id}`;
			expect((await ask('POST', 'Groups', { schemas: [coreGroup], displayName: 'DISPLAYNAME' })).status).toBe(
				409
			);
			const without = await ask('GET', `${path}?excludedAttributes=members`);
			expect(without.body).toMatchObject({ displayName: 'displayName' });
			expect(without.body).not.toHaveProperty('members');
			const found = await ask(
				'GET',
				`Groups?excludedAttributes=members&filter=${encodeURIComponent('displayName eq "displayName"')}`
			);
			expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: created.body.id }] });

			const renamed = await ask(
				'PATCH',
				path,
				patchOf({ op: 'Replace', path: 'displayName', value: '1879db59' })
			);
			expect(renamed.status).toBe(200);
			expect(renamed.body.displayName).toBe('1879db59');
			await ask(
				'PATCH',
				path,
				patchOf({ op: 'Add', path: 'members', value: [{ $ref: null, value: member }, { value: other }] })
			);
			const membersOf = async () => (await ask('GET', path)).body.members.map(({ value }) => value).sort();
			expect(await membersOf()).toEqual([member, other].sort());
			const isIn = `Groups?filter=${encodeURIComponent(`id eq "${created.body.id}" and members[value eq "${member}"]`)}&attributes=id`;
			expect((await ask('GET', isIn)).body.Resources).toEqual([
				{ schemas: [coreGroup], id: created.body.id }
			]);
			await ask(
				'PATCH',
				path,
				patchOf({ op: 'Remove', path: 'members', value: [{ $ref: null, value: member }] })
			);
			expect(await membersOf()).toEqual([other]);
			await ask('PATCH', path, patchOf({ op: 'Remove', path: `members[value eq "${other}"]` }));
			expect(await membersOf()).toEqual([]);
			expect((await ask('GET', isIn)).body.totalResults).toBe(0);
			expect((await ask('DELETE', path)).status).toBe(204);
			expect((await ask('GET', path)).status).toBe(404);
		});

		test('says what it can do', async () => {
			const config = await ask('GET', 'ServiceProviderConfig');
			expect(config.body).toMatchObject({
				patch: { supported: true },
				bulk: { supported: false },
				filter: { supported: true, maxResults: 200 },
				etag: { supported: true },
				sort: { supported: true }
			});
			const types = await ask('GET', 'ResourceTypes');
			expect(types.body.Resources.map(({ id }) => id)).toEqual(['User', 'Group']);
			const schemas = await ask('GET', 'Schemas');
			expect(schemas.body.Resources.map(({ id }) => id)).toEqual([coreUser, coreGroup, enterprise]);
			const names = schemas.body.Resources[0]!.attributes.map(({ name }) => name);
			expect(names).toEqual(['userName', 'name', 'displayName', 'title', 'active', 'emails']);
			expect((await ask('GET', `Schemas/${coreGroup}`)).body.id).toBe(coreGroup);
			expect((await ask('GET', 'Schemas/urn:none')).status).toBe(404);
			expect((await ask('POST', 'Bulk', {})).status).toBe(501);
			expect((await ask('POST', 'Schemas', {})).status).toBe(405);
			expect((await ask('GET', 'Elsewhere')).status).toBe(404);
		});

		test('finds people that the identity system did not create, so that it can take them over', async () => {
			const found = await ask('GET', filtered('userName eq "COLLEAGUE@test.example"'));
			const [one] = found.body.Resources;
			expect(one).toMatchObject({
				id: municipality.person('colleague'),
				displayName: 'colleague',
				active: true
			});
			const changed = await ask(
				'PATCH',
				`Users/${one!.id}`,
				patchOf({ op: 'add', path: 'title', value: 'Kurator' })
			);
			expect(changed.body).toMatchObject({ title: 'Kurator', displayName: 'colleague' });
			const searched = await ask('POST', 'Users/.search', {
				schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
				filter: 'title eq "kurator"',
				attributes: ['userName'],
				count: 5
			});
			expect(searched.body.Resources).toEqual([
				{ schemas: [coreUser], id: one!.id, userName: 'colleague@test.example' }
			]);
		});

		test('sorts, and gives the attributes that are asked for', async () => {
			const sorted = await ask(
				'GET',
				'Users?sortBy=userName&sortOrder=descending&attributes=userName&count=200'
			);
			const names = sorted.body.Resources.map(({ userName }) => userName);
			expect(names.length).toBeGreaterThan(10);
			expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1)));
			expect(Object.keys(sorted.body.Resources[0]!)).toEqual(['schemas', 'id', 'userName']);
			expect((await ask('GET', 'Users?sortBy=shoeSize')).status).toBe(400);
			expect((await ask('GET', 'Users?count=0')).body).toMatchObject({ itemsPerPage: 0, Resources: [] });
		});

		test('places people by id, name or path, and says clearly when it cannot', async () => {
			const strict = (await connect(db, municipality, null, 'Utan enhet')).ask;
			const unitOf = async (id: string) =>
				(
					await db.asOwner((tx) =>
						tx
							.selectFrom('person')
							.select('unitId')
							.where('id', '=', id as PersonId)
							.executeTakeFirstOrThrow()
					)
				).unitId;
			const place = async (name: string, more: object) => {
				const { status, body } = await strict('POST', 'Users', user(name, { [enterprise]: more }));
				return status === 201 ? unitOf(body.id) : body;
			};
			expect(await place('place-1', { department: 'enhet  gamma' })).toBe(municipality.unit('gamma').id);
			expect(await place('place-2', { department: 'Avdelningen / Enhet Beta' })).toBe(
				municipality.unit('beta').id
			);
			expect(await place('place-3', { organization: 'Socialförvaltningen' })).toBe(
				municipality.unit('social').id
			);
			expect(await place('place-4', { manager: { value: municipality.person('gammaManager') } })).toBe(
				municipality.unit('gamma').id
			);
			expect(
				await place('place-5', { department: 'Enhet Omega', organization: 'Socialförvaltningen' })
			).toMatchObject({
				status: '400',
				scimType: 'invalidValue',
				detail: expect.stringContaining("'Enhet Omega' is not a unit here")
			});
			const { clients } = await viewConnections(municipality.as('administrator'));
			const problems = clients.find(({ name }) => name === 'Utan enhet')!.problems;
			expect(problems).toMatchObject([
				{ code: 'unknownUnit', about: 'Enhet Omega', method: 'POST', resource: 'Users' }
			]);
			// with a default unit they are let in there
			const { body } = await ask(
				'POST',
				'Users',
				user('place-6', { [enterprise]: { department: 'Enhet Omega' } })
			);
			expect(await unitOf(body.id)).toBe(municipality.unit('alpha').id);
		});

		test('gives and takes versions', async () => {
			const { body, headers } = await ask('POST', 'Users', user('etag'));
			const path = `Users/${body.id}`;
			const version = headers.get('etag')!;
			expect(version).toMatch(/^W\/".+"$/);
			expect(body.meta.version).toBe(version);
			expect((await ask('GET', path, undefined, { 'if-none-match': version })).status).toBe(304);
			const change = patchOf({ op: 'replace', path: 'title', value: 'Handläggare' });
			const changed = await ask('PATCH', path, change, { 'if-match': version });
			expect(changed.status).toBe(200);
			expect(changed.headers.get('etag')).not.toBe(version);
			expect((await ask('GET', path, undefined, { 'if-none-match': version })).status).toBe(200);
			expect((await ask('PATCH', path, change, { 'if-match': version })).status).toBe(412);
			expect((await ask('PUT', path, user('etag'), { 'if-match': version })).status).toBe(412);
			expect((await ask('DELETE', path, undefined, { 'if-match': version })).status).toBe(412);
			// what an administrator changes here is a new version as well
			const before = (await ask('GET', path)).headers.get('etag')!;
			await db.asOwner((tx) =>
				tx
					.updateTable('person')
					.set({ name: 'Ändrad' })
					.where('id', '=', body.id as PersonId)
					.execute()
			);
			expect((await ask('PATCH', path, change, { 'if-match': before })).status).toBe(412);
			expect((await ask('GET', path)).body.displayName).toBe('Ändrad');
			expect((await ask('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(204);
		});

		test.each([
			['no JSON', 'POST', 'Users', '{"userName":', 400, 'invalidSyntax'],
			['a list', 'POST', 'Users', '[]', 400, 'invalidSyntax'],
			['no name', 'POST', 'Users', { schemas: [coreUser] }, 400, 'invalidValue'],
			['an empty name', 'POST', 'Users', { schemas: [coreUser], userName: ' ' }, 400, 'invalidValue'],
			['another schema', 'POST', 'Users', { schemas: ['urn:x'], userName: 'a' }, 400, 'invalidSyntax'],
			['a wrong type', 'POST', 'Users', { userName: 'a', active: 'perhaps' }, 400, 'invalidValue'],
			['a control character', 'POST', 'Users', { userName: 'a\u0000b' }, 400, 'invalidValue'],
			['a name that is far too long', 'POST', 'Users', { userName: 'a'.repeat(201) }, 400, 'invalidValue'],
			['an unknown filter', 'GET', filtered('shoeSize eq "1"'), undefined, 400, 'invalidFilter'],
			[
				'an inherited name in a filter',
				'GET',
				filtered('constructor eq "1"'),
				undefined,
				400,
				'invalidFilter'
			],
			['half a filter', 'GET', filtered('userName eq'), undefined, 400, 'invalidFilter'],
			['no filter at all', 'GET', filtered('(((('), undefined, 400, 'invalidFilter'],
			['a wrong value in a filter', 'GET', filtered('active gt true'), undefined, 400, 'invalidFilter'],
			['an attribute that is no name', 'GET', 'Users?attributes=a%20b', undefined, 400, 'invalidPath'],
			[
				'a member that is not there',
				'POST',
				'Groups',
				{ displayName: 'x', members: [{ value: '1' }] },
				400,
				'invalidValue'
			],
			[
				'a group in a group',
				'POST',
				'Groups',
				{ displayName: 'x', members: [{ value: '1', type: 'Group' }] },
				400,
				'invalidValue'
			],
			['a group without a name', 'POST', 'Groups', { schemas: [coreGroup] }, 400, 'invalidValue']
		] as const)('refuses %s', async (_, method, path, body, status, scimType) => {
			const answer = await ask(method, path, body);
			expect(answer.body).toMatchObject({ status: String(status), scimType });
			expect(answer.status).toBe(status);
		});

		test('refuses what is too large, and what is not JSON by its name', async () => {
			expect((await ask('POST', 'Users', `{"userName":"${'a'.repeat(4_000_001)}"}`)).status).toBe(413);
			expect(
				(await ask('POST', 'Users', '{}', { 'content-type': 'application/x-www-form-urlencoded' })).status
			).toBe(415);
		});

		test('refuses wrong operations of a PATCH, and then changes nothing', async () => {
			const { body } = await ask('POST', 'Users', user('patch'));
			const path = `Users/${body.id}`;
			for (const [operation, scimType] of [
				[{ op: 'move', path: 'title' }, 'invalidSyntax'],
				[{ op: 'replace', path: 'shoeSize', value: '1' }, 'invalidPath'],
				[{ op: 'remove' }, 'noTarget'],
				[{ op: 'remove', path: 'userName' }, 'invalidValue'],
				[{ op: 'replace', path: 'userName', value: '' }, 'invalidValue'],
				[{ op: 'replace', value: 'x' }, 'invalidValue'],
				[{ op: 'replace', path: 'active', value: 'perhaps' }, 'invalidValue']
			] as const) {
				const answer = await ask(
					'PATCH',
					path,
					patchOf({ op: 'replace', path: 'title', value: 'Aldrig' }, operation)
				);
				expect(answer.body, JSON.stringify(operation)).toMatchObject({ status: '400', scimType });
			}
			expect((await ask('PATCH', path, { schemas: ['urn:x'], Operations: [] })).status).toBe(400);
			expect((await ask('GET', path)).body).toEqual(body);
		});
	});

	describe.skipIf(!available)('what follows from it', () => {
		let db: TestDatabase;
		let municipality: TestMunicipality;
		let ask: Ask;
		beforeAll(async () => {
			db = await open();
			municipality = await makeMunicipality(db);
			({ ask } = await connect(db, municipality));
		});
		afterAll(() => db.close());

		/** Somebody signs in; the answer tells whether they still are. */
		const signIn = async (id: string) => {
			const at = municipality.clock.now().toString();
			const session = {
				id: newId<SessionId>(),
				personId: id as PersonId,
				tokenHash: hashOfSecret(newSecret()),
				createdAt: at,
				lastSeenAt: at,
				signedInAt: at
			};
			await db.asOwner((tx) => tx.insertInto('session').values(session).execute());
			return async () => {
				const { endedAt } = await db.asOwner((tx) =>
					tx.selectFrom('session').select('endedAt').where('id', '=', session.id).executeTakeFirstOrThrow()
				);
				return endedAt === null;
			};
		};
		const rolesOf = (id: string) =>
			db.asOwner((tx) =>
				tx
					.selectFrom('assignment')
					.select(['role', 'unitId', 'validFrom', 'validTo'])
					.where('personId', '=', id as PersonId)
					.orderBy('id')
					.execute()
			);
		const groupNamed = async (name: string) =>
			(await viewConnections(municipality.as('administrator'))).groups.find(
				({ displayName }) => displayName === name
			)!;

		test('somebody who is deactivated is signed out at once, and keeps their roles for when they are back', async () => {
			const id = municipality.person('manager');
			const isSignedIn = await signIn(id);
			expect(await isSignedIn()).toBe(true);
			await ask('PATCH', `Users/${id}`, patchOf({ op: 'Replace', path: 'active', value: 'False' }));
			expect(await isSignedIn()).toBe(false);
			await ask('PATCH', `Users/${id}`, patchOf({ op: 'Replace', path: 'active', value: 'True' }));
			expect(await isSignedIn()).toBe(false);
			expect(await rolesOf(id)).toMatchObject([{ role: 'lineManager', validTo: null }]);
		});

		test('somebody who is deleted is signed out, loses their roles and keeps their history; their name is free', async () => {
			const id = municipality.person('safetyRepresentative');
			const isSignedIn = await signIn(id);
			expect((await ask('DELETE', `Users/${id}`)).status).toBe(204);
			expect(await isSignedIn()).toBe(false);
			expect(await rolesOf(id)).toMatchObject([{ role: 'safetyRepresentative', validTo: '2026-03-03' }]);
			const row = await db.asOwner((tx) =>
				tx.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
			);
			expect(row).toMatchObject({ name: 'safetyRepresentative', isActive: false, email: null });
			const next = await ask(
				'POST',
				'Users',
				user('safetyRepresentative', {
					emails: [{ value: 'safetyRepresentative@test.example', type: 'work' }]
				})
			);
			expect(next.status).toBe(201);
			expect(next.body.id).not.toBe(id);
		});

		test('a group gives nothing until an administrator says what; then its members have the role from today', async () => {
			const member = (await ask('POST', 'Users', user('hr-1'))).body.id;
			const { body: group } = await ask('POST', 'Groups', {
				displayName: 'SOC HR',
				members: [{ value: member }]
			});
			expect(await rolesOf(member)).toEqual([]);
			const { id, members, role } = await groupNamed('SOC HR');
			expect({ members, role }).toEqual({ members: 1, role: null });
			const administrator = municipality.as('administrator');
			const unitId = municipality.unit('social').id;
			expect(await mapGroup(administrator, { id, gives: { role: 'hrPartner', unitId } })).toEqual({
				given: 1,
				ended: 0
			});
			expect(await rolesOf(member)).toEqual([
				{ role: 'hrPartner', unitId, validFrom: '2026-03-04', validTo: null }
			]);
			// the same again changes nothing
			expect(await mapGroup(administrator, { id, gives: { role: 'hrPartner', unitId } })).toEqual({
				given: 0,
				ended: 0
			});

			const second = (await ask('POST', 'Users', user('hr-2'))).body.id;
			await ask(
				'PATCH',
				`Groups/${group.id}`,
				patchOf({ op: 'Add', path: 'members', value: [{ value: second }] })
			);
			expect(await rolesOf(second)).toMatchObject([{ role: 'hrPartner', validTo: null }]);

			// a week later one of them leaves the group
			municipality.clock.set('2026-03-11T08:00:00Z');
			const isSignedIn = await signIn(second);
			await ask(
				'PATCH',
				`Groups/${group.id}`,
				patchOf({ op: 'Remove', path: `members[value eq "${second}"]` })
			);
			expect(await rolesOf(second)).toMatchObject([
				{ role: 'hrPartner', validFrom: '2026-03-04', validTo: '2026-03-10' }
			]);
			expect(await isSignedIn()).toBe(false);
			await ask('DELETE', `Groups/${group.id}`);
			expect(await rolesOf(member)).toMatchObject([{ validTo: '2026-03-10' }]);
			municipality.clock.set('2026-03-04T08:00:00Z');
		});

		test('what people gave, groups neither give twice nor take', async () => {
			const id = municipality.person('hrPartner');
			const { body: group } = await ask('POST', 'Groups', {
				displayName: 'HR igen',
				members: [{ value: id }]
			});
			const unitId = municipality.unit('social').id;
			const counts = await mapGroup(municipality.as('administrator'), {
				id: group.id as ScimGroupId,
				gives: { role: 'hrPartner', unitId }
			});
			expect(counts).toEqual({ given: 0, ended: 0 });
			await ask('DELETE', `Groups/${group.id}`);
			expect(await rolesOf(id)).toMatchObject([{ role: 'hrPartner', validTo: null }]);
		});

		test('two groups that give the same: the role stays until both are left, and is never in force when taken back the same day', async () => {
			const id = (await ask('POST', 'Users', user('twice'))).body.id;
			const unitId = municipality.unit('beta').id;
			const groups = [];
			for (const displayName of ['En', 'Två']) {
				const { body } = await ask('POST', 'Groups', { displayName, members: [{ value: id }] });
				groups.push(body.id);
				await mapGroup(municipality.as('administrator'), {
					id: body.id as ScimGroupId,
					gives: { role: 'lineManager', unitId }
				});
			}
			expect(await rolesOf(id)).toHaveLength(1);
			await ask('DELETE', `Groups/${groups[0]}`);
			expect(await rolesOf(id)).toMatchObject([{ validTo: null }]);
			await ask('DELETE', `Groups/${groups[1]}`);
			expect(await rolesOf(id)).toMatchObject([{ validFrom: '2026-03-04', validTo: '2026-03-03' }]);
		});

		test('nobody gives themselves a role by choosing what their group gives', async () => {
			const { body } = await ask('POST', 'Groups', {
				displayName: 'Administratörer',
				members: [{ value: municipality.person('administrator') }]
			});
			const id = body.id as ScimGroupId;
			const gives = { role: 'securityCoordinator', unitId: municipality.id } as const;
			await expect(mapGroup(municipality.as('administrator'), { id, gives })).rejects.toThrow(Forbidden);
			await expect(mapGroup(municipality.as('manager'), { id, gives })).rejects.toThrow(Forbidden);
			await expect(viewConnections(municipality.as('manager'))).rejects.toThrow(Forbidden);
			expect((await groupNamed('Administratörer')).hasActor).toBe(true);
		});

		test('somebody with protected personal data: found by what is known, told nothing more, and can be signed out', async () => {
			const id = municipality.person('betaReporter');
			await db.asOwner((tx) =>
				tx.updateTable('person').set({ isProtected: true }).where('id', '=', id).execute()
			);
			const path = `Users/${id}`;
			const all = await ask('GET', 'Users?count=200');
			expect(all.body.Resources.map((one) => one.id)).not.toContain(id);
			for (const filter of [
				'displayName co "beta"',
				'userName sw "beta"',
				'userName eq "betaReporter@test.example" and displayName sw "b"',
				'not (userName eq "x")'
			])
				expect(
					(await ask('GET', `${filtered(filter)}&count=200`)).body.Resources.map((one) => one.id),
					filter
				).not.toContain(id);
			const found = await ask('GET', filtered('userName eq "betaReporter@test.example"'));
			expect(found.body.Resources).toMatchObject([
				{ id, active: true, userName: 'betaReporter@test.example' }
			]);
			const [one] = found.body.Resources;
			for (const name of ['displayName', 'name', 'emails', 'title', enterprise])
				expect(one).not.toHaveProperty(name);

			const isSignedIn = await signIn(id);
			const off = await ask('PATCH', path, patchOf({ op: 'Replace', path: 'active', value: 'False' }));
			expect(off.body).not.toHaveProperty('displayName');
			expect(await isSignedIn()).toBe(false);
			const row = () =>
				db.asOwner((tx) =>
					tx.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
				);
			expect(await row()).toMatchObject({
				isActive: false,
				name: 'betaReporter',
				email: 'betaReporter@test.example'
			});

			// what the client itself says, it is told again; others are not
			await ask('PATCH', path, patchOf({ op: 'Replace', path: 'displayName', value: 'Nytt Namn' }));
			expect(await row()).toMatchObject({ name: 'Nytt Namn', isProtected: true });
			expect((await ask('GET', path)).body.displayName).toBe('Nytt Namn');
			const other = (await connect(db, municipality, null, 'Okta')).ask;
			expect((await other('GET', path)).body).not.toHaveProperty('displayName');
			expect((await other('GET', 'Users?count=200')).body.Resources.map((two) => two.id)).not.toContain(id);
		});

		test('the log says which connection did it, and no name', async () => {
			const { body } = await ask('POST', 'Users', user('logged'));
			await ask('PATCH', `Users/${body.id}`, patchOf({ op: 'replace', path: 'title', value: 'Enhetschef' }));
			await ask('DELETE', `Users/${body.id}`);
			const entries = await db.asOwner((tx) =>
				tx.selectFrom('activity').selectAll().where('subjectId', '=', body.id).orderBy('id').execute()
			);
			expect(entries.map(({ action }) => action)).toEqual([
				'provisioning.userCreated',
				'provisioning.userChanged',
				'provisioning.userLeft'
			]);
			const { clients } = await viewConnections(municipality.as('administrator'));
			const entra = clients.find(({ name }) => name === 'Entra ID')!;
			for (const { details, actorId, address } of entries) {
				expect(details).toMatchObject({ client: entra.id });
				expect(JSON.stringify(details)).not.toMatch(/logged|Enhetschef/);
				expect({ actorId, address }).toEqual({ actorId: null, address: '127.0.0.1' });
			}
			expect(entries[1]!.details).toMatchObject({ changed: ['occupation'] });
			expect(entra.lastUsedAt).not.toBeNull();
		});

		test('what administrators do with connections and groups is logged in their role', async () => {
			const administrator = municipality.as('administrator');
			const { ask: asked } = await connect(db, municipality, null, 'Loggad');
			const { clients } = await viewConnections(administrator);
			const id = clients.find(({ name }) => name === 'Loggad')!.id;
			const { body } = await asked('POST', 'Groups', { displayName: 'Loggade' });
			const unitId = municipality.unit('beta').id;
			await setDefaultUnit(administrator, { id, defaultUnitId: unitId });
			await mapGroup(administrator, { id: body.id as ScimGroupId, gives: { role: 'controller', unitId } });
			await renewToken(administrator, id);
			await revokeClient(administrator, id);
			const entries = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['action', 'role', 'actorId'])
					.where('subjectId', 'in', [id, body.id])
					.where('actorId', 'is not', null)
					.orderBy('id')
					.execute()
			);
			const actions = ['clientCreated', 'clientChanged', 'groupMapped', 'tokenRenewed', 'clientRevoked'];
			expect(entries).toEqual(
				actions.map((action) => ({
					action: `provisioning.${action}`,
					role: 'systemAdministrator',
					actorId: municipality.person('administrator')
				}))
			);
		});

		test('a unit of another municipality, or one that is closed, is not to be chosen', async () => {
			const administrator = municipality.as('administrator');
			const elsewhere = await makeMunicipality(db, '3');
			const unitId = elsewhere.unit('alpha').id;
			const { clients, groups } = await viewConnections(administrator);
			const gives = { role: 'controller', unitId } as const;
			await expect(
				setDefaultUnit(administrator, { id: clients[0]!.id, defaultUnitId: unitId })
			).rejects.toThrow(NotFound);
			await expect(mapGroup(administrator, { id: groups[0]!.id, gives })).rejects.toThrow();
			const theirs = elsewhere.as('administrator');
			await expect(revokeClient(theirs, clients[0]!.id)).rejects.toThrow(NotFound);
			expect((await viewConnections(theirs)).clients).toEqual([]);
		});

		test('another municipality is not seen, not even by its ids', async () => {
			const elsewhere = await makeMunicipality(db, '2');
			const theirs = (await connect(db, elsewhere)).ask;
			expect((await theirs('GET', `Users/${municipality.person('manager')}`)).status).toBe(404);
			const found = await theirs('GET', filtered('userName eq "manager@test.example"'));
			expect(found.body.totalResults).toBe(0);
			const group = await theirs('POST', 'Groups', {
				displayName: 'x',
				members: [{ value: municipality.person('manager') }]
			});
			expect(group.status).toBe(400);
		});
	});

	describe.skipIf(!available)('the token', () => {
		let db: TestDatabase;
		let municipality: TestMunicipality;
		beforeAll(async () => {
			db = await open();
			municipality = await makeMunicipality(db);
		});
		afterAll(() => db.close());

		test('none, unknown, renewed and revoked are answered alike', async () => {
			const { ask, token } = await connect(db, municipality);
			const administrator = municipality.as('administrator');
			const id = (await viewConnections(administrator)).clients[0]!.id as ScimClientId;
			expect((await ask('GET', 'Users?count=1')).status).toBe(200);
			const renewed = askerWith(db, municipality, await renewToken(administrator, id));
			expect((await renewed('GET', 'Users?count=1')).status).toBe(200);
			await revokeClient(administrator, id);
			const answers = await Promise.all(
				[ask, renewed, askerWith(db, municipality, null), askerWith(db, municipality, `${token}x`)].map(
					(one) => one('GET', 'Users?count=1')
				)
			);
			for (const { status, body, headers } of answers) {
				expect(status).toBe(401);
				expect(body).toEqual(answers[0]!.body);
				expect(headers.get('www-authenticate')).toBe('Bearer');
			}
			const stored = await db.asOwner((tx) =>
				sql<{ text: string }>`select scim_client::text as text from scim_client`.execute(tx)
			);
			expect(stored.rows[0]!.text).not.toContain(token);
		});

		test('is good for so many requests a minute, counted in the database', async () => {
			const { ask } = await connect(db, municipality, null, 'Flitig');
			await ask('GET', 'ServiceProviderConfig');
			await db.asOwner((tx) =>
				tx
					.updateTable('scimClient')
					.set({ windowRequests: mostPerMinute })
					.where('name', '=', 'Flitig')
					.execute()
			);
			municipality.clock.set('2026-03-04T08:00:20Z');
			const refused = await ask('GET', 'ServiceProviderConfig');
			expect(refused.status).toBe(429);
			expect(refused.headers.get('retry-after')).toBe('40');
			municipality.clock.set('2026-03-04T08:01:00Z');
			expect((await ask('GET', 'ServiceProviderConfig')).status).toBe(200);
		});
	});
});

describe.skipIf(!hasServer)('many, and several at once', () => {
	let db: TestDatabase;
	let municipality: TestMunicipality;
	let ask: Ask;
	beforeAll(async () => {
		db = await serverDatabase();
		municipality = await makeMunicipality(db);
		({ ask } = await connect(db, municipality));
	});
	afterAll(() => db.close());

	test('of two changes that were made for the same version, one is refused', async () => {
		const { body, headers } = await ask('POST', 'Users', user('both'));
		const version = headers.get('etag')!;
		const answers = await Promise.all(
			['A', 'B'].map((value) =>
				ask('PATCH', `Users/${body.id}`, patchOf({ op: 'replace', path: 'title', value }), {
					'if-match': version
				})
			)
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
		const { body: group, headers: groupHeaders } = await ask('POST', 'Groups', { displayName: 'Båda' });
		const groupVersion = groupHeaders.get('etag')!;
		const groupAnswers = await Promise.all(
			['A', 'B'].map((value) =>
				ask('PATCH', `Groups/${group.id}`, patchOf({ op: 'replace', path: 'displayName', value }), {
					'if-match': groupVersion
				})
			)
		);
		expect(groupAnswers.map(({ status }) => status).sort()).toEqual([200, 412]);
	});

	test('of ten who create the same person at once, one does', async () => {
		const answers = await Promise.all(Array.from({ length: 10 }, () => ask('POST', 'Users', user('ten'))));
		expect(answers.map(({ status }) => status).sort()).toEqual([
			201,
			...Array.from({ length: 9 }, () => 409)
		]);
	});

	test('10,000 people are listed in pages, each once', async () => {
		await db.asOwner((tx) =>
			sql`insert into person (id, municipality_id, unit_id, name, email)
				select gen_random_uuid(), ${municipality.id}, ${municipality.unit('alpha').id}, 'Person ' || n, 'p' || n || '@test.example'
				from generate_series(1, 10000) n`.execute(tx)
		);
		const seen = new Set<string>();
		let total = 1;
		for (let startIndex = 1; startIndex <= total; startIndex += 200) {
			const { body } = await ask('GET', `Users?startIndex=${startIndex}&count=200`);
			total = body.totalResults;
			for (const { id } of body.Resources) seen.add(id);
		}
		expect(total).toBeGreaterThan(10_000);
		expect(seen.size).toBe(total);
		const last = await ask('GET', `Users?startIndex=${total}&count=200`);
		expect(last.body).toMatchObject({ startIndex: total, itemsPerPage: 1 });
		expect((await ask('GET', `Users?startIndex=${total + 1}`)).body.Resources).toEqual([]);
		const one = await ask('GET', filtered('emails[type eq "work"].value eq "P9999@test.example"'));
		expect(one.body.totalResults).toBe(1);
	});

	test('a group with everybody in it is mapped at once', async () => {
		const { rows } = await db.asOwner((tx) =>
			sql<{ id: string }>`select id from person where name like 'Person %'`.execute(tx)
		);
		const created = await ask('POST', 'Groups', {
			displayName: 'Alla',
			members: rows.map(({ id }) => ({ value: id }))
		});
		expect(created.status).toBe(201);
		const counts = await mapGroup(municipality.as('administrator'), {
			id: created.body.id as ScimGroupId,
			gives: { role: 'citywideAnalyst', unitId: municipality.id }
		});
		expect(counts).toEqual({ given: 10_000, ended: 0 });
		const removed = await ask(
			'PATCH',
			`Groups/${created.body.id}?excludedAttributes=members`,
			patchOf({ op: 'Remove', path: `members[value eq "${rows[0]!.id}"]` })
		);
		expect(removed.status).toBe(200);
		expect((await ask('DELETE', `Groups/${created.body.id}`)).status).toBe(204);
	});
});
