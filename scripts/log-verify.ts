/**
 * `npm run log:verify -- export.jsonl [--receiver file]… [--key key] [--entry id]`: checks an export of the activity log, without
 * the database.
 *
 * `--receiver`: a file that a receiver has kept, or the text of its mails. `--key`: a key that was noted before, as the page shows
 * it. `--entry`: shows the proof that one entry, by id or place, is in the log. In Swedish where the terminal is Swedish (LANG),
 * else in English. Ends with 1 when something is wrong.
 */
import { createReadStream, readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
	describeFinding,
	describeRemark,
	findNotes,
	parseKey,
	verifyLog,
	type FoundLine,
	type Verification
} from '../src/lib/server/activity-log/index.ts';

const locale = /^sv/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
	? 'sv'
	: 'en';

/** What the person at the terminal can correct; printed as it is. */
class Refused extends Error {
	override name = 'Refused';
}

const texts = {
	sv: {
		usage:
			'Skriv vilken export som ska kontrolleras: npm run log:verify -- fil.jsonl [--receiver fil]… [--key nyckel] [--entry id]',
		unreadable: (file: string, reason: string) => `Filen ${file} går inte att läsa (${reason}).`,
		notAKey: (text: string) => `”${text}” är ingen nyckel. Den ska se ut som på sidan: namn+id+base64.`,
		checked: ({ leaves, checkpoints, keys }: Verification) =>
			`Kontrollerat: ${leaves} poster, ${checkpoints} kontrollpunkter, nyckel ${keys.join(', ') || '–'}.`,
		last: (size: number, madeAt: string) => `Den sista kontrollpunkten: ${size} poster, ${madeAt}.`,
		holds: 'Allt stämmer.',
		fails: (count: number) => `Det här stämmer inte (${count}):`,
		inclusion: (index: number, size: number, holds: boolean) =>
			`Posten står på plats ${index} av ${size}. Beviset ${holds ? 'håller' : 'håller inte'}:`
	},
	en: {
		usage:
			'Name the export to check: npm run log:verify -- file.jsonl [--receiver file]… [--key key] [--entry id]',
		unreadable: (file: string, reason: string) => `The file ${file} cannot be read (${reason}).`,
		notAKey: (text: string) => `'${text}' is no key. It looks as on the page: name+id+base64.`,
		checked: ({ leaves, checkpoints, keys }: Verification) =>
			`Checked: ${leaves} entries, ${checkpoints} checkpoints, key ${keys.join(', ') || '–'}.`,
		last: (size: number, madeAt: string) => `The last checkpoint: ${size} entries, ${madeAt}.`,
		holds: 'Everything holds.',
		fails: (count: number) => `This does not hold (${count}):`,
		inclusion: (index: number, size: number, holds: boolean) =>
			`The entry stands at place ${index} of ${size}. The proof ${holds ? 'holds' : 'does not hold'}:`
	}
};
const say = texts[locale];

async function* linesOf(file: string): AsyncGenerator<FoundLine> {
	let number = 0;
	for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
		number++;
		try {
			yield JSON.parse(text) as FoundLine;
		} catch {
			yield { type: 'unreadable', line: number };
		}
	}
}

async function main(): Promise<boolean> {
	const { file, receivers, key, entry } = readArguments();
	const kept = receivers.map((receiver) => ({ receiver, notes: findNotes(readText(receiver)) }));
	const knownKey = key === undefined ? undefined : parseKey(key);
	if (knownKey === null) throw new Refused(say.notAKey(key!));
	const checked = await verifyLog(linesOf(file), { receivers: kept, knownKey, entry });
	const { findings, remarks, last, inclusion } = checked;
	console.log(say.checked(checked));
	if (last) console.log(say.last(last.size, last.madeAt));
	for (const remark of remarks) console.log(describeRemark(remark, locale));
	if (inclusion) {
		const { index, size, holds, leaf, root, proof } = inclusion;
		console.log(
			`\n${say.inclusion(index, size, holds)}\n${JSON.stringify({ leaf, proof, root }, null, '\t')}`
		);
	}
	console.log(findings.length === 0 ? `\n${say.holds}` : `\n${say.fails(findings.length)}`);
	for (const finding of findings) console.log(`- ${describeFinding(finding, locale)}`);
	return findings.length === 0;
}

function readArguments() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				receiver: { type: 'string', multiple: true, default: [] },
				key: { type: 'string' },
				entry: { type: 'string' }
			}
		});
		const [file] = positionals;
		if (file !== undefined && positionals.length === 1) {
			return { file, receivers: values.receiver, key: values.key, entry: values.entry };
		}
	} catch {
		// an unknown option: say how it is written
	}
	throw new Refused(say.usage);
}

function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new Refused(say.unreadable(file, (error as NodeJS.ErrnoException).code ?? String(error)));
	}
}

try {
	process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
	const { code, path } = error as NodeJS.ErrnoException;
	if (error instanceof Refused) console.error(error.message);
	else if (code !== undefined && path !== undefined) console.error(say.unreadable(path, code));
	else throw error;
	process.exitCode = 1;
}
