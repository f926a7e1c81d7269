/** Stands between a browser and the system and counts what goes over the wire, whoever in the browser asked for it. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer. */
export interface Exchange {
	path: string;
	status: number;
	contentType: string;
	/** Bytes of the answer as sent, head and compressed body. */
	bytes: number;
	/** Milliseconds since the proxy began to count. */
	atMs: number;
}

export interface CountingProxy {
	url: string;
	/** What went through since `reset`, in the order in which it was finished. */
	exchanges(): Exchange[];
	reset(): void;
	close(): Promise<void>;
}

/** @param target where the system listens */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
	let exchanges: Exchange[] = [];
	let began = performance.now();
	const server = createServer((incoming, outgoing) => {
		const { socket } = incoming;
		const before = socket.bytesWritten;
		const forward = request(
			new URL(incoming.url!, target),
			{ method: incoming.method, headers: incoming.headers },
			(answer) => {
				outgoing.writeHead(answer.statusCode!, answer.rawHeaders);
				answer.pipe(outgoing);
				outgoing.once('finish', () => {
					exchanges.push({
						path: incoming.url!,
						status: answer.statusCode!,
						contentType: answer.headers['content-type'] ?? '',
						bytes: socket.bytesWritten - before,
						atMs: performance.now() - began
					});
				});
			}
		);
		forward.once('error', () => outgoing.destroy());
		incoming.pipe(forward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		exchanges: () => exchanges,
		reset: () => {
			exchanges = [];
			began = performance.now();
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
