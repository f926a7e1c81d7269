import { ConfigurationError } from './errors.ts';

/** What an installation may decide. Read once, at start; every mistake ends with one sentence. */
export interface Config {
	/** Which PostgreSQL? A server's address, or null for the embedded one. */
	databaseUrl: string | null;
	/**
	 * The same database as the owner of its tables, for migrations only; the server's address above is then a login that owns nothing.
	 * Null: one address for both.
	 */
	databaseOwnerUrl: string | null;
	/** Where does the embedded database live? */
	dataDirectory: string;
	/** Which address do we listen on? Loopback unless somebody decides otherwise. */
	host: string;
	port: number;
	/** What do people type in the browser, when a proxy stands in front? E.g. 'https://opaverkad.example'. */
	publicOrigin: string | null;
	/** May anyone on this machine be any of the fictional people? */
	demo: boolean;
}

const loopback = ['127.0.0.1', '::1', 'localhost'];

/** Whether a host name (with or without port and brackets) is this machine itself. */
export function isLoopback(host: string): boolean {
	const [, bracketed, plain] = /^(?:\[(.+)\]|([^:]+))(?::\d+)?$/.exec(host) ?? [];
	return loopback.includes(bracketed ?? plain ?? host);
}

/**
 * Reads the configuration from environment variables.
 * @throws ConfigurationError with a sentence that says what to do
 */
export function readConfig(env: Record<string, string | undefined>): Config {
	const databaseUrl = env.DATABASE_URL?.trim() || null;
	const databaseOwnerUrl = env.DATABASE_OWNER_URL?.trim() || null;
	const production = env.NODE_ENV === 'production';
	const host = env.HOST?.trim() || '127.0.0.1';
	const demo = readYesNo('DEMO', env.DEMO, databaseUrl === null && !production);

	if (databaseUrl !== null) checkDatabaseUrl('DATABASE_URL', databaseUrl);
	if (databaseOwnerUrl !== null) {
		checkDatabaseUrl('DATABASE_OWNER_URL', databaseOwnerUrl);
		if (databaseUrl === null) {
			throw new ConfigurationError(
				'DATABASE_OWNER_URL is set, but not DATABASE_URL: set it to the login that the system works as.'
			);
		}
	}
	if (production && databaseUrl === null && env.ALLOW_EMBEDDED_DATABASE !== 'yes') {
		throw new ConfigurationError(
			'The embedded database is for trying out: set DATABASE_URL to a PostgreSQL server (15 or newer), or ALLOW_EMBEDDED_DATABASE=yes if you know what you give up.'
		);
	}
	if (production && demo) {
		throw new ConfigurationError(
			'The demo lets anyone be anyone, so it does not start with NODE_ENV=production: remove DEMO=yes.'
		);
	}
	if (demo && !isLoopback(host)) {
		throw new ConfigurationError(
			`The demo lets anyone be anyone, so it only listens on this machine: remove HOST=${host}, or set DEMO=no.`
		);
	}

	return {
		databaseUrl,
		databaseOwnerUrl,
		dataDirectory: env.DATA_DIRECTORY?.trim() || './data',
		host,
		port: readPort(env.PORT),
		publicOrigin: readOrigin(env.PUBLIC_ORIGIN),
		demo
	};
}

/** The address that people type in the browser: the proxy's, or our own. */
export function addressOf({
	publicOrigin,
	host,
	port
}: Pick<Config, 'publicOrigin' | 'host' | 'port'>): string {
	return publicOrigin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function readYesNo(name: string, value: string | undefined, otherwise: boolean): boolean {
	const text = value?.trim().toLowerCase() ?? '';
	if (text === '') return otherwise;
	if (text === 'yes') return true;
	if (text === 'no') return false;
	throw new ConfigurationError(`${name} is '${value}', but must be yes or no.`);
}

function readPort(value: string | undefined): number {
	const text = value?.trim() || '3000';
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65535) {
		throw new ConfigurationError(`PORT is '${value}', but must be a number from 0 to 65535.`);
	}
	return port;
}

function readOrigin(value: string | undefined): string | null {
	const text = value?.trim() ?? '';
	if (text === '') return null;
	if (URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text)) return text;
	throw new ConfigurationError(
		`PUBLIC_ORIGIN is '${value}', but must be an address without a path, e.g. https://opaverkad.example.`
	);
}

function checkDatabaseUrl(name: string, url: string): void {
	if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return;
	throw new ConfigurationError(
		`${name} must be the address of a PostgreSQL server, e.g. postgres://user:password@host:5432/opaverkad.`
	);
}
