import type { Application } from '../platform/context.ts';
import type { ScimClientId, UnitId } from '../../../../database/column-types.ts';
import { nobody } from '../platform/database.ts';
import type { SystemContext } from '../access/index.ts';

/** The connection that asks: whose people it may see and write. */
export interface ScimClient {
	id: ScimClientId;
	municipalityId: UnitId;
	/** Where people go when nothing names their unit; null: they are refused. */
	defaultUnitId: UnitId | null;
}

/** What a SCIM request works with. */
export interface ScimContext extends SystemContext {
	client: ScimClient;
	/** The address of the service, for the locations of resources, e.g. 'https://opaverkad.example/scim/v2'. */
	base: string;
}

/**
 * The context of a SCIM request: another system that administers the organisation, and that also reaches people with protected
 * personal data, since it must be able to end their access (migration 0010).
 */
export function contextForScim(
	{ db, clock }: Application,
	client: ScimClient,
	base: string,
	address: string | null
): ScimContext {
	const { municipalityId } = client;
	const scope = { ...nobody, municipalityId, roles: ['systemAdministrator', 'provisioning'] };
	return {
		actor: { personId: null, sessionId: null, municipalityId },
		address,
		client,
		base,
		now: () => clock.now(),
		transaction: (work) => db.transaction(scope, work)
	};
}
