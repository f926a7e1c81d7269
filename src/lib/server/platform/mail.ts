/** Mail to a server over SMTP. The only place that knows nodemailer. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isLoopback } from './config.ts';
import { ConfigurationError } from './errors.ts';

/** Through which server mail is sent, and as whom. */
export interface MailServer {
	/** 'smtps://user:password@host:port', or 'smtp://…', which must then offer TLS. */
	url: string;
	/** The sender, e.g. 'opaverkad@example.org'. */
	from: string;
	/** Where a server sends the message back that it took but could not deliver (the envelope sender), e.g. 'opaverkad-bounces@example.org'. */
	bounceAddress: string;
	/** Must what is said be encrypted? Yes, unless the server is this machine. */
	requireTls: boolean;
	/** Certificates (PEM) of a municipality's own authority; null: those that Node knows. */
	authorities: string | null;
}

/** A mail to one person. Plain text. */
export interface Mail {
	to: string;
	subject: string;
	text: string;
	/** The same each time that the same mail is tried, so that whoever gets it twice can drop one: 'id@host' without brackets. */
	id?: string;
	attachments?: { filename: string; content: string; contentType: string }[];
}

/**
 * What became of a mail that was not accepted.
 * - `server`: the server could not be used; nothing was handed over, and the next mail would fare no better.
 * - `later`: refused for now (4xx). `refused`: refused for good (5xx). Neither was delivered.
 * - `unknown`: the connection broke when the message had been handed over; it may have been delivered, or not.
 */
export type MailFate = 'server' | 'later' | 'refused' | 'unknown';

/** Why a mail was not accepted: a code, never what the server wrote, which may hold an address. */
export class MailProblem extends Error {
	override name = 'MailProblem';
	readonly fate: MailFate;
	/** E.g. 'ETIMEDOUT', 'EAUTH'. */
	readonly code: string;
	/** What the server answered, e.g. 550. */
	readonly responseCode: number | undefined;

	constructor(fate: MailFate, code: string, responseCode: number | undefined, cause: unknown) {
		super([code, responseCode].filter((part) => part !== undefined).join(' '), { cause });
		this.fate = fate;
		this.code = code;
		this.responseCode = responseCode;
	}
}

/**
 * Reads the mail server from environment variables; null: there is none.
 * @throws ConfigurationError
 */
export function readMailServer(env: Record<string, string | undefined>): MailServer | null {
	const url = env.SMTP_URL?.trim() ?? '';
	const from = env.SMTP_FROM?.trim() ?? '';
	if (url === '') return null;
	if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol) || new URL(url).hostname === '') {
		throw new ConfigurationError(
			'SMTP_URL must name the mail server, e.g. smtps://user:password@mail.example.org.'
		);
	}
	if (!isAddress(from)) {
		throw new ConfigurationError(
			'SMTP_FROM must be the address that mail is sent from, e.g. opaverkad@example.org.'
		);
	}
	const bounceAddress = env.SMTP_BOUNCE_ADDRESS?.trim() || from;
	if (!isAddress(bounceAddress)) {
		throw new ConfigurationError(
			'SMTP_BOUNCE_ADDRESS must be the address that bounces go to, e.g. opaverkad-bounces@example.org.'
		);
	}
	const requireTls = !isLoopback(new URL(url).host);
	return { url, from, bounceAddress, requireTls, authorities: readAuthorities(env) };
}

function isAddress(text: string): boolean {
	return /^[^\s@<>]+@[^\s@<>]+$/.test(text);
}

function readAuthorities(env: Record<string, string | undefined>): string | null {
	const file = env.SMTP_CA_FILE?.trim();
	if (!file) return null;
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new ConfigurationError(
			`SMTP_CA_FILE cannot be read: ${file}. Check the path and who may read it.`,
			{
				cause: error
			}
		);
	}
}

/** For how long the server may say nothing, and how long one mail may take altogether. In milliseconds. */
const limits = { silence: 20_000, whole: 60_000 };
export type MailLimits = typeof limits;

/** A connection that several mails may use, one after the other. */
export interface MailSession {
	/**
	 * Sends one mail. Done: the server has taken it.
	 * @param beforeMessage run when the server has accepted the recipient, just before the first byte of the message is handed over;
	 *   when it throws, nothing is, and the mail is not sent
	 * @throws MailProblem; whatever `beforeMessage` throws
	 */
	send(mail: Mail, beforeMessage?: () => Promise<void>): Promise<void>;
	close(): void;
}

