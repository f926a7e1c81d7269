/** A door in front of the system: what the tools send passes here, so that no answer 5xx goes unseen and nobody signs out. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FrontDoor {
	url: string;
	/** Since the last time it was asked: how many requests came, and which of them broke. */
	seen(): { count: number; broken: string[] };
	close(): void;
}

/** Opens a door on a free port of loopback. */
export async function openFrontDoor(system: string): Promise<FrontDoor> {
	let count = 0;
	let broken: string[] = [];
	const server = createServer((incoming: IncomingMessage, answer: ServerResponse) => {
		count++;
		// a tool that presses this button would attack as nobody from then on
		if (incoming.url?.startsWith('/sign-out') && incoming.method === 'POST') {
			answer.writeHead(404).end();
			return;
		}
		const passed = request(
			system + '/',
			{ path: incoming.url, method: incoming.method, headers: incoming.headers, setHost: false },
			(result) => {
				if (result.statusCode! >= 500)
					broken.push(`${incoming.method} ${incoming.url} (${result.statusCode})`);
				answer.writeHead(result.statusCode!, result.headers);
				result.pipe(answer);
			}
		);
		passed.on('error', () => {
			// the tool hung up, or sent what Node does not let through
			answer.destroy();
		});
		incoming.on('error', () => passed.destroy());
		incoming.pipe(passed);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen: () => {
			const result = { count, broken };
			count = 0;
			broken = [];
			return result;
		},
		close: () => {
			server.close();
			server.closeAllConnections();
		}
	};
}
