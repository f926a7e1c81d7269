/** SAML answers made by hand: the right one, and each wrong in one way. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	embeddedDatabase,
	hasServer,
	serverDatabase,
	type TestDatabase
} from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import {
	assertionXml,
	encoded,
	idpIssuer,
	idpKeys,
	readAuthnRequest,
	responseXml,
	signedResponse,
	signElement,
	type Answer,
	type AskedFor
} from '../../../../tests/support/saml-idp.ts';
import { makeSelfSigned } from '../../../../tests/support/self-signed.ts';
import { findSession } from '../access/index.ts';
import { systemClock } from '../platform/clock.ts';
import {
	beginSession,
	finishSignIn,
	metadataOf,
	receiveResponse,
	startSignIn,
	type SamlProvider,
	type SignInApplication,
	type Visit
} from './index.ts';

const origin = 'http://127.0.0.1:3999';
const acs = `${origin}/sign-in/with/adfs/acs`;
const audience = `${origin}/sign-in/with/adfs/metadata`;
let db: TestDatabase;
let municipality: TestMunicipality;
let application: SignInApplication;
let provider: SamlProvider;
const warnings: string[] = [];

beforeAll(async () => {
	db = hasServer ? await serverDatabase() : await embeddedDatabase();
	municipality = await makeMunicipality(db);
	await db.asOwner(async (tx) => {
		for (const [key, externalId] of [
			['reporter', 'alma'],
			['manager', 'boss']
		] as const) {
			await tx.updateTable('person').set({ externalId }).where('id', '=', municipality.person(key)).execute();
		}
	});
	provider = {
		key: 'adfs',
		kind: 'saml',
		label: { sv: 'Kommunens konto', en: 'The municipality’s account' },
		municipality: null,
		match: { claim: 'nameID', personField: 'externalId' },
		creation: null,
		clockToleranceSeconds: 30,
		issuer: idpIssuer,
		entryPoint: new URL('https://idp.example/saml'),
		certificates: [makeSelfSigned('the one before').certificate, idpKeys.certificate],
		entityId: null
	};
	application = { db, clock: systemClock, providers: [provider] };
});
beforeEach(() => {
	warnings.length = 0;
	vi.spyOn(console, 'warn').mockImplementation((line: string) => void warnings.push(line));
});
afterAll(() => db?.close());

const visit = (overrides: Partial<Visit> = {}): Visit => ({
	origin,
	address: '10.0.0.1',
	actor: null,
	browser: null,
	...overrides
});

/** Somebody is sent away: what was asked for, and the visit with the browser's cookie. */
async function sent(from = visit(), again = false): Promise<{ asked: AskedFor; visit: Visit }> {
	const started = await startSignIn(application, provider, from, { to: '/inbox', again });
	if (!started.ok) throw new Error(started.problem);
	return { asked: readAuthnRequest(started.address), visit: { ...from, browser: started.browser } };
}

const answerTo = (asked: AskedFor): Answer => ({ inResponseTo: asked.id, acs, audience });

/** The POST of the provider, which carries no cookie. */
const post = (xml: string, relayState: string) =>
	receiveResponse(application, provider, visit(), { response: encoded(xml), relayState });

/** All the way, with an answer that `make` makes. */
async function comeBack(make: (answer: Answer) => string, from = visit(), again = false) {
	const { asked, visit: with_ } = await sent(from, again);
	const received = await post(make(answerTo(asked)), asked.relayState);
	if (!received.ok) return received;
	return finishSignIn(application, provider, with_, new URLSearchParams({ state: received.state }));
}

