/** Somebody signed in for real, with the roles that the database gives them at the municipality's clock. */
import { contextFor, findSession, type Context } from '../../src/lib/server/access/index.ts';
import type { Database } from '../../src/lib/server/platform/database.ts';
import { beginSession } from '../../src/lib/server/sign-in/index.ts';
import type { TestMunicipality } from './municipality.ts';

/** A session of a person: `context()` asks for their roles anew, as every request does; undefined when it has ended. */
export async function signedIn(
	db: Database,
	{ id: municipalityId, person, clock }: TestMunicipality,
	key: string
): Promise<{ token: string; context(): Promise<Context | undefined> }> {
	const application = { db, clock };
	const token = await beginSession(application, {
		personId: person(key),
		municipalityId,
		method: 'demo',
		address: null,
		device: null
	});
	return {
		token,
		context: async () => {
			const found = await findSession(application, token);
			return found && contextFor(application, found.actor);
		}
	};
}
