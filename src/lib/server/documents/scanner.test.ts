import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { scan, verdictOf } from './scanner.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** Something that listens where a scanner should. */
async function listener(answer: (socket: Socket) => void) {
	server = createServer(answer).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}
async function* file(size = 100_000): AsyncGenerator<Uint8Array> {
	for (let sent = 0; sent < size; sent += 10_000) yield await Promise.resolve(new Uint8Array(10_000));
}

test.each([
	['stream: OK\0', { is: 'clean' }],
	['stream: Eicar-Test-Signature FOUND\0', { is: 'found', virus: 'Eicar-Test-Signature' }],
	['INSTREAM size limit exceeded. ERROR\0', { is: 'limit' }],
	['UNKNOWN COMMAND\0', { is: 'unreachable' }],
	['stream: OK FOUND or not', { is: 'unreachable' }],
	['', { is: 'unreachable' }]
])('the answer %j means %j', (answer, verdict) => {
	expect(verdictOf(answer)).toEqual(verdict);
});

test('a scanner that is not there has said nothing', async () => {
	const address = await listener(() => undefined);
	server!.close();
	expect(await scan(address, file())).toEqual({ is: 'unreachable' });
});

test('a scanner that hangs up in the middle has said nothing', async () => {
	const address = await listener((socket) => {
		socket.on('error', () => undefined);
		socket.once('data', () => socket.destroy());
	});
	expect(await scan(address, file(5_000_000))).toEqual({ is: 'unreachable' });
});

test('something else that answers is no scanner', async () => {
	const address = await listener((socket) => {
		socket.on('error', () => undefined);
		socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
	});
	expect(await scan(address, file())).toEqual({ is: 'unreachable' });
});

test('a scanner that stops reading early is believed in what it said', async () => {
	const address = await listener((socket) => {
		socket.on('error', () => undefined);
		socket.once('data', () => socket.end('INSTREAM size limit exceeded. ERROR\0'));
	});
	expect(await scan(address, file(20_000_000))).toEqual({ is: 'limit' });
});
