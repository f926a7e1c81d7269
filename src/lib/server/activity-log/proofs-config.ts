import { hash } from 'node:crypto';
import { join } from 'node:path';
import { isLoopback } from '../platform/config.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { readMailServer, type MailServer } from '../platform/mail.ts';

/** Who keeps our checkpoints. */
export interface Receiver {
	/** Known in the database by this; the address itself may hold a secret. */
	id: string;
	kind: 'file' | 'https' | 'mail';
	/** What people may see of the address, e.g. 'https://arkiv.example/…'. */
	label: string;
	/** A path, an address, or an e-mail address. */
	target: string;
}

/** How the log is signed, and who gets the signatures. */
export interface ProofsConfig {
	/** Where is the private key? Null: only in memory. */
	keyFile: string | null;
	/** How many seconds are there between two checkpoints, when something is new? */
	checkpointSeconds: number;
	receivers: readonly Receiver[];
	/** Through which server is mail sent, and as whom? */
	mail: { server: MailServer; minutes: number } | null;
}

/**
 * Reads what the log's proofs need from environment variables.
 * @param dataDirectory where the key is when nobody says otherwise
 * @throws ConfigurationError
 */
export function readProofsConfig(
	env: Record<string, string | undefined>,
	dataDirectory: string
): ProofsConfig {
	const receivers = (env.LOG_RECEIVERS ?? '')
		.split(',')
		.map((text) => text.trim())
		.filter((text) => text !== '')
		.map(readReceiver);
	const keyFile = env.LOG_KEY_FILE?.trim();
	return {
		keyFile: keyFile || (dataDirectory === ':memory:' ? null : join(dataDirectory, 'log-signing-key.pem')),
		checkpointSeconds: readNumber('LOG_CHECKPOINT_SECONDS', env.LOG_CHECKPOINT_SECONDS, 60),
		receivers,
		mail: receivers.some(({ kind }) => kind === 'mail') ? readMail(env) : null
	};
}

function readReceiver(text: string): Receiver {
	const id = hash('sha256', text).slice(0, 16);
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url?.protocol === 'file:' && url.host === '' && !url.search && !url.hash) {
		const target = decodeURIComponent(url.pathname);
		return { id, kind: 'file', label: target, target };
	}
	if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.host))) {
		const isWhole = url.pathname === '/' && !url.search;
		return { id, kind: 'https', label: `${url.protocol}//${url.host}/${isWhole ? '' : '…'}`, target: text };
	}
	if (url?.protocol === 'mailto:' && /^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(url.pathname) && !url.search) {
		const target = decodeURIComponent(url.pathname);
		return { id, kind: 'mail', label: target, target };
	}
	throw new ConfigurationError(
		`A receiver in LOG_RECEIVERS cannot be used. Write file:/path/to/file, https://address, or mailto:name@example.org, with commas between them; http:// only to this machine.`
	);
}

function readMail(env: Record<string, string | undefined>): NonNullable<ProofsConfig['mail']> {
	const server = readMailServer(env);
	if (!server) {
		throw new ConfigurationError(
			'LOG_RECEIVERS has an e-mail address, so SMTP_URL must name the mail server, e.g. smtps://user:password@mail.example.org.'
		);
	}
	return { server, minutes: readNumber('LOG_MAIL_MINUTES', env.LOG_MAIL_MINUTES, 60) };
}

function readNumber(name: string, value: string | undefined, otherwise: number): number {
	const text = value?.trim() || String(otherwise);
	const number = Number(text);
	if (!/^\d+$/.test(text) || number < 1 || number > 100_000) {
		throw new ConfigurationError(`${name} is '${value}', but must be a whole number from 1.`);
	}
	return number;
}
