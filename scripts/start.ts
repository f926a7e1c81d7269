/**
 * `npm start`: builds what is not built, and serves it. Wrong configuration ends with one sentence.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { constants } from 'node:zlib';
import compression from 'compression';
import { addressOf, readConfig } from '../src/lib/server/platform/config.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';

const built = 'build/handler.js';
const sources = [
	'src',
	'messages',
	'static',
	'project.inlang/settings.json',
	'vite.config.ts',
	'package-lock.json'
];

/** On every answer, also those that the application has no say in: files, redirects, and the page when nothing else works. */
const everyAnswer = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };
const everyDocument = {
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=()',
	// for the answers without a policy of their own (pages have one, vite.config.ts)
	'x-frame-options': 'DENY'
};
/** Scripts, styles and pictures: nobody looks at them as a page, and a phone on a bad line pays for each header. */
const fileAddress = /^\/(_app\/|[\w-]+\.(svg|png|js)$)/;

function headersFor(address: string): Record<string, string> {
	return fileAddress.test(address) ? everyAnswer : { ...everyAnswer, ...everyDocument };
}

/** The newest change below a path, as milliseconds since 1970. */
function newestChange(path: string): number {
	const stats = statSync(path);
	if (!stats.isDirectory()) return stats.mtimeMs;
	// written by the build itself
	if (path.endsWith('paraglide')) return 0;
	return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function buildWhatIsNotBuilt(): void {
	if (existsSync(built) && Math.max(...sources.map(newestChange)) <= statSync(built).mtimeMs) return;
	console.error('Building (about half a minute, only when something changed) …');
	try {
		execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
			stdio: ['ignore', 'ignore', 'inherit']
		});
	} catch {
		throw new ConfigurationError('The build failed, see above. Run `npm ci` and try again.');
	}
}

async function main(): Promise<void> {
	const { host, port, publicOrigin } = readConfig(process.env);
	buildWhatIsNotBuilt();

	// How the adapter learns the address that people typed: from two headers that only we write.
	process.env.PROTOCOL_HEADER = 'x-opaverkad-protocol';
	process.env.HOST_HEADER = 'x-opaverkad-host';
	process.env.ADDRESS_HEADER = 'x-opaverkad-address';
	// Files are large; everything else is limited by src/hooks.server.ts, which knows what is asked for.
	process.env.BODY_SIZE_LIMIT = 'Infinity';

	// four steps harder than the default: a page is 9 % smaller for two milliseconds more
	const compress = compression({
		brotli: {
			params: {
				[constants.BROTLI_PARAM_QUALITY]: 8,
				[constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT
			}
		}
	});
	const server = createServer();
	// somebody is always faster than a start: they are told to come back, and not left hanging
	const notYet = (_: IncomingMessage, response: ServerResponse) =>
		response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain' }).end('Starting …\n');
	server.on('request', notYet);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	const address = server.address();
	const actualPort = typeof address === 'object' && address ? address.port : port;
	// the application prints addresses too
	process.env.PORT = String(actualPort);
	// loaded after the port is ours: two starts by mistake must not both open the database
	const { handler } = (await import(new URL(`../${built}`, import.meta.url).href)) as {
		handler: (request: unknown, response: unknown, next: () => void) => void;
	};
	const origin = publicOrigin === null ? null : new URL(publicOrigin);
	server.off('request', notYet);
	server.on('request', (request, response) => {
		for (const [name, value] of Object.entries(headersFor(request.url ?? '')))
			response.setHeader(name, value);
		if (origin?.protocol === 'https:') response.setHeader('strict-transport-security', 'max-age=31536000');
		// behind a proxy the last address that it saw; before that, anybody may have written anything
		const forwarded = origin
			? String(request.headers['x-forwarded-for'] ?? '')
					.split(',')
					.at(-1)
					?.trim()
			: '';
		request.headers['x-opaverkad-address'] = forwarded || (request.socket.remoteAddress ?? 'unknown');
		request.headers['x-opaverkad-protocol'] = origin ? origin.protocol.slice(0, -1) : 'http';
		request.headers['x-opaverkad-host'] = origin ? origin.host : (request.headers.host ?? `${host}:${port}`);
		compress(request as never, response as never, () =>
			handler(request, response, () => {
				response.statusCode = 404;
				response.end();
			})
		);
	});
	console.log(`Opåverkad runs at ${addressOf({ publicOrigin, host, port: actualPort })}`);

	const stop = () => {
		server.close(() => {
			process.emit('sveltekit:shutdown' as never);
		});
		server.closeIdleConnections();
		setTimeout(() => server.closeAllConnections(), 10_000).unref();
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

try {
	await main();
} catch (error) {
	// the built application has its own copy of the class, so its name decides
	const { name, message, code } = error as Error & { code?: string };
	if (name === 'ConfigurationError') console.error(message);
	else if (code === 'EADDRINUSE')
		console.error(
			'The port is already in use. Stop what uses it, or choose another one with PORT, e.g. PORT=3001.'
		);
	else if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
		console.error(`Cannot listen there (${code}): choose another HOST or PORT.`);
	else console.error(error);
	process.exit(1);
}
