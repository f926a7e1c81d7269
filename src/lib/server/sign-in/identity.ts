/** What an identity provider vouches for, and which person that is. Roles never come from there: they are the organisation's. */
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { contextForSystem, type SystemContext } from '../access/index.ts';
import { record } from '../activity-log/index.ts';
import type { Application } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { SignInRefused } from './problem.ts';
import type { Creation, Provider } from './providers.ts';

/** A verified answer, the same for OIDC and SAML. */
export interface Identity {
	/** The provider's own name for the person (sub, NameID). */
	subject: string;
	/** The provider's own name for its session (sid, SessionIndex). */
	session: string | null;
	/** Claims or attributes by name. */
	claims: Record<string, unknown>;
	/** When they proved to the provider who they are; null when it does not say. */
	provedAt: Temporal.Instant | null;
	/** OIDC only. */
	idToken: string | null;
}

/** The same while it waits in the database for the browser that began. */
export type StoredIdentity = Pick<Identity, 'subject' | 'session' | 'claims'> & { provedAt: string | null };

export function toStored({ subject, session, claims, provedAt }: Identity): StoredIdentity {
	return { subject, session, claims, provedAt: provedAt?.toString() ?? null };
}
export function readStored({ provedAt, ...rest }: StoredIdentity): Identity {
	return { ...rest, provedAt: provedAt === null ? null : Temporal.Instant.from(provedAt), idToken: null };
}

/** What a claim says, when it says one thing: a text that is not empty, or a number. */
export function claimText(claims: Record<string, unknown>, name: string | null): string | null {
	if (name === null || !Object.hasOwn(claims, name)) return null;
	const value = claims[name];
	const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
	return text === '' || text.length > 300 ? null : text;
}

/** A person that somebody turned out to be. */
export interface KnownPerson {
	personId: PersonId;
	municipalityId: UnitId;
	/** False: they have left, and may not come in. */
	isActive: boolean;
}

/**
 * The person whom a provider's answer means, by the claim that the configuration names. Made now, when the configuration says
 * so and there is nobody yet.
 * @throws SignInRefused when there is nobody
 */
export async function personOf(
	application: Application,
	provider: Provider,
	identity: Identity,
	address: string | null
): Promise<KnownPerson> {
	const { claim, personField } = provider.match;
	const { claims } = identity;
	const value = claimText(claims, claim);
	if (value === null) throw new SignInRefused('unknownPerson', `no claim ${claim}`);
	if (personField === 'email' && isUnverified(claims.email_verified)) {
		throw new SignInRefused('unknownPerson', 'email not verified');
	}
	const municipalityId = await municipalityOf(application, provider);
	const find = (tx: Tx) => peopleOf(tx, municipalityId, personField, value);

	const system = contextForSystem(application, municipalityId, address);
	return system.transaction(async (tx) => {
		let people = await find(tx);
		if (people.length === 0 && provider.creation) {
			await createPerson(tx, system, { provider, creation: provider.creation, claims, value });
			people = await find(tx);
		}
		const [person, ...others] = people;
		if (!person) throw new SignInRefused('unknownPerson', `nobody has that ${personField}`);
		if (others.length > 0) throw new SignInRefused('unknownPerson', `several have that ${personField}`);
		return { ...person, municipalityId };
	});
}

/** Providers that do not say it vouch for their addresses themselves. Some write booleans as texts. */
function isUnverified(verified: unknown): boolean {
	return verified === false || String(verified).toLowerCase() === 'false';
}

/** The municipality whose people a provider knows. */
async function municipalityOf({ db }: Application, { municipality }: Provider): Promise<UnitId> {
	const { rows } = await db.ask((ask) =>
		sql<{ id: UnitId; name: string }>`select id, name from municipalities()`.execute(ask)
	);
	const meant =
		municipality === null
			? rows
			: rows.filter(({ id, name }) => id === municipality || name === municipality);
	if (meant.length === 1) return meant[0]!.id;
	throw new SignInRefused(
		'unavailable',
		municipality === null ? 'several municipalities: set municipality' : 'no such municipality'
	);
}

type FoundPerson = Omit<KnownPerson, 'municipalityId'>;

async function peopleOf(
	tx: Tx,
	municipalityId: UnitId,
	field: string,
	value: string
): Promise<FoundPerson[]> {
	const { rows } = await sql<FoundPerson>`
		select person_id, is_active from people_of_identity(${municipalityId}, ${field}, ${value})`.execute(tx);
	return rows;
}

interface NewPerson {
	provider: Provider;
	creation: Creation;
	claims: Record<string, unknown>;
	/** What they are found by. */
	value: string;
}

/** Somebody the provider knows and we do not. Of two browsers that come with them at once, one makes the person. */
async function createPerson(
	tx: Tx,
	system: SystemContext,
	{ provider, creation, claims, value }: NewPerson
): Promise<void> {
	const name = claimText(claims, creation.nameClaim)?.slice(0, 200);
	if (!name)
		throw new SignInRefused('unknownPerson', `no claim ${creation.nameClaim} to name a new person by`);
	const unitId =
		(await findUnitId(tx, system, claimText(claims, creation.unitClaim))) ??
		(await findUnitId(tx, system, creation.defaultUnit));
	if (!unitId) throw new SignInRefused('unknownPerson', 'no unit for a new person');
	const byEmail = provider.match.personField === 'email';
	const { municipalityId } = system.actor;
	const made = await tx
		.insertInto('person')
		.values({
			id: newId<PersonId>(),
			municipalityId,
			unitId,
			name,
			email: byEmail ? value : claimText(claims, creation.emailClaim),
			externalId: byEmail ? null : value
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!made) return;
	await record(tx, system, {
		action: 'person.added',
		subjectKind: 'person',
		subjectId: made.id,
		details: { by: 'signIn', provider: provider.key, unitId }
	});
}

/** A unit of now, by its external id. */
async function findUnitId(tx: Tx, system: SystemContext, externalId: string | null): Promise<UnitId | null> {
	if (externalId === null) return null;
	const today = dateIn(system.now()).toString();
	const unit = await tx
		.selectFrom('unit')
		.select('id')
		.where('externalId', '=', externalId)
		.where('validFrom', '<=', today)
		.where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', today)]))
		.executeTakeFirst();
	return unit?.id ?? null;
}
