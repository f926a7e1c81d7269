/** The file of identity providers for a running system under test. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSelfSigned } from './self-signed.ts';

/** Two providers, so that their pages can be looked at: 'down', which does not answer, and 'saml'. @returns the file */
export function writeQuietProviders(directory: string): string {
	const common = {
		label: { sv: 'Kommunens konto', en: 'the municipality’s account' },
		match: { claim: 'email', personField: 'email' }
	};
	return writeProviders(directory, makeSelfSigned('quiet').certificate, [
		{
			...common,
			key: 'down',
			kind: 'oidc',
			// nobody listens on the port of 'discard'
			issuer: 'http://127.0.0.1:9',
			clientId: 'opaverkad',
			clientAuth: 'none'
		},
		{
			...common,
			key: 'saml',
			kind: 'saml',
			issuer: 'urn:test:saml',
			entryPoint: 'http://127.0.0.1:9/saml',
			certificateFiles: ['saml.pem']
		}
	]);
}

/** Writes the file, and the certificate that `saml.pem` in it means. @returns the file */
export function writeProviders(directory: string, certificate: string, providers: object[]): string {
	const file = join(directory, 'identity-providers.json');
	writeFileSync(join(directory, 'saml.pem'), certificate);
	writeFileSync(file, JSON.stringify(providers));
	return file;
}