describe('an answer as it should be', () => {
	test('lets the person in whom it names', async () => {
		expect(await comeBack(signedResponse)).toMatchObject({
			ok: true,
			to: '/inbox',
			again: false,
			who: {
				personId: municipality.person('reporter'),
				method: 'saml',
				provider: 'adfs',
				vouched: { subject: 'alma', session: 'session-1' }
			}
		});
	});

	test('may name them by an attribute', async () => {
		const byMail = { ...provider, match: { claim: 'mail', personField: 'email' as const } };
		const { asked, visit: from } = await sent();
		const xml = signedResponse({
			...answerTo(asked),
			attributes: { mail: 'Manager@test.example' }
		});
		await receiveResponse(application, byMail, visit(), {
			response: encoded(xml),
			relayState: asked.relayState
		});
		expect(
			await finishSignIn(application, byMail, from, new URLSearchParams({ state: asked.relayState }))
		).toMatchObject({ ok: true, who: { personId: municipality.person('manager') } });
	});

	test('about somebody unknown leads to the page that says so', async () => {
		expect(await comeBack((answer) => signedResponse({ ...answer, nameId: 'stranger' }))).toEqual({
			ok: false,
			problem: 'unknownPerson'
		});
		expect(warnings.join()).not.toContain('stranger');
	});

	test('is asked for at an address of ours, under a name of ours', async () => {
		const { asked } = await sent();
		expect(asked).toMatchObject({ acs, issuer: audience, forceAuthn: false });
		expect(metadataOf(provider, origin)).toContain(`Location="${acs}"`);
		expect(metadataOf(provider, origin)).toContain('WantAssertionsSigned="true"');
	});

	test.each([
		['20 seconds after its end', { notOnOrAfter: -20 }],
		['20 seconds before its beginning', { notBefore: 20 }]
	])('is within what clocks may differ, %s', async (_, overrides) => {
		expect(await comeBack((answer) => signedResponse({ ...answer, ...overrides }))).toMatchObject({
			ok: true
		});
	});
});

describe('an answer that came', () => {
	test('signs nobody in without the browser that began', async () => {
		const { asked, visit: from } = await sent();
		await post(signedResponse(answerTo(asked)), asked.relayState);
		const state = new URLSearchParams({ state: asked.relayState });
		for (const browser of [null, 'x'.repeat(43)]) {
			expect(await finishSignIn(application, provider, { ...from, browser }, state)).toEqual({
				ok: false,
				problem: 'startOver'
			});
		}
		expect(await finishSignIn(application, provider, from, state)).toMatchObject({ ok: true });
		expect(await finishSignIn(application, provider, from, state)).toMatchObject({ problem: 'startOver' });
	});

	test('is taken once: the same again is refused', async () => {
		const { asked } = await sent();
		const xml = signedResponse(answerTo(asked));
		expect(await post(xml, asked.relayState)).toMatchObject({ ok: true });
		expect(await post(xml, asked.relayState)).toEqual({ ok: false, problem: 'refused' });
	});

	test('is taken once, also when both arrive at the same moment', async () => {
		const { asked } = await sent();
		const xml = signedResponse(answerTo(asked));
		const both = await Promise.all([1, 2].map(() => post(xml, asked.relayState)));
		expect(both.filter(({ ok }) => ok)).toHaveLength(1);
	});

	test('does not take the place of one that came before', async () => {
		const { asked, visit: from } = await sent();
		await post(signedResponse(answerTo(asked)), asked.relayState);
		const second = signedResponse({ ...answerTo(asked), nameId: 'boss' });
		expect(await post(second, asked.relayState)).toMatchObject({ ok: false });
		expect(
			await finishSignIn(application, provider, from, new URLSearchParams({ state: asked.relayState }))
		).toMatchObject({ ok: true, who: { personId: municipality.person('reporter') } });
	});

	test('with an assertion that was used for another request is refused', async () => {
		const first = await sent();
		const again = await sent();
		await post(signedResponse({ ...answerTo(first.asked), assertionId: '_one' }), first.asked.relayState);
		const reused = signedResponse({ ...answerTo(again.asked), assertionId: '_one' });
		expect(await post(reused, again.asked.relayState)).toEqual({ ok: false, problem: 'refused' });
		expect(warnings.join()).toContain('second time');
	});

	test('for the request of somebody else does not fit', async () => {
		const mine = await sent();
		const theirs = await sent();
		expect(await post(signedResponse(answerTo(theirs.asked)), mine.asked.relayState)).toEqual({
			ok: false,
			problem: 'refused'
		});
	});

	test('without being asked for leads nowhere', async () => {
		const { asked } = await sent();
		const unasked = { ...answerTo(asked), inResponseTo: `_${'0'.repeat(64)}` };
		expect(await post(signedResponse(unasked), 'x'.repeat(43))).toEqual({ ok: false, problem: 'refused' });
		expect(await post(signedResponse(answerTo(asked)), '')).toEqual({ ok: false, problem: 'startOver' });
		const unnamed = signedResponse(answerTo(asked)).replace(/ InResponseTo="[^"]*"/g, '');
		expect(await post(unnamed, asked.relayState)).toEqual({ ok: false, problem: 'refused' });
	});
});

