/** A SAML identity provider's answers, made and signed by hand, so that a test can make each of them wrong in one way. */
import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { SignedXml } from 'xml-crypto';
import { makeSelfSigned, type SelfSigned } from './self-signed.ts';

export const idpIssuer = 'urn:test:saml';
export const idpKeys: SelfSigned = makeSelfSigned('idp');

/** What we asked for, as it stands in the address that the browser was sent to. */
export interface AskedFor {
	id: string;
	acs: string;
	issuer: string;
	forceAuthn: boolean;
	relayState: string;
}

export function readAuthnRequest(address: URL): AskedFor {
	const xml = inflateRawSync(Buffer.from(address.searchParams.get('SAMLRequest')!, 'base64')).toString();
	const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(xml)?.[1] ?? '';
	return {
		id: attribute('ID'),
		acs: attribute('AssertionConsumerServiceURL'),
		issuer: /<saml:Issuer[^>]*>([^<]*)</.exec(xml)![1]!,
		forceAuthn: attribute('ForceAuthn') === 'true',
		relayState: address.searchParams.get('RelayState')!
	};
}

/** What an answer says. Defaults are what they should be. */
export interface Answer {
	inResponseTo: string;
	/** Of the subject confirmation, when it is another one. */
	subjectInResponseTo?: string;
	acs: string;
	recipient?: string;
	audience: string;
	issuer?: string;
	responseIssuer?: string;
	nameId?: string;
	attributes?: Record<string, string>;
	/** Seconds from now. */
	notBefore?: number;
	notOnOrAfter?: number;
	authnInstant?: number;
	status?: string;
	assertionId?: string;
	method?: string;
}

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const newId = () => `_${randomUUID()}`;
const namespaces =
	'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"';

export function assertionXml(answer: Answer): string {
	const { inResponseTo, subjectInResponseTo = inResponseTo, acs, recipient = acs, audience } = answer;
	const { issuer = idpIssuer, nameId = 'alma', attributes = {}, assertionId = newId() } = answer;
	const { notBefore = -60, notOnOrAfter = 300, authnInstant = -5 } = answer;
	const { method = 'urn:oasis:names:tc:SAML:2.0:cm:bearer' } = answer;
	const statements = Object.entries(attributes).map(
		([name, value]) =>
			`<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`
	);
	return `<saml:Assertion ${namespaces} ID="${assertionId}" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${nameId}</saml:NameID><saml:SubjectConfirmation Method="${method}"><saml:SubjectConfirmationData InResponseTo="${subjectInResponseTo}" Recipient="${recipient}" NotOnOrAfter="${at(notOnOrAfter)}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(notBefore)}" NotOnOrAfter="${at(notOnOrAfter)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(authnInstant)}" SessionIndex="session-1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>${statements.length ? `<saml:AttributeStatement>${statements.join('')}</saml:AttributeStatement>` : ''}</saml:Assertion>`;
}

export function responseXml(answer: Answer, content: string): string {
	const { status = 'urn:oasis:names:tc:SAML:2.0:status:Success', responseIssuer = idpIssuer } = answer;
	return `<samlp:Response ${namespaces} ID="${newId()}" Version="2.0" IssueInstant="${at(0)}" Destination="${answer.acs}" InResponseTo="${answer.inResponseTo}"><saml:Issuer>${responseIssuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${status}"/></samlp:Status>${content}</samlp:Response>`;
}

interface Signing {
	keys?: SelfSigned;
	signatureAlgorithm?: string;
	digestAlgorithm?: string;
}

/** Signs the element of a name, enveloped, as SAML wants it: after its issuer. */
export function signElement(xml: string, name: 'Assertion' | 'Response', signing: Signing = {}): string {
	const {
		keys = idpKeys,
		signatureAlgorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
		digestAlgorithm = 'http://www.w3.org/2001/04/xmlenc#sha256'
	} = signing;
	const path = `//*[local-name(.)='${name}']`;
	const signed = new SignedXml({
		privateKey: keys.privateKey,
		signatureAlgorithm,
		canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#'
	});
	signed.addReference({
		xpath: path,
		digestAlgorithm,
		transforms: [
			'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
			'http://www.w3.org/2001/10/xml-exc-c14n#'
		]
	});
	signed.computeSignature(xml, {
		location: { reference: `${path}/*[local-name(.)='Issuer']`, action: 'after' }
	});
	return signed.getSignedXml();
}

/** What a well-behaved provider answers: both signed. */
export function signedResponse(answer: Answer, signing: Signing = {}): string {
	return signElement(
		responseXml(answer, signElement(assertionXml(answer), 'Assertion', signing)),
		'Response',
		signing
	);
}

export const encoded = (xml: string) => Buffer.from(xml).toString('base64');
