/** A SAML identity provider on loopback, by another library than ours (samlify): it reads our metadata and our requests. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import samlify from 'samlify';
import { idpIssuer, idpKeys } from './saml-idp.ts';

export interface SamlServer {
	entryPoint: string;
	stop(): Promise<void>;
}

/**
 * @param nameId whom it says everybody is
 * @param metadata our metadata; asked for when somebody comes, since we may start later than this
 */
export async function startSamlServer(nameId: string, metadata: () => Promise<string>): Promise<SamlServer> {
	// nothing is checked against schemas here: what we send is looked at by the tests of the module
	samlify.setSchemaValidator({ validate: async () => 'skipped' });
	const server = createServer((request, response) => {
		const address = new URL(request.url!, 'http://localhost');
		answer(address).then(
			(page) => response.setHeader('content-type', 'text/html; charset=utf-8').end(page),
			(error: unknown) => response.writeHead(500).end(String(error))
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const entryPoint = `http://localhost:${(server.address() as AddressInfo).port}/sign-in`;

	async function answer({ searchParams }: URL): Promise<string> {
		const idp = samlify.IdentityProvider({
			entityID: idpIssuer,
			privateKey: idpKeys.privateKey,
			signingCert: idpKeys.certificate,
			isAssertionEncrypted: false,
			singleSignOnService: [
				{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: entryPoint }
			],
			// only so that the library does not complain: nobody signs out there
			singleLogoutService: [
				{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: entryPoint }
			],
			loginResponseTemplate: {
				context: samlify.SamlLib.defaultLoginResponseTemplate.context,
				attributes: []
			}
		});
		const sp = samlify.ServiceProvider({ metadata: await metadata(), wantMessageSigned: true });
		const { extract } = await idp.parseLoginRequest(sp, 'redirect', {
			query: Object.fromEntries(searchParams)
		});
		const requestId = String(extract.request?.id);
		const acs = sp.entityMeta.getAssertionConsumerService('post') as string;
		const now = new Date().toISOString();
		const soon = new Date(Date.now() + 300_000).toISOString();
		const statement = `<saml:AuthnStatement AuthnInstant="${now}" SessionIndex="1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`;
		const fill = (template: string) => {
			const withStatement = template.replace('{AuthnStatement}', statement);
			return {
				id: `_${randomUUID()}`,
				context: samlify.SamlLib.replaceTagsByValue(withStatement, {
					ID: `_${randomUUID()}`,
					AssertionID: `_${randomUUID()}`,
					Destination: acs,
					Audience: sp.entityMeta.getEntityID(),
					SubjectRecipient: acs,
					NameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
					NameID: nameId,
					Issuer: idpIssuer,
					IssueInstant: now,
					ConditionsNotBefore: now,
					ConditionsNotOnOrAfter: soon,
					SubjectConfirmationDataNotOnOrAfter: soon,
					InResponseTo: requestId,
					StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
					AttributeStatement: ''
				})
			};
		};
		const { context } = await idp.createLoginResponse(sp, { extract }, 'post', {}, fill);
		return `<!doctype html><title>Sign in</title><form method="post" action="${acs}"><input type="hidden" name="SAMLResponse" value="${context}"><input type="hidden" name="RelayState" value="${searchParams.get('RelayState')}"><button>Continue</button></form>`;
	}
	return {
		entryPoint,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
