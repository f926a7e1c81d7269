import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
	type AuthenticationResponseJSON,
	type PublicKeyCredentialCreationOptionsJSON,
	type PublicKeyCredentialRequestOptionsJSON,
	type RegistrationResponseJSON
} from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../access/index.ts';
import { record } from '../activity-log/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { hashOfSecret } from '../platform/secrets.ts';
import type { Proven } from './local-sign-in.ts';

/** The site that passkeys belong to, as the browser sees it. */
export interface Site {
	/** E.g. https://opaverkad.example */
	origin: string;
	/** E.g. opaverkad.example. A passkey made for one name is of no use under another. */
	host: string;
}

/** Browsers make passkeys for names, not for numbers: with 127.0.0.1 in the address there are none. */
export function canHavePasskeys({ origin, host }: Site): boolean {
	return !/^[\d.]+$|^\[/.test(host) && (origin.startsWith('https:') || host === 'localhost');
}

/** Signatures that passkeys are made with: ES256, EdDSA, RS256. What the library would add to them is an experiment of Node's. */
const algorithms = [-7, -8, -257];

/** Remembers a challenge that was given out. It works once, for ten minutes. */
async function remember(
	{ db, clock }: Pick<Application, 'db' | 'clock'>,
	challenge: string,
	personId: PersonId | null
): Promise<void> {
	await db.ask((ask) =>
		sql`select remember_challenge(${hashOfSecret(challenge)}, ${personId}, ${clock.now().toString()})`.execute(
			ask
		)
	);
}

/** Whether a challenge was given out, to this person, and not used yet; from now on it is used. */
async function use(
	{ db, clock }: Pick<Application, 'db' | 'clock'>,
	challenge: string,
	personId: PersonId | null
): Promise<boolean> {
	const { rows } = await db.ask((ask) =>
		sql<{
			worked: boolean;
		}>`select use_challenge(${hashOfSecret(challenge)}, ${personId}, ${clock.now().toString()}) as worked`.execute(
			ask
		)
	);
	return rows[0]?.worked ?? false;
}

/** What the browser needs to ask for any passkey of this site; the person need not say who they are. */
export async function passkeySignInOptions(
	application: Application,
	{ host }: Site
): Promise<PublicKeyCredentialRequestOptionsJSON> {
	const options = await generateAuthenticationOptions({ rpID: host, userVerification: 'required' });
	await remember(application, options.challenge, null);
	return options;
}

interface KeyRow {
	id: string;
	personId: PersonId;
	municipalityId: UnitId;
	publicKey: Uint8Array;
	counter: number;
	transports: string[];
}

/** Who proved by a passkey who they are; undefined when the answer does not hold. @param answer the browser's, as JSON */
export async function signInWithPasskey(
	application: Application,
	site: Site,
	answer: string
): Promise<Proven | undefined> {
	const { db, clock } = application;
	const response = parsed<AuthenticationResponseJSON>(answer);
	if (!response) return undefined;
	const { rows } = await db.ask((ask) =>
		sql<KeyRow>`select * from passkey_by_credential(${response.id})`.execute(ask)
	);
	const key = rows[0];
	if (!key) return undefined;
	let counter: number;
	try {
		const { verified, authenticationInfo } = await verifyAuthenticationResponse({
			response,
			expectedChallenge: (challenge) => use(application, challenge, null),
			expectedOrigin: site.origin,
			expectedRPID: site.host,
			requireUserVerification: true,
			credential: {
				id: response.id,
				publicKey: new Uint8Array(key.publicKey),
				counter: key.counter,
				transports: key.transports
			}
		});
		if (!verified) return undefined;
		counter = authenticationInfo.newCounter;
	} catch {
		// the library throws for whatever does not hold: another site, a used challenge, a copied key, a wrong signature
		return undefined;
	}
	const { personId, municipalityId } = key;
	await db.transaction({ ...nobody, personId, municipalityId }, (tx) =>
		tx
			.updateTable('passkey')
			.set({ counter, lastUsedAt: clock.now().toString() })
			.where('id', '=', key.id)
			.execute()
	);
	return { personId, municipalityId, method: 'passkey' };
}

/** A text from the browser as an object with a credential's id; undefined when it is none. */
function parsed<T extends { id: string }>(answer: string): T | undefined {
	try {
		const value = JSON.parse(answer) as Partial<T> | null;
		return typeof value?.id === 'string' ? (value as T) : undefined;
	} catch {
		return undefined;
	}
}

/** A passkey of the actor, by the name that they gave it. */
export interface OwnPasskey {
	id: string;
	name: string;
	createdAt: Temporal.Instant;
	lastUsedAt: Temporal.Instant | null;
}

/** The actor's passkeys, oldest first. */
export async function listOwnPasskeys({ actor, transaction }: Context): Promise<OwnPasskey[]> {
	return transaction((tx) =>
		tx
			.selectFrom('passkey')
			.select(['id', 'name', 'createdAt', 'lastUsedAt'])
			.where('personId', '=', actor.personId)
			.orderBy('createdAt')
			.execute()
	);
}

/** More than anybody needs; a limit all the same. */
const mostPasskeys = 10;

/** What the browser needs to make a passkey for the actor. @throws NotFound without a local account */
export async function passkeyOptions(
	application: Application,
	context: Context,
	{ host }: Site
): Promise<PublicKeyCredentialCreationOptionsJSON> {
	const { actor } = context;
	const { userName, keys } = await context.transaction(async (tx) => ({
		userName: await tx
			.selectFrom('localAccount')
			.select('userName')
			.where('personId', '=', actor.personId)
			.executeTakeFirst(),
		keys: await tx
			.selectFrom('passkey')
			.select(['credentialId as id', 'transports'])
			.where('personId', '=', actor.personId)
			.execute()
	}));
	if (!userName) throw new NotFound();
	const options = await generateRegistrationOptions({
		rpName: 'Opåverkad',
		rpID: host,
		userName: userName.userName,
		userDisplayName: actor.name,
		userID: new TextEncoder().encode(actor.personId),
		attestationType: 'none',
		supportedAlgorithmIDs: algorithms,
		excludeCredentials: keys,
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' }
	});
	await remember(application, options.challenge, actor.personId);
	return options;
}

/** Keeps a passkey that the browser has made. @returns whether it holds @param answer the browser's, as JSON */
export async function addPasskey(
	application: Application,
	context: Context,
	site: Site,
	{ answer, name }: { answer: string; name: string }
): Promise<boolean> {
	const { actor } = context;
	const response = parsed<RegistrationResponseJSON>(answer);
	if (!response) return false;
	let credential;
	try {
		const { verified, registrationInfo } = await verifyRegistrationResponse({
			response,
			supportedAlgorithmIDs: algorithms,
			expectedChallenge: (challenge) => use(application, challenge, actor.personId),
			expectedOrigin: site.origin,
			expectedRPID: site.host,
			requireUserVerification: true
		});
		if (!verified) return false;
		credential = registrationInfo.credential;
	} catch {
		return false;
	}
	const { id, publicKey, counter, transports = [] } = credential;
	return context.transaction(async (tx) => {
		const { count } = await tx
			.selectFrom('passkey')
			.select(({ fn }) => fn.countAll<number>().as('count'))
			.where('personId', '=', actor.personId)
			.executeTakeFirstOrThrow();
		if (count >= mostPasskeys) return false;
		const added = await tx
			.insertInto('passkey')
			.values({
				id: newId<string>(),
				municipalityId: actor.municipalityId,
				personId: actor.personId,
				credentialId: id,
				publicKey: Buffer.from(publicKey),
				counter,
				transports,
				name,
				createdAt: context.now().toString()
			})
			.onConflict((conflict) => conflict.column('credentialId').doNothing())
			.executeTakeFirst();
		if (!added.numInsertedOrUpdatedRows) return false;
		await record(tx, context, {
			action: 'account.passkeyAdded',
			subjectKind: 'person',
			subjectId: actor.personId
		});
		return true;
	});
}

/** Removes one of the actor's passkeys. The password remains as a way in. */
export async function removePasskey(context: Context, id: string): Promise<void> {
	if (!isId(id)) throw new NotFound();
	await context.transaction(async (tx) => {
		const { numDeletedRows } = await tx
			.deleteFrom('passkey')
			.where('id', '=', id)
			.where('personId', '=', context.actor.personId)
			.executeTakeFirst();
		if (numDeletedRows === 0n) throw new NotFound();
		await record(tx, context, {
			action: 'account.passkeyRemoved',
			subjectKind: 'person',
			subjectId: context.actor.personId
		});
	});
}
