import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { SignInMethod } from '../access/index.ts';
import { record } from '../activity-log/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { describeError, logError } from '../platform/log.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import { countAttempt, forgiveAttempt, type Attempt } from './guessing-limits.ts';
import { Busy, isPassword } from './password.ts';
import { hashOfCode } from './recovery-codes.ts';

/** Somebody who proved who they are, and how. */
export interface Proven {
	personId: PersonId;
	municipalityId: UnitId;
	method: SignInMethod;
}

/** How an attempt to sign in ended. Whether the user name exists is not part of the answer. */
export type SignInResult =
	| { outcome: 'welcome'; who: Proven }
	| { outcome: 'refused' }
	| { outcome: 'wait'; seconds: number }
	| { outcome: 'busy' };

/** What somebody typed, and where. */
export interface Typed {
	userName: string;
	secret: string;
	/** The secret of this browser, if it has one. */
	device: string | null;
	address: string | null;
}

/** However quickly it was clear, a refusal takes this long, so that its time tells nothing. Milliseconds. */
const refusalTakes = 400;

/** User names are the same in capitals and with spaces around them. */
export function userNameOf(text: string): string {
	return text.trim().normalize('NFKC').toLowerCase();
}

/** Signs in by user name and password. */
export async function signInWithPassword(application: Application, typed: Typed): Promise<SignInResult> {
	return attemptToSignIn(application, 'password', typed, async (account) =>
		(await isPassword(typed.secret, account?.passwordHash ?? null)) ? account : undefined
	);
}

/** Signs in by user name and one of the recovery codes, which is then used up. */
export async function signInWithRecoveryCode(application: Application, typed: Typed): Promise<SignInResult> {
	const { db, clock } = application;
	return attemptToSignIn(application, 'recoveryCode', typed, async () => {
		const { rows } = await db.ask((ask) =>
			sql<Account>`select person_id, municipality_id from use_recovery_code(
				${userNameOf(typed.userName)}, ${hashOfCode(typed.secret)}, ${clock.now().toString()})`.execute(ask)
		);
		return rows[0];
	});
}

type Account = Pick<Proven, 'personId' | 'municipalityId'>;
type FoundAccount = Account & { passwordHash: string; knowsDevice: boolean };

async function attemptToSignIn(
	application: Application,
	method: 'password' | 'recoveryCode',
	typed: Typed,
	prove: (account: FoundAccount | undefined) => Promise<Account | undefined>
): Promise<SignInResult> {
	const until = performance.now() + refusalTakes;
	const userName = userNameOf(typed.userName);
	const device = typed.device === null ? null : hashOfSecret(typed.device);
	const { rows } = await application.db.ask((ask) =>
		sql<FoundAccount>`select * from sign_in_account(${userName}, ${device})`.execute(ask)
	);
	const account = rows[0];
	const attempt: Attempt = {
		userName,
		knownDevice: account?.knowsDevice ? typed.device : null,
		address: typed.address,
		what: method
	};
	const seconds = await countAttempt(application, attempt);
	if (seconds > 0) return { outcome: 'wait', seconds };
	let proven: Account | undefined;
	try {
		proven = await prove(account);
	} catch (error) {
		if (!(error instanceof Busy)) throw error;
		await forgiveAttempt(application, attempt);
		return { outcome: 'busy' };
	}
	if (proven) {
		await forgiveAttempt(application, attempt);
		const who = { personId: proven.personId, municipalityId: proven.municipalityId, method };
		if (method === 'recoveryCode') await recordUse(application, who, typed.address);
		return { outcome: 'welcome', who };
	}
	if (account) {
		// not waited for: what only happens to user names that exist must not take time
		recordRefusal(application, account, method, typed.address).catch((error: unknown) =>
			logError('session.refused', describeError(error))
		);
	}
	await sleep(Math.max(0, until - performance.now()));
	return { outcome: 'refused' };
}

async function recordRefusal(
	{ db, clock }: Application,
	{ municipalityId, personId }: Account,
	method: SignInMethod,
	address: string | null
): Promise<void> {
	await db.transaction({ ...nobody, municipalityId }, (tx) =>
		// nobody did it, as far as we know: it is only known whose account it was
		record(
			tx,
			{ actor: { personId: null, sessionId: null, municipalityId }, address, now: () => clock.now() },
			{ action: 'session.refused', subjectKind: 'person', subjectId: personId, details: { method } }
		)
	);
}

async function recordUse({ db, clock }: Application, who: Proven, address: string | null): Promise<void> {
	await db.transaction({ ...nobody, personId: who.personId, municipalityId: who.municipalityId }, (tx) =>
		record(
			tx,
			{ actor: { ...who, sessionId: null }, address, now: () => clock.now() },
			{ action: 'account.recoveryCodeUsed', subjectKind: 'person', subjectId: who.personId }
		)
	);
}

/**
 * Remembers the browser in which somebody has signed in, for `countAttempt`.
 * @param device the browser's secret, if it has one already (several people may share it)
 * @returns the secret for its cookie
 */
export async function rememberDevice(
	{ db, clock }: Application,
	{ personId, municipalityId }: Proven,
	device: string | null
): Promise<string> {
	const secret = device ?? newSecret();
	const lastUsedAt = clock.now().toString();
	await db.transaction({ ...nobody, personId, municipalityId }, (tx) =>
		tx
			.insertInto('knownDevice')
			.values({ personId, tokenHash: hashOfSecret(secret), lastUsedAt })
			.onConflict((conflict) => conflict.columns(['personId', 'tokenHash']).doUpdateSet({ lastUsedAt }))
			.execute()
	);
	return secret;
}
