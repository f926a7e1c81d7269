/**
 * `npm run security`: attacks a filled instance on loopback as nobody and as each role, with tools that others wrote. See README.md
 * here. `-- --quick` takes less time; `-- wapiti ffuf` runs only some. Ends with 1 when something was found, or when it broke.
 */
import { parseArgs } from 'node:util';
import { build } from '../bench/system.ts';
import { startTarget } from './target.ts';
import { ffuf, missingPrograms, sqlmap, wapiti, type Finding, type Tool } from './tools.ts';

const tools: Record<string, Tool> = { ffuf, wapiti, sqlmap };

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { quick: { type: 'boolean' } }
});
const unknown = positionals.filter((name) => !Object.hasOwn(tools, name));
if (unknown.length > 0) {
	console.error(`There is no ${unknown.join(', ')}: choose among ${Object.keys(tools).join(', ')}.`);
	process.exit(1);
}
const missing = missingPrograms();
if (missing.length > 0) {
	console.error(`Not installed: ${missing.join(', ')}. On Debian: apt-get install ${missing.join(' ')}.`);
	process.exit(1);
}

/** Per tool and attacker. At most: twelve attackers and three tools, half an hour or two hours. */
const seconds = values.quick ? 40 : 180;
await build();
const target = await startTarget();
const findings: Finding[] = [];
try {
	for (const [tool, attack] of Object.entries(tools)) {
		if (positionals.length > 0 && !positionals.includes(tool)) continue;
		for (const name of target.attackers) {
			const attacker = await target.attackerAs(name);
			const outcome = await attack(target, attacker, seconds);
			const { count, broken } = target.seen();
			outcome.findings.push(
				...broken.map((where) => ({ tool, attacker: name, what: 'an answer 5xx', where }))
			);
			findings.push(...outcome.findings);
			console.log(
				`${tool.padEnd(7)} as ${name.padEnd(22)} ${outcome.tried}, ${count} requests: ${outcome.findings.length || 'nothing'} found`
			);
			if (!(await target.isWell())) throw new Error(`the system does not answer after ${tool} as ${name}`);
		}
	}
} finally {
	await target.stop();
}
for (const { tool, attacker, what, where } of findings)
	console.log(`\n${tool} as ${attacker}: ${what}\n  ${where}`);
console.log(
	findings.length === 0 ? '\nNothing above informational was found.' : `\nFindings: ${findings.length}.`
);
process.exitCode = findings.length === 0 ? 0 : 1;
