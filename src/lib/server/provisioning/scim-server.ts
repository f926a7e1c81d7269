/**
 * SCIM 2.0 (RFC 7643, 7644): from an HTTP request to an answer. Knows nothing of the web framework, so that tests ask it directly.
 */
import { randomUUID } from 'node:crypto';
import type { Application } from '../platform/context.ts';
import { Conflict } from '../platform/errors.ts';
import { describeError, logError } from '../platform/log.ts';
import {
	listQueryOf,
	namesVersion,
	selectionOf,
	type Asked,
	type Selection,
	type Versioned
} from './scim-answer.ts';
import { findClient, keepProblem, mostPerMinute } from './scim-clients.ts';
import { contextForScim, type ScimContext } from './scim-context.ts';
import {
	createGroup,
	listGroups,
	readOneGroup,
	removeGroup,
	replaceGroup,
	updateGroup
} from './scim-groups.ts';
import { isKept, problemOf, ScimProblem } from './scim-problem.ts';
import { describe } from './scim-schema.ts';
import { createUser, listUsers, readOneUser, removeUser, replaceUser, updateUser } from './scim-users.ts';

/** What the server needs of a request. */
export interface ScimRequest {
	request: Request;
	/** Below the address of the service, e.g. 'Users/0190…'. */
	path: string;
	/** The address of the service, e.g. 'https://opaverkad.example/scim/v2'. */
	base: string;
	address: string | null;
}

/** Largest body: a group with 20,000 members fits. */
const mostBytes = 4_000_000;

/** Answers a request. Never throws. */
export async function answerScim(app: Application, asked: ScimRequest): Promise<Response> {
	const { request, path, base, address } = asked;
	let context: ScimContext | undefined;
	try {
		const token = /^Bearer +([\w.~+/=-]{1,500})$/i.exec(
			request.headers.get('authorization')?.trim() ?? ''
		)?.[1];
		// a request without a token costs as much as one with a wrong one
		const client = await findClient(app, token ?? '');
		if (!client) throw new ScimProblem('noToken', 'A valid token is needed: Authorization: Bearer …');
		if (client.waitSeconds > 0) {
			const problem = new ScimProblem('tooMany', `At most ${mostPerMinute} requests a minute are answered.`);
			return send(problem.body, problem.status, { 'retry-after': String(client.waitSeconds) });
		}
		context = contextForScim(app, client, base, address);
		return await route(context, request, path);
	} catch (error) {
		const problem = readable(error, path);
		if (context) await fallibleKeep(context, request, path, problem);
		return send(problem.body, problem.status, problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {});
	}
}

/** What the client is told about an error. What nobody expected goes to the log, with a reference and without its message. */
function readable(error: unknown, path: string): ScimProblem {
	const known = problemOf(error);
	if (known) return known;
	if (error instanceof Conflict || isSerialisationFailure(error))
		return new ScimProblem('changedMeanwhile', 'Somebody changed it at the same moment. Try again.');
	if (codeOf(error) === '23505')
		return new ScimProblem('taken', 'Another user or group has the same name, id or address.');
	const reference = randomUUID().slice(0, 8);
	logError('scim.failed', { reference, resource: path.split('/')[0], ...describeError(error) });
	return new ScimProblem('unexpected', `Something went wrong here. Reference: ${reference}.`);
}

const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code;
const isSerialisationFailure = (error: unknown) => ['40001', '40P01'].includes(String(codeOf(error)));

/** Fallible: a problem that cannot be kept must not hide the problem itself. */
async function fallibleKeep(context: ScimContext, request: Request, path: string, problem: ScimProblem) {
	if (!isKept(problem.code)) return;
	const resource =
		/^(Users|Groups|Schemas|ResourceTypes|ServiceProviderConfig|Bulk|Me)\b/.exec(path)?.[1] ?? '';
	try {
		await context.transaction((tx) =>
			keepProblem(
				tx,
				context.client,
				context.now(),
				{ method: request.method.slice(0, 10), resource },
				problem
			)
		);
	} catch (error) {
		logError('scim.problem', describeError(error));
	}
}

