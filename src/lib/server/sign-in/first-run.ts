import { sql } from 'kysely';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { record } from '../activity-log/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import { userNameOf, type Proven } from './local-sign-in.ts';
import { hashPassword } from './password.ts';
import { problemWithPassword, type PasswordProblem } from './password-rules.ts';

/**
 * In an empty database: a link for whoever reads the console to set the system up. It works for an hour, once; a start makes
 * another.
 * @returns the link's secret; null when there is a municipality
 */
export async function offerFirstRun({ db, clock }: Application): Promise<string | null> {
	const key = newSecret();
	const { rows } = await db.ask((ask) =>
		sql<{
			offered: boolean;
		}>`select offer_first_run(${hashOfSecret(key)}, ${clock.now().toString()}) as offered`.execute(ask)
	);
	return rows[0]?.offered ? key : null;
}

/** Whether the system waits to be set up. */
export async function needsFirstRun({ db }: Application): Promise<boolean> {
	const { rows } = await db.ask((ask) =>
		sql<{ needed: boolean }>`select needs_first_run() as needed`.execute(ask)
	);
	return rows[0]?.needed ?? false;
}

/** Whether a link from the console works. */
export async function isFirstRun({ db, clock }: Application, key: string): Promise<boolean> {
	const { rows } = await db.ask((ask) =>
		sql<{
			works: boolean;
		}>`select is_first_run(${hashOfSecret(key)}, ${clock.now().toString()}) as works`.execute(ask)
	);
	return rows[0]?.works ?? false;
}

/** What the first administrator says. */
export interface FirstRun {
	municipality: string;
	name: string;
	email: string;
	password: string;
}

/**
 * Makes the municipality and its first administrator.
 * @throws NotFound when the link is unknown, used or too old; Busy
 */
export async function completeFirstRun(
	{ db, clock }: Application,
	key: string,
	{ municipality, name, email, password }: FirstRun,
	address: string | null
): Promise<Proven | PasswordProblem> {
	const problem = problemWithPassword(password, [name, email, municipality]);
	if (problem) return problem;
	const hash = await hashPassword(password);
	const municipalityId = newId<UnitId>();
	const personId = newId<PersonId>();
	await db.transaction({ ...nobody, personId, municipalityId }, async (tx) => {
		const { rows } = await sql<{ done: boolean }>`select complete_first_run(
			${hashOfSecret(key)}, ${municipalityId}, ${municipality}, ${personId}, ${name}, ${userNameOf(email)}, ${hash},
			${newId<string>()}, ${clock.now().toString()}) as done`.execute(tx);
		if (!rows[0]?.done) throw new NotFound();
		await record(
			tx,
			{ actor: { personId, municipalityId, sessionId: null }, address, now: () => clock.now() },
			{ action: 'account.opened', subjectKind: 'person', subjectId: personId }
		);
	});
	return { personId, municipalityId, method: 'password' };
}
