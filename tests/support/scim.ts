/** A SCIM client for tests: asks the service itself, as an identity system does over HTTP. */
import { answerScim, createClient } from '../../src/lib/server/provisioning/index.ts';
import type { UnitId } from '../../database/column-types.ts';
import type { Database } from '../../src/lib/server/platform/database.ts';
import type { TestMunicipality } from './municipality.ts';

export const base = 'https://opaverkad.example/scim/v2';
export const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A resource or message: what tests look at; the rest by its name. */
export interface Json {
	[name: string]: unknown;
	schemas: string[];
	id: string;
	userName: string;
	displayName: string;
	active: boolean;
	meta: { version: string; location: string };
	members: { value: string }[];
	attributes: { name: string }[];
	Resources: Json[];
	totalResults: number;
}
export interface Answer {
	status: number;
	body: Json;
	headers: Headers;
}
export type Ask = (
	method: string,
	path: string,
	body?: unknown,
	headers?: Record<string, string>
) => Promise<Answer>;

/** Asks with a token. */
export function askerWith(
	db: Database,
	municipality: Pick<TestMunicipality, 'clock'>,
	token: string | null
): Ask {
	return async (method, path, body, headers = {}) => {
		const url = `${base}/${path}`;
		const request = new Request(url, {
			method,
			headers: {
				...(token !== null && { authorization: `Bearer ${token}` }),
				...(body !== undefined && { 'content-type': 'application/scim+json' }),
				...headers
			},
			...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
		});
		const answer = await answerScim(
			{ db, clock: municipality.clock },
			{
				request,
				path: decodeURIComponent(new URL(url).pathname.slice('/scim/v2/'.length)),
				base,
				address: '127.0.0.1'
			}
		);
		const text = await answer.text();
		return {
			status: answer.status,
			body: (text === '' ? {} : JSON.parse(text)) as Json,
			headers: answer.headers
		};
	};
}

/** A new connection of the municipality, and how to ask with its token. */
export async function connect(
	db: Database,
	municipality: TestMunicipality,
	defaultUnitId: UnitId | null = municipality.unit('alpha').id,
	name = 'Entra ID'
): Promise<{ ask: Ask; token: string }> {
	const token = await createClient(municipality.as('administrator'), { name, defaultUnitId });
	return { ask: askerWith(db, municipality, token), token };
}

/** A PATCH body. */
export function patchOf(...Operations: { op: string; path?: string; value?: unknown }[]) {
	return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations };
}