/** Opens nothing yet: the first mail connects, and the first one after a failure does so again. */
export function openMailSession(server: MailServer, { silence, whole }: MailLimits = limits): MailSession {
	let connection: SMTPConnection | null = null;
	const close = () => {
		connection?.close();
		connection = null;
	};
	return {
		send: async (mail, beforeMessage = async () => {}) => {
			const content = await compose(server, mail);
			let isHandedOver = false;
			let stopped: { error: unknown } | null = null;
			let timer: NodeJS.Timeout | undefined;
			const message = new Readable({
				// asked for its first byte when the server waits for it (354), and not before
				read() {
					beforeMessage().then(
						() => {
							isHandedOver = true;
							this.push(content);
							this.push(null);
						},
						(error: unknown) => {
							stopped = { error };
							this.destroy(new Error('not sent'));
						}
					);
				}
			});
			try {
				const tooLong = new Promise<never>((_, reject) => {
					timer = setTimeout(
						() => reject(Object.assign(new Error('too long'), { code: 'ETIMEDOUT' })),
						whole
					);
				});
				await Promise.race([
					tooLong,
					(async () => {
						connection ??= await connect(server, silence);
						await handOver(connection, { from: server.bounceAddress, to: mail.to }, message);
					})()
				]);
			} catch (error) {
				// what the connection would do next is not known: the next mail gets another one
				close();
				if (stopped) throw (stopped as { error: unknown }).error;
				throw problemOf(error as SMTPConnection.SMTPError, isHandedOver);
			} finally {
				clearTimeout(timer);
				message.destroy();
			}
		},
		close: () => {
			connection?.quit();
			connection = null;
		}
	};
}

/** Sends one mail. @throws MailProblem */
export async function sendMail(server: MailServer, mail: Mail): Promise<void> {
	const session = openMailSession(server);
	try {
		await session.send(mail);
	} finally {
		session.close();
	}
}

async function compose({ from }: MailServer, { id, ...mail }: Mail): Promise<Buffer> {
	const composer = new MailComposer({
		...mail,
		from,
		...(id && { messageId: `<${id}>` }),
		// nobody's holiday answer, and no mailing list; but not 'All', which tells Exchange to send no bounce either (MS-OXCMAIL
		// 2.1.3.2.20, NDR)
		headers: {
			'Auto-Submitted': 'auto-generated',
			'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply'
		},
		disableFileAccess: true,
		disableUrlAccess: true
	});
	return composer.compile().build();
}

async function connect(server: MailServer, silence: number): Promise<SMTPConnection> {
	const { protocol, hostname, port, username, password } = new URL(server.url);
	const connection = new SMTPConnection({
		host: hostname.replace(/^\[|\]$/g, ''),
		...(port && { port: Number(port) }),
		secure: protocol === 'smtps:',
		requireTLS: server.requireTls,
		connectionTimeout: silence,
		greetingTimeout: silence,
		socketTimeout: silence,
		dnsTimeout: silence,
		...(server.authorities && { tls: { ca: server.authorities } })
	});
	await new Promise<void>((resolve, reject) => {
		connection.on('error', reject);
		connection.connect((error) => (error ? reject(error) : resolve()));
	});
	if (username) {
		const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
		await new Promise<void>((resolve, reject) => {
			connection.login(credentials, (error) => (error ? reject(error) : resolve()));
		}).catch((error: unknown) => {
			connection.close();
			throw error;
		});
	}
	return connection;
}

function handOver(
	connection: SMTPConnection,
	envelope: SMTPConnection.Envelope,
	message: Readable
): Promise<void> {
	return new Promise((resolve, reject) => {
		connection.send(envelope, message, (error) => (error ? reject(error) : resolve()));
	});
}

function problemOf(error: SMTPConnection.SMTPError, isHandedOver: boolean): MailProblem {
	const { responseCode, command } = error;
	const code = (error as { originalCode?: string }).originalCode ?? error.code ?? error.name;
	return new MailProblem(fateOf(), code, responseCode, error);

	function fateOf(): MailFate {
		const isAnswered = responseCode !== undefined && responseCode >= 400;
		// 421: the server closes, whatever it was asked
		if (isHandedOver) {
			if (!isAnswered || command !== 'DATA') return 'unknown';
			return responseCode >= 500 ? 'refused' : 'later';
		}
		// an address that cannot be one
		if (code === 'EENVELOPE' && command === 'API') return 'refused';
		if (!isAnswered || responseCode === 421 || (command !== 'RCPT TO' && command !== 'DATA')) return 'server';
		return responseCode >= 500 ? 'refused' : 'later';
	}
}
