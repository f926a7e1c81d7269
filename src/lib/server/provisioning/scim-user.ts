/**
 * A person as identity systems write them: what comes in, made the same whoever sent it, and what goes out. Pure.
 */
import { Messages, Schemas } from 'scimmy';
import type { PersonId } from '../../../../database/column-types.ts';
import { ScimProblem } from './scim-problem.ts';
import { coreUser, enterpriseUser, unusedPaths } from './scim-schema.ts';

/** What an identity system has said about a person, of what we use. Absent means that it did not say. */
export interface GivenUser {
	userName: string;
	externalId?: string;
	displayName?: string;
	name?: { formatted?: string; familyName?: string; givenName?: string; middleName?: string };
	title?: string;
	emails?: { value: string; type?: string; primary?: boolean }[];
	department?: string;
	organization?: string;
	/** The id of the manager's user. */
	managerId?: string;
}

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Entra ID sends "True" and "False". */
function booleanOf(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const text = value.toLowerCase();
	return text === 'true' ? true : text === 'false' ? false : value;
}

/** A value of one attribute, by its lower-case name, as the standard has it. */
function standardValue(attribute: string, value: unknown): unknown {
	if (attribute === 'active') return booleanOf(value);
	if (attribute === 'emails' && Array.isArray(value)) {
		return value.map((email) =>
			isPlain(email) && 'primary' in email ? { ...email, primary: booleanOf(email.primary) } : email
		);
	}
	// Entra ID sends the manager's id alone
	if (attribute === `${enterpriseUser}:manager`.toLowerCase() && typeof value === 'string') return { value };
	return value;
}

/** The same for a whole resource, as POST and PUT bring it. */
function standardResource(body: Plain): Plain {
	return Object.fromEntries(
		Object.entries(body).map(([key, value]) => {
			if (key.toLowerCase() !== enterpriseUser.toLowerCase() || !isPlain(value))
				return [key, standardValue(key.toLowerCase(), value)];
			const inner = Object.entries(value).map(([name, one]) => [
				name,
				standardValue(`${enterpriseUser}:${name}`.toLowerCase(), one)
			]);
			return [enterpriseUser, Object.fromEntries(inner)];
		})
	);
}

/** Reads a User from a request body. `active` is undefined when the client did not say. */
export function readUser(body: unknown): { user: GivenUser; active: boolean | undefined } {
	if (!isPlain(body)) throw new ScimProblem('invalidSyntax', 'The body must be one JSON object: a User.');
	let resource: Plain;
	try {
		resource = JSON.parse(JSON.stringify(new Schemas.User(standardResource(body) as never, 'in'))) as Plain;
	} catch (error) {
		// scimmy says what is wrong with a value in a TypeError
		if (error instanceof TypeError) throw new ScimProblem('invalidValue', error.message);
		throw error;
	}
	return fromResource(resource);
}

function fromResource(resource: Plain): { user: GivenUser; active: boolean | undefined } {
	const enterprise = isPlain(resource[enterpriseUser]) ? resource[enterpriseUser] : {};
	const manager = isPlain(enterprise.manager) ? enterprise.manager : {};
	const name = isPlain(resource.name) ? resource.name : {};
	const userName = line('userName', resource.userName);
	if (userName === undefined) throw new ScimProblem('invalidValue', "Attribute 'userName' must not be empty");
	const user: GivenUser = {
		userName,
		externalId: line('externalId', resource.externalId),
		displayName: line('displayName', resource.displayName),
		name: withoutAbsent({
			formatted: line('name.formatted', name.formatted),
			familyName: line('name.familyName', name.familyName),
			givenName: line('name.givenName', name.givenName),
			middleName: line('name.middleName', name.middleName)
		}),
		title: line('title', resource.title),
		emails: readEmails(resource.emails),
		department: line('department', enterprise.department),
		organization: line('organization', enterprise.organization),
		managerId: line('manager.value', manager.value)
	};
	return {
		user: withoutAbsent(user),
		active: typeof resource.active === 'boolean' ? resource.active : undefined
	};
}

function readEmails(emails: unknown): GivenUser['emails'] {
	if (!Array.isArray(emails)) return undefined;
	return emails.filter(isPlain).flatMap(({ value, type, primary }) => {
		const address = line('emails.value', value);
		if (address === undefined) return [];
		return [
			withoutAbsent({
				value: address,
				type: typeof type === 'string' ? type : undefined,
				primary: typeof primary === 'boolean' ? primary : undefined
			})
		];
	});
}

/** A one-line text, or undefined when there is none. */
export function line(attribute: string, value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (text.length > 200)
		throw new ScimProblem('invalidValue', `Attribute '${attribute}' is longer than 200 characters`);
	if (/[\p{Cc}\p{Cs}\uFFFD]/u.test(text))
		throw new ScimProblem('invalidValue', `Attribute '${attribute}' contains characters that are not text`);
	return text || undefined;
}

function withoutAbsent<T extends object>(value: T): T {
	return Object.fromEntries(
		Object.entries(value).filter(
			([, one]) => one !== undefined && !(isPlain(one) && Object.keys(one).length === 0)
		)
	) as T;
}