const collections = {
	Users: {
		list: listUsers,
		read: readOneUser,
		create: createUser,
		replace: replaceUser,
		update: updateUser,
		remove: removeUser
	},
	Groups: {
		list: listGroups,
		read: readOneGroup,
		create: createGroup,
		replace: replaceGroup,
		update: updateGroup,
		remove: removeGroup
	}
};

async function route(context: ScimContext, request: Request, path: string): Promise<Response> {
	const [endpoint = '', ...rest] = path.split('/').filter(Boolean);
	const { method } = request;
	if (['ServiceProviderConfig', 'ResourceTypes', 'Schemas'].includes(endpoint)) {
		if (method !== 'GET') throw notAllowed(method);
		return send(await describe(context.base, endpoint, rest[0]), 200);
	}
	if (endpoint === 'Bulk' || endpoint === 'Me')
		throw new ScimProblem('notImplemented', `'${endpoint}' is not offered.`);
	if (endpoint !== 'Users' && endpoint !== 'Groups')
		throw new ScimProblem('notFound', 'There is nothing at this address. Users and Groups are.');
	const collection = collections[endpoint];
	const [id, ...more] = rest;
	if (more.length > 0) throw new ScimProblem('notFound', 'There is nothing at this address.');

	const query = Object.fromEntries(new URL(request.url).searchParams) as Asked;
	if (id === undefined) {
		if (method === 'GET')
			return send(await collection.list(context, listQueryOf(query), selectionOf(query)), 200);
		if (method !== 'POST') throw notAllowed(method);
		return sendOne(await collection.create(context, await readBody(request), selectionOf(query)), 201);
	}
	if (id === '.search') {
		if (method !== 'POST') throw notAllowed(method);
		const search = (await readBody(request)) as Asked;
		return send(await collection.list(context, listQueryOf(search), selectionOf(search)), 200);
	}
	const ifMatch = request.headers.get('if-match');
	const selection: Selection = selectionOf(query);
	switch (method) {
		case 'GET': {
			const found = await collection.read(context, id, selection);
			const known = request.headers.get('if-none-match');
			if (known !== null && namesVersion(known, found.version))
				return new Response(null, { status: 304, headers: { etag: found.version } });
			return sendOne(found, 200);
		}
		case 'PUT':
			return sendOne(await collection.replace(context, id, await readBody(request), ifMatch, selection), 200);
		case 'PATCH':
			return sendOne(await collection.update(context, id, await readBody(request), ifMatch, selection), 200);
		case 'DELETE':
			await collection.remove(context, id, ifMatch);
			return new Response(null, { status: 204 });
		default:
			throw notAllowed(method);
	}
}

const notAllowed = (method: string) =>
	new ScimProblem('notAllowed', `${method} is not offered at this address.`);

/** Reads a JSON body, and no more of it than may be. */
async function readBody(request: Request): Promise<unknown> {
	const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
	if (type !== 'application/scim+json' && type !== 'application/json')
		throw new ScimProblem('notJson', 'Send application/scim+json or application/json.');
	const tooLarge = () => new ScimProblem('tooLarge', `The body is larger than ${mostBytes} bytes.`);
	if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge();
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of request.body ?? []) {
		size += part.byteLength;
		if (size > mostBytes) throw tooLarge();
		parts.push(part);
	}
	let body: unknown;
	try {
		body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
	} catch {
		throw new ScimProblem('invalidSyntax', 'The body is not JSON.');
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw new ScimProblem('invalidSyntax', 'The body must be one JSON object.');
	return body;
}

function sendOne({ resource, version, location }: Versioned, status: number): Response {
	return send(resource, status, {
		etag: version,
		...(status === 201 ? { location } : { 'content-location': location })
	});
}

function send(body: unknown, status: number, headers: Record<string, string> = {}): Response {
	return new Response(JSON.stringify(body), {
		status,
		headers: {
			'content-type': 'application/scim+json; charset=utf-8',
			'cache-control': 'no-store',
			...headers
		}
	});
}