const wrong: [string, (answer: Answer) => string][] = [
	['with nothing signed', (answer) => responseXml(answer, assertionXml(answer))],
	[
		'with only the assertion signed',
		(answer) => responseXml(answer, signElement(assertionXml(answer), 'Assertion'))
	],
	[
		'with only the response signed',
		(answer) => signElement(responseXml(answer, assertionXml(answer)), 'Response')
	],
	['signed by somebody else', (answer) => signedResponse(answer, { keys: makeSelfSigned('somebody else') })],
	[
		'signed with SHA-1',
		(answer) =>
			signedResponse(answer, {
				signatureAlgorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
				digestAlgorithm: 'http://www.w3.org/2000/09/xmldsig#sha1'
			})
	],
	['whose name was changed', (answer) => signedResponse(answer).replace('>alma<', '>boss<')],
	[
		'whose status was changed',
		(answer) =>
			signedResponse({ ...answer, status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }).replace(
				'Responder',
				'Success'
			)
	],
	[
		'whose status is not success',
		(answer) => signedResponse({ ...answer, status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' })
	],
	['for another system', (answer) => signedResponse({ ...answer, audience: 'urn:other' })],
	['that ended 40 seconds ago', (answer) => signedResponse({ ...answer, notOnOrAfter: -40 })],
	['that begins in 40 seconds', (answer) => signedResponse({ ...answer, notBefore: 40 })],
	[
		'sent to another address',
		(answer) => signedResponse({ ...answer, acs: 'https://other.example/acs', recipient: answer.acs })
	],
	[
		'for another recipient',
		(answer) => signedResponse({ ...answer, recipient: 'https://other.example/acs' })
	],
	[
		'whose subject was confirmed for another request',
		(answer) => signedResponse({ ...answer, subjectInResponseTo: `_${'0'.repeat(64)}` })
	],
	[
		'whose subject is confirmed in another way than by bringing it',
		(answer) => signedResponse({ ...answer, method: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches' })
	],
	['of another issuer', (answer) => signedResponse({ ...answer, issuer: 'urn:other' })],
	['in the name of another issuer', (answer) => signedResponse({ ...answer, responseIssuer: 'urn:other' })],
	[
		'without conditions',
		(answer) => {
			const bare = assertionXml(answer).replace(/<saml:Conditions.*<\/saml:Conditions>/, '');
			return signElement(responseXml(answer, signElement(bare, 'Assertion')), 'Response');
		}
	],
	[
		'without an audience',
		(answer) => {
			const bare = assertionXml(answer).replace(
				/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/,
				''
			);
			return signElement(responseXml(answer, signElement(bare, 'Assertion')), 'Response');
		}
	],
	[
		'without an authentication statement',
		(answer) => {
			const bare = assertionXml(answer).replace(/<saml:AuthnStatement.*<\/saml:AuthnStatement>/, '');
			return signElement(responseXml(answer, signElement(bare, 'Assertion')), 'Response');
		}
	],
	['with a comment in the name', (answer) => signedResponse({ ...answer, nameId: 'al<!-- -->ma' })],
	[
		'with a comment put into the name afterwards',
		(answer) => signedResponse({ ...answer, nameId: 'boss.evil' }).replace('boss.evil', 'boss<!---->.evil')
	],
	[
		'with a CDATA section in the name',
		(answer) => signedResponse(answer).replace('>alma<', '><![CDATA[alma]]><')
	],
	[
		'with a processing instruction in the name',
		(answer) => signedResponse(answer).replace('>alma<', '>al<?x y?>ma<')
	],
	[
		'with a document type',
		(answer) => `<!DOCTYPE r [<!ENTITY a "alma">]>${signedResponse(answer).replace('>alma<', '>&a;<')}`
	],
	[
		'with an external entity',
		(answer) =>
			`<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>${signedResponse(answer).replace('>alma<', '>&a;<')}`
	],
	[
		'with entities that grow (a thousand million laughs)',
		(answer) => {
			const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`);
			return `<!DOCTYPE r [<!ENTITY l0 "ha">${entities.join('')}]>${signedResponse(answer).replace('>alma<', '>&l9;<')}`;
		}
	],
	['that is no XML', () => 'hello'],
	['that is empty', () => ''],
	[
		'that is another message',
		(answer) => signedResponse(answer).replaceAll('samlp:Response', 'samlp:LogoutResponse')
	]
];

describe('an answer', () => {
	test.each(wrong)('%s lets nobody in', async (_, make) => {
		expect(await comeBack(make)).toEqual({ ok: false, problem: 'refused' });
		expect(warnings.join()).not.toMatch(/alma|boss|other\.example/);
	});

	const beyondMeasure: [string, string][] = [
		['nested', `${'<a>'.repeat(30_000)}${'</a>'.repeat(30_000)}`],
		['nested, just within', `${'<a>'.repeat(900)}${'</a>'.repeat(900)}`],
		[
			'nested in namespaces',
			nested(
				900,
				(i) => `<n${i}:a xmlns:n${i}="urn:${i}">`,
				(i) => `</n${i}:a>`
			)
		],
		['with many attributes', `<a ${Array.from({ length: 1_900 }, (_, i) => `a${i}="x"`).join(' ')}/>`],
		['with one long text', `<a>${'x'.repeat(250_000)}</a>`],
		['with brackets of no element', '<'.repeat(200_000)]
	];
	test.each(beyondMeasure)('%s beyond measure does not hold up anybody else', async (_, content) => {
		const { asked } = await sent();
		const xml = signedResponse(answerTo(asked)).replace('<samlp:Status>', `${content}<samlp:Status>`);
		const began = performance.now();
		expect(await post(xml, asked.relayState)).toEqual({ ok: false, problem: 'refused' });
		expect(performance.now() - began).toBeLessThan(1000);
	});
});

function nested(depth: number, open: (i: number) => string, close: (i: number) => string): string {
	const levels = Array.from({ length: depth }, (_, i) => i);
	return levels.map(open).join('') + levels.toReversed().map(close).join('');
}

describe('signature wrapping', () => {
	/** The signed original, a forged assertion that names the manager, and the parts to move about. */
	function parts(answer: Answer) {
		const original = signedResponse(answer);
		const [assertion] = /<saml:Assertion.*<\/saml:Assertion>/.exec(original)!;
		const signatures = [...original.matchAll(/<(?:ds:)?Signature[ >].*?<\/(?:ds:)?Signature>/g)].map(
			([text]) => text
		);
		const forged = assertionXml({ ...answer, nameId: 'boss' });
		return { original, assertion, forged, ofResponse: signatures[0]!, ofAssertion: signatures[1]! };
	}
	const withoutSignature = (xml: string, signature: string) => xml.replace(signature, '');
	const forgedResponse = (answer: Answer, content: string) => responseXml(answer, content);
	const into = (parent: string, closing: string, child: string) => {
		const position = parent.lastIndexOf(closing);
		return parent.slice(0, position) + child + parent.slice(position);
	};

	// the eight of 'On Breaking SAML: Be Whoever You Want to Be' (Somorovsky and others, 2012), and some more
	const wraps: [string, (answer: Answer) => string][] = [
		[
			'1: the original response inside the signature of a forged one',
			(answer) => {
				const { original, ofResponse, forged } = parts(answer);
				const bare = withoutSignature(original, ofResponse);
				const signature = into(ofResponse, '</Signature>', bare);
				return forgedResponse(answer, forged).replace('</saml:Issuer>', `</saml:Issuer>${signature}`);
			}
		],
		[
			'2: the original response before the signature, detached',
			(answer) => {
				const { original, ofResponse, forged } = parts(answer);
				const bare = withoutSignature(original, ofResponse);
				return forgedResponse(answer, forged).replace('</saml:Issuer>', `</saml:Issuer>${bare}${ofResponse}`);
			}
		],
		[
			'3: a forged assertion before the original',
			(answer) => {
				const { original, assertion, forged } = parts(answer);
				return original.replace(assertion, forged + assertion);
			}
		],
		[
			'4: the original assertion inside a forged one',
			(answer) => {
				const { original, assertion, forged } = parts(answer);
				return original.replace(assertion, into(forged, '</saml:Assertion>', assertion));
			}
		],
		[
			'5: a forged assertion with the signature of the original, which stands behind',
			(answer) => {
				const { original, assertion, ofAssertion, forged } = parts(answer);
				const signed = forged.replace('</saml:Issuer>', `</saml:Issuer>${ofAssertion}`);
				return original.replace(assertion, signed + withoutSignature(assertion, ofAssertion));
			}
		],
		[
			'6: the same with the original inside the signature',
			(answer) => {
				const { original, assertion, ofAssertion, forged } = parts(answer);
				const bare = withoutSignature(assertion, ofAssertion);
				const signature = into(ofAssertion, '</Signature>', bare);
				return original.replace(assertion, forged.replace('</saml:Issuer>', `</saml:Issuer>${signature}`));
			}
		],
		[
			'7: the original hidden in extensions',
			(answer) => {
				const { original, assertion, forged } = parts(answer);
				return original.replace(assertion, `<samlp:Extensions>${assertion}</samlp:Extensions>${forged}`);
			}
		],
		[
			'8: the original hidden in an object of the signature',
			(answer) => {
				const { original, assertion, ofAssertion, forged } = parts(answer);
				const bare = withoutSignature(assertion, ofAssertion);
				const signature = into(ofAssertion, '</Signature>', `<Object>${bare}</Object>`);
				return original.replace(assertion, forged.replace('</saml:Issuer>', `</saml:Issuer>${signature}`));
			}
		],
		[
			'a forged assertion behind the original',
			(answer) => {
				const { original, assertion, forged } = parts(answer);
				return original.replace(assertion, assertion + forged);
			}
		],
		[
			'a forged assertion under the id of the original',
			(answer) => {
				const { original, assertion, ofAssertion } = parts(answer);
				const forged = withoutSignature(assertion, ofAssertion).replace('>alma<', '>boss<');
				return original.replace(assertion, forged + assertion);
			}
		],
		[
			'a forged assertion in no namespace',
			(answer) => {
				const { original, assertion, forged } = parts(answer);
				const plain = forged.replaceAll('saml:', '').replace(/xmlns:[a-z]+="[^"]*"/g, '');
				return original.replace(assertion, plain + assertion);
			}
		],
		[
			'both signatures on a forged response, the original in its status',
			(answer) => {
				const { original, ofResponse, ofAssertion, forged } = parts(answer);
				const signed = forged.replace('</saml:Issuer>', `</saml:Issuer>${ofAssertion}`);
				return forgedResponse(answer, signed)
					.replace('</saml:Issuer>', `</saml:Issuer>${ofResponse}`)
					.replace('</samlp:Status>', `<samlp:StatusDetail>${original}</samlp:StatusDetail></samlp:Status>`);
			}
		],
		[
			'a signed assertion of mine in a response that somebody else signed for theirs',
			(answer) => {
				const mine = signElement(assertionXml({ ...answer, nameId: 'boss' }), 'Assertion');
				const { original, assertion } = parts(answer);
				return original.replace(assertion, mine);
			}
		]
	];
	test.each(wraps)('%s', async (_, make) => {
		const outcome = await comeBack(make);
		expect(outcome).toEqual({ ok: false, problem: 'refused' });
	});

	test('the parts that are moved about are real: put back, they are accepted', async () => {
		const outcome = await comeBack((answer) => {
			const { original, ofResponse, ofAssertion } = parts(answer);
			expect(original.indexOf(ofResponse)).toBeGreaterThan(0);
			expect(original.indexOf(ofAssertion)).toBeGreaterThan(original.indexOf(ofResponse));
			return original;
		});
		expect(outcome).toMatchObject({ ok: true });
	});
});

describe('proving again who one is', () => {
	async function signedIn() {
		const outcome = await comeBack(signedResponse);
		if (!outcome.ok) throw new Error(outcome.problem);
		const token = await beginSession(application, { ...outcome.who, address: null, device: null });
		return (await findSession(application, token))!.actor;
	}

	test('is asked for with a fresh sign-in', async () => {
		const actor = await signedIn();
		const { asked } = await sent(visit({ actor }), true);
		expect(asked.forceAuthn).toBe(true);
		const fresh = (answer: Answer) => signedResponse({ ...answer, authnInstant: 0 });
		expect(await comeBack(fresh, visit({ actor }), true)).toMatchObject({ ok: true, again: true });
	});

	test('does not count when the provider asked nothing', async () => {
		const actor = await signedIn();
		const stale = (answer: Answer) => signedResponse({ ...answer, authnInstant: -120 });
		expect(await comeBack(stale, visit({ actor }), true)).toEqual({ ok: false, problem: 'refused' });
	});

	test('as somebody else changes nothing', async () => {
		const actor = await signedIn();
		const other = (answer: Answer) => signedResponse({ ...answer, nameId: 'boss', authnInstant: 0 });
		expect(await comeBack(other, visit({ actor }), true)).toEqual({ ok: false, problem: 'otherPerson' });
	});
});
