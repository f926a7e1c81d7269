/** Many people who report at once: the real form, each with their own session, token and key. */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { SignedIn } from './municipality.ts';

/** What is sent, and by whom. */
export interface Load {
	url: string;
	people: readonly SignedIn[];
	/** How many wait for an answer at the same time. */
	clients: number;
	seconds: number;
}

/** What was answered. */
export interface LoadResult {
	seconds: number;
	/** Milliseconds from sending to the whole answer, for each report that was received. */
	latencies: number[];
	/** How many answers by status; 0: none, the connection broke. */
	statuses: Record<number, number>;
	/** The ids of the reports whose receipt arrived. */
	acknowledged: string[];
}

/** 62 characters, as in the budget's model. */
export const reportText = 'Brukaren ringde och skrek att jag måste ändra beslutet, annars';

/** A load that is under way. */
export interface LoadUnderWay {
	/** How many receipts have arrived so far. */
	acknowledgedSoFar(): number;
	/** Ends when its time is over, or soon after `stop`. */
	result: Promise<LoadResult>;
	stop(): void;
}

/** Where the form is sent, and what it sends without anybody choosing it. */
interface BlankForm {
	action: string;
	hidden: Record<string, string>;
}

/** Starts to report, in this process. */
export async function startLoad({ url, people, clients, seconds }: Load): Promise<LoadUnderWay> {
	const form = await fetchForm(url, people[0]!);
	const agent = new Agent({ keepAlive: true, maxSockets: clients });
	const result: LoadResult = { seconds: 0, latencies: [], statuses: {}, acknowledged: [] };
	const began = performance.now();
	let until = began + seconds * 1000;
	// people take turns, beginning somewhere else each time, so that nobody reaches the limit of reports
	let next = Math.floor(Math.random() * people.length);

	const client = async () => {
		while (performance.now() < until) {
			const person = people[next++ % people.length]!;
			const sent = performance.now();
			const { status, location } = await post(agent, url, form, person);
			result.statuses[status] = (result.statuses[status] ?? 0) + 1;
			const id = status === 303 ? /^\/my-reports\/([\da-f-]{36})/.exec(location)?.[1] : undefined;
			if (id) {
				result.latencies.push(performance.now() - sent);
				result.acknowledged.push(id);
			}
		}
	};
	const all = Promise.all(Array.from({ length: clients }, client)).then(() => {
		agent.destroy();
		result.seconds = (performance.now() - began) / 1000;
		return result;
	});
	return {
		acknowledgedSoFar: () => result.acknowledged.length,
		result: all,
		stop: () => {
			until = 0;
		}
	};
}

/** Reports from a process of its own, so that what the client does is not part of anybody's latency. */
export async function loadFromProcess(load: Load): Promise<LoadResult> {
	const child = fork(fileURLToPath(import.meta.url), { serialization: 'advanced' });
	child.send(load);
	const [result] = (await once(child, 'message')) as [LoadResult];
	await once(child, 'exit');
	return result;
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
	process.once('message', (load: Load) => {
		void startLoad(load)
			.then(({ result }) => result)
			.then((result) => process.send!(result, () => process.disconnect()));
	});
}

/** Opens the form once, as the first person does, to learn what it sends. */
async function fetchForm(url: string, person: SignedIn): Promise<BlankForm> {
	const response = await fetch(`${url}/report`, { headers: { cookie: `session=${person.token}` } });
	const html = await response.text();
	const form = [...html.matchAll(/<form\b[^>]*>[^]*?<\/form>/g)].find(([text]) =>
		/name="text"/.test(text)
	)?.[0];
	if (!response.ok || !form) throw new Error(`no report form at ${url}/report (${response.status})`);
	const attribute = (tag: string, name: string) =>
		new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? '';
	const hidden = [...form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(
		([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')] as const
	);
	return { action: attribute(/<form\b[^>]*>/.exec(form)![0], 'action'), hidden: Object.fromEntries(hidden) };
}

/** One report: text, type, channel, who and purpose. @returns status 0 when no answer came */
function post(
	agent: Agent,
	url: string,
	{ action, hidden }: BlankForm,
	person: SignedIn
): Promise<{ status: number; location: string }> {
	const body = new URLSearchParams({
		...hidden,
		csrf: person.formToken,
		key: randomUUID(),
		text: reportText,
		forms: 'harassment',
		channel: 'phone',
		influencer: 'serviceUser',
		purpose: 'yes'
	}).toString();
	return new Promise((resolve) => {
		const sent = request(
			new URL(action, `${url}/report`),
			{
				agent,
				method: 'POST',
				headers: {
					cookie: `session=${person.token}`,
					origin: url,
					accept: 'text/html',
					'content-type': 'application/x-www-form-urlencoded',
					'content-length': Buffer.byteLength(body)
				}
			},
			(response) => {
				response.resume();
				response.once('error', () => resolve({ status: 0, location: '' }));
				response.once('end', () =>
					resolve({ status: response.statusCode!, location: response.headers.location ?? '' })
				);
			}
		);
		sent.once('error', () => resolve({ status: 0, location: '' }));
		sent.end(body);
	});
}
