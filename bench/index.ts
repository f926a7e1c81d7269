/**
 * `npm run bench`: prints the budget's figures beside their goals, measured on this machine. See README.md here.
 *
 * `npm run bench -- form submit` measures only some; `--quick` takes less time and says less.
 * Ends with 1 when something is broken (a lost report, a server error), never because something is slow.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { tableOf, type Measurement } from './figures.ts';
import { form } from './form.ts';
import { kill } from './kill.ts';
import { log } from './log.ts';
import { logReview } from './log-review.ts';
import { reminders } from './reminders.ts';
import { start } from './start.ts';
import { statistics } from './statistics.ts';
import { submit } from './submit.ts';
import { build } from './system.ts';

const measurements: Record<string, Measurement> = {
	form,
	submit,
	statistics,
	log,
	'log-review': logReview,
	reminders,
	kill,
	start
};

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { quick: { type: 'boolean' } }
});
const unknown = positionals.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
	console.error(`There is no ${unknown.join(', ')}: choose among ${Object.keys(measurements).join(', ')}.`);
	process.exit(1);
}

console.log(
	`${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}; ` +
		`waiting for a core when we began: ${loadavg()[0]!.toFixed(1)} (above 0.5, somebody else works here too)`
);
await build();
let isBroken = false;
for (const [name, { title, measure }] of Object.entries(measurements)) {
	if (positionals.length > 0 && !positionals.includes(name)) continue;
	console.log(`\n${title}\n`);
	const { figures, broken } = await measure({ quick: values.quick ?? false });
	if (figures.length > 0) console.log(tableOf(figures));
	for (const what of broken) console.log(`\nBROKEN: ${what}`);
	isBroken ||= broken.length > 0;
}
process.exitCode = isBroken ? 1 : 0;
