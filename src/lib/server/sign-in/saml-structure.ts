/**
 * What a SAML response must look like before any signature in it is believed. Signature wrapping (XSW) needs a second assertion,
 * a second signature, a doubled id or an object inside a signature; comments and entities let two parsers read one name
 * differently. No identity provider sends any of these, so they are refused outright.
 */
import { DOMParser } from '@xmldom/xmldom';

/** What stands on the response itself, outside the assertion. Signed as well: saml.ts demands it. */
export interface ResponseFrame {
	destination: string | null;
	inResponseTo: string | null;
	issuer: string | null;
	isSuccess: boolean;
}

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion';
const signature = 'http://www.w3.org/2000/09/xmldsig#';
const success = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** SHA-1 is left out on purpose. */
const algorithms: Record<string, readonly string[]> = {
	SignatureMethod: [
		'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
		'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512'
	],
	DigestMethod: ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'],
	CanonicalizationMethod: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
	Transform: [`${signature}enveloped-signature`, 'http://www.w3.org/2001/10/xml-exc-c14n#']
};

/** Elements and attributes, and levels, well above any real response: the work of verifying grows with their square. */
const mostMarkup = 2000;
const mostLevels = 30;

/**
 * Reads the frame of a response.
 * @throws Error that says what is wrong with the shape, never what stands in it
 */
export function readFrame(xml: string): ResponseFrame {
	// comments, CDATA, document types with their entities, and processing instructions: nothing that a response needs
	if (/<[!?]/.test(xml.replace(/^<\?xml\s[^<>]*\?>/, ''))) throw new Error('markup that no response needs');
	if (xml.split('<').length > mostMarkup || xml.split('=').length > mostMarkup)
		throw new Error('too much markup');
	const root = parse(xml);
	if (root.localName !== 'Response' || root.namespaceURI !== protocol) throw new Error('no response');

	const all = elementsFrom(root);
	const named = (name: string, namespace: string) =>
		all.filter((one) => one.localName === name && one.namespaceURI === namespace);
	/** The name in whatever namespace: what a lenient reader could take for it. */
	const soCalled = (name: string) => all.filter((one) => one.localName === name);

	if (soCalled('EncryptedAssertion').length > 0) throw new Error('encrypted assertion');
	if (soCalled('Response').length > 1) throw new Error('a response in the response');
	const [signed, ...more] = soCalled('Assertion');
	if (more.length > 0) throw new Error('several assertions');
	const isSuccess = statusOf(root) === success;
	if (!signed) throw new Error(isSuccess ? 'no assertion' : `status ${lastWord(statusOf(root))}`);
	if (signed.parentNode !== root || signed.namespaceURI !== assertion)
		throw new Error('assertion out of place');

	const signatures = soCalled('Signature');
	const isInPlace = ({ parentNode, namespaceURI }: Element) =>
		namespaceURI === signature && (parentNode === root || parentNode === signed);
	if (!signatures.every(isInPlace)) throw new Error('signature out of place');
	if (!signatures.some(({ parentNode }) => parentNode === root)) throw new Error('unsigned response');
	if (!signatures.some(({ parentNode }) => parentNode === signed)) throw new Error('unsigned assertion');
	if (signatures.length !== 2 || named('Reference', signature).length !== 2)
		throw new Error('too many signatures');
	if (named('Object', signature).length > 0) throw new Error('an object in a signature');
	for (const [name, known] of Object.entries(algorithms)) {
		const used = named(name, signature).map((one) => one.getAttribute('Algorithm') ?? '');
		if (!used.every((algorithm) => known.includes(algorithm))) throw new Error(`${name} not accepted`);
	}
	const ids = all.flatMap((one) => ['ID', 'Id', 'id'].flatMap((name) => one.getAttribute(name) || []));
	if (new Set(ids).size < ids.length) throw new Error('an id twice');

	return {
		destination: root.getAttribute('Destination') || null,
		inResponseTo: root.getAttribute('InResponseTo') || null,
		issuer: childrenOf(root, 'Issuer', assertion)[0]?.textContent?.trim() ?? null,
		isSuccess
	};
}

function parse(xml: string): Element {
	const refuse = () => {
		throw new Error('not well-formed');
	};
	const parser = new DOMParser({
		errorHandler: { warning: refuse, error: refuse, fatalError: refuse }
	});
	const root = parser.parseFromString(xml, 'text/xml')?.documentElement as Element | null | undefined;
	return root ?? refuse();
}

/** An element and all below it, in the order of the document. */
function elementsFrom(element: Element, level = 1): Element[] {
	if (level > mostLevels) throw new Error('too many levels');
	const children = Array.from(element.childNodes).filter(({ nodeType }) => nodeType === 1) as Element[];
	return [element, ...children.flatMap((child) => elementsFrom(child, level + 1))];
}

function childrenOf(parent: Element, name: string, namespace: string): Element[] {
	return Array.from(parent.childNodes)
		.map((node) => node as Element)
		.filter((node) => node.nodeType === 1 && node.localName === name && node.namespaceURI === namespace);
}

function statusOf(root: Element): string {
	const [status] = childrenOf(root, 'Status', protocol);
	const [code] = status ? childrenOf(status, 'StatusCode', protocol) : [];
	return code?.getAttribute('Value') ?? '';
}

function lastWord(urn: string): string {
	return /([A-Za-z]{1,40})$/.exec(urn)?.[1] ?? 'unknown';
}
