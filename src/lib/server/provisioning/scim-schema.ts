/**
 * The resources that an identity system may talk about, as scimmy knows them: the standard ones, without the attributes that
 * nothing here uses. What we do not use we do not store.
 */
import { Config, Resources, Schemas } from 'scimmy';

/** Attributes of a standard User that identity systems send by default, and that are not kept. Lower case. */
const unusedUserAttributes = [
	'nickName',
	'profileUrl',
	'userType',
	'preferredLanguage',
	'locale',
	'timezone',
	'password',
	'phoneNumbers',
	'ims',
	'photos',
	'addresses',
	'groups',
	'entitlements',
	'roles',
	'x509Certificates'
];
const unusedNameAttributes = ['honorificPrefix', 'honorificSuffix'];
const unusedEnterpriseAttributes = ['employeeNumber', 'costCenter', 'division'];

export const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Whole paths in lower case, as a PATCH may name them. */
export const unusedPaths: ReadonlySet<string> = new Set(
	[
		...unusedUserAttributes,
		...unusedNameAttributes.map((name) => `name.${name}`),
		...unusedEnterpriseAttributes.map((name) => `${enterpriseUser}:${name}`)
	].map((path) => path.toLowerCase())
);

/** Most resources in one answer, and as many when nothing is asked for. */
export const mostPerPage = 200;
export const usualPerPage = 100;

Schemas.User.truncate([
	...unusedUserAttributes,
	...unusedNameAttributes.map((name) => `name.${name}`)
] as never);
Schemas.EnterpriseUser.truncate(unusedEnterpriseAttributes as never);
Schemas.User.definition.extend(Schemas.EnterpriseUser.definition as never, false);
Resources.declare(Resources.User);
Resources.declare(Resources.Group);
Config.set({
	patch: true,
	bulk: false,
	filter: mostPerPage,
	changePassword: false,
	sort: true,
	etag: true,
	authenticationSchemes: [
		{
			type: 'oauthbearertoken',
			name: 'Bearer token',
			description: 'The token of the connection, made on the page /organisation/scim',
			specUri: 'https://datatracker.ietf.org/doc/html/rfc6750'
		}
	]
});

/** What a client reads first: what the service can do, and what its resources look like. @param base e.g. 'https://x/scim/v2' */
export async function describe(base: string, endpoint: string, id: string | undefined): Promise<unknown> {
	// scimmy keeps the address in the class; every request of a process has the same one
	for (const kind of [Resources.Schema, Resources.ResourceType, Resources.ServiceProviderConfig])
		kind.basepath(base);
	if (endpoint === 'ServiceProviderConfig') return new Resources.ServiceProviderConfig().read();
	if (endpoint === 'Schemas')
		return id === undefined ? new Resources.Schema().read() : new Resources.Schema(id).read();
	return id === undefined ? new Resources.ResourceType().read() : new Resources.ResourceType(id).read();
}