/** What the person is called. */
export function nameOf({ displayName, name, userName }: GivenUser): string {
	const parts = [name?.givenName, name?.middleName, name?.familyName].filter((part) => part !== undefined);
	return (displayName ?? name?.formatted ?? (parts.join(' ') || userName)).slice(0, 200);
}

/** Their address at work: the one that is marked so, or the first. */
export function emailOf({ emails = [] }: GivenUser): string | null {
	const email =
		emails.find(({ primary }) => primary) ?? emails.find(({ type }) => type === 'work') ?? emails[0];
	return email?.value ?? null;
}

/** A user as a resource for scimmy, without `meta`. */
export function toResource(id: PersonId, user: GivenUser, active: boolean): Plain {
	const { department, organization, managerId, ...core } = user;
	const enterprise = withoutAbsent({
		department,
		organization,
		manager: managerId === undefined ? undefined : { value: managerId }
	});
	return {
		schemas: [coreUser, ...(Object.keys(enterprise).length > 0 ? [enterpriseUser] : [])],
		id,
		...core,
		active,
		...(Object.keys(enterprise).length > 0 && { [enterpriseUser]: enterprise })
	};
}

/** Applies a PATCH (RFC 7644, 3.5.2) to a resource. */
export async function patchUser(
	resource: Plain,
	body: unknown
): Promise<{ user: GivenUser; active: boolean | undefined }> {
	const operations = standardOperations(body, resource);
	let changed: Plain = resource;
	if (operations.length > 0) {
		const message = new Messages.PatchOp({
			schemas: [Messages.PatchOp.id],
			Operations: operations as never
		});
		await message.apply(new Schemas.User(resource as never, 'out'), async (target) => {
			changed = JSON.parse(JSON.stringify(target)) as Plain;
			return target;
		});
	}
	return fromResource(changed);
}

interface Operation {
	op: string;
	path?: string;
	value?: unknown;
}

/** The operations of a PATCH body. scimmy checks each when it applies them; here: that there are some. */
export function operationsOf(body: unknown): Operation[] {
	if (!isPlain(body)) throw new ScimProblem('invalidSyntax', 'The body must be one JSON object: a PatchOp.');
	// checks the schema, that there is an operation, and each operation's shape
	const { Operations } = new Messages.PatchOp(body as never);
	return (Operations as Operation[]).map(({ op, path, value }) => ({
		op: op.toLowerCase(),
		...(path !== undefined && { path: path.trim() }),
		...(value !== undefined && { value })
	}));
}

/** One operation per attribute, as the standard writes it; what is not kept here is left out. */
function standardOperations(body: unknown, resource: Plain): Operation[] {
	return operationsOf(body)
		.flatMap(({ op, path, value }): Operation[] => {
			if (path !== undefined) return [{ op, path, value }];
			if (!isPlain(value))
				throw new ScimProblem('invalidValue', "Without a 'path', 'value' must be an object of attributes.");
			return Object.entries(value).flatMap(([name, one]): Operation[] =>
				name.toLowerCase() === enterpriseUser.toLowerCase() && isPlain(one)
					? Object.entries(one).map(([inner, it]) => ({ op, path: `${enterpriseUser}:${inner}`, value: it }))
					: [{ op, path: name, value: one }]
			);
		})
		.flatMap((operation) => standardOperation(operation, resource));
}

const filteredPath = /^(\w+)\s*\[\s*type\s+eq\s+"([^"]*)"\s*\]\s*(?:\.\s*(\w+))?$/iu;

function standardOperation({ op, path = '', value }: Operation, resource: Plain): Operation[] {
	const short = path.toLowerCase().startsWith(`${coreUser}:`.toLowerCase())
		? path.slice(coreUser.length + 1)
		: path;
	const lower = short.toLowerCase();
	const [root = ''] = lower.startsWith('urn:') ? [lower] : lower.split(/[.[]/);
	if (['schemas', 'id', 'meta'].includes(root) || unusedPaths.has(root) || unusedPaths.has(lower)) return [];
	// a manager that is taken away: Entra ID sends an empty text, Okta null
	const isEmpty = value === null || (value === '' && op !== 'add');
	if (op !== 'remove' && isEmpty && lower !== 'username') return [{ op: 'remove', path: short }];
	const found = filteredPath.exec(short);
	if (found && op !== 'remove' && root === 'emails') {
		const [, , type, part] = found;
		const emails = Array.isArray(resource.emails) ? resource.emails.filter(isPlain) : [];
		// an address of a kind that was not there before: Entra ID means that it becomes there
		if (!emails.some((email) => email.type === type)) {
			const email = part === undefined && isPlain(value) ? value : { [part ?? 'value']: value };
			return [{ op: 'add', path: 'emails', value: [{ ...email, type }] }];
		}
	}
	const isPrimary = /\.primary$/.test(lower);
	return [
		{
			op,
			path: short,
			...(value !== undefined && { value: isPrimary ? booleanOf(value) : standardValue(lower, value) })
		}
	];
}
