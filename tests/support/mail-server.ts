/** A real SMTP server on loopback, and what it has accepted. How it behaves can be changed while it runs. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailServer } from '../../src/lib/server/platform/mail.ts';

/** A mail that the server has said yes to. */
export interface AcceptedMail {
	messageId: string;
	to: string;
	/** The envelope sender: where a bounce would go. */
	envelopeFrom: string;
	text: string;
}

export interface TestMailServer {
	server: MailServer;
	/** What was accepted, in order; a mail that came twice is there twice. */
	accepted: AcceptedMail[];
	/** How it answers: an answer with a code to the recipient or to the message, a wait, or a connection cut. Null: as it should. */
	behaviour: Behaviour | null;
	/** How many times somebody connected. */
	connections: number;
	/** Nobody listens any more; `start` again at the same address. */
	stop(): Promise<void>;
	start(): Promise<void>;
}

export type Behaviour =
	| { at: 'recipient' | 'message'; code: number; to?: string }
	/** Says nothing for so long. */
	| { at: 'message'; waitMs: number }
	/** Takes the message, and goes away without an answer. */
	| { at: 'message'; cut: 'accepted' | 'lost' };

export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
	let smtp: SMTPServer;
	let port = 0;
	const self: TestMailServer = {
		server: {
			url: '',
			from: 'opaverkad@test.example',
			bounceAddress: 'bounces@test.example',
			requireTls: false,
			authorities: null
		},
		accepted: [],
		behaviour: null,
		connections: 0,
		stop: () => new Promise((resolve) => smtp.close(() => resolve())),
		start: async () => {
			smtp = new SMTPServer({
				authOptional: true,
				disabledCommands: ['STARTTLS'],
				closeTimeout: 50,
				onConnect(_, done) {
					self.connections += 1;
					done();
				},
				onRcptTo({ address }, _, done) {
					const { behaviour } = self;
					const isMeant = behaviour && 'code' in behaviour && (behaviour.to ?? address) === address;
					if (isMeant && behaviour.at === 'recipient') done(answer(behaviour.code));
					else done();
				},
				onData(stream, session, done) {
					const chunks: Buffer[] = [];
					stream.on('data', (chunk: Buffer) => chunks.push(chunk));
					stream.on('end', () => {
						const { behaviour } = self;
						const text = Buffer.concat(chunks).toString();
						const accept = () =>
							self.accepted.push({
								messageId: /^Message-ID: <(.+)>/im.exec(text)?.[1] ?? '',
								to: session.envelope.rcptTo[0]?.address ?? '',
								envelopeFrom: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
								text
							});
						if (behaviour && 'cut' in behaviour) {
							if (behaviour.cut === 'accepted') accept();
							for (const connection of smtp.connections as Set<{ _socket: { destroy(): void } }>) {
								connection._socket.destroy();
							}
						} else if (behaviour && 'waitMs' in behaviour) {
							setTimeout(() => {
								accept();
								done();
							}, behaviour.waitMs);
						} else if (behaviour?.at === 'message') {
							done(answer(behaviour.code));
						} else {
							accept();
							done();
						}
					});
				},
				...options
			});
			// a client that goes away is what some tests are about
			smtp.on('error', () => undefined);
			const listening = smtp.listen(port, '127.0.0.1');
			await new Promise<void>((resolve) => listening.once('listening', resolve));
			({ port } = listening.address() as AddressInfo);
			self.server.url = `${options.secure ? 'smtps' : 'smtp'}://127.0.0.1:${port}`;
		}
	};
	await self.start();
	return self;
}

function answer(responseCode: number): Error {
	return Object.assign(new Error('as the test wants it'), { responseCode });
}
