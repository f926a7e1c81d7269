/** What a measurement gives: figures beside their goals, and what must never happen. */

/** One line of a measurement's table. */
export interface Figure {
	figure: string;
	/** With its unit, e.g. '512 /s'. */
	measured: string;
	/** From the budget; empty when there is none. */
	goal: string;
	/** How to understand it; empty when that is obvious. */
	note: string;
}

/** A measurement's outcome. */
export interface Outcome {
	figures: Figure[];
	/** What is broken, not merely slow, e.g. an acknowledged report that was lost. One sentence each. */
	broken: string[];
}

/** What a run may decide. */
export interface Options {
	/** Shorter and fewer rounds, for whoever works on the measurement itself. */
	quick: boolean;
}

/** One of the files beside this one. */
export interface Measurement {
	title: string;
	measure(options: Options): Promise<Outcome>;
}

export function figure(name: string, measured: string, goal = '', note = ''): Figure {
	return { figure: name, measured, goal, note };
}

/** Columns as wide as their longest cell. */
export function tableOf(figures: readonly Figure[]): string {
	const head = { figure: 'figure', measured: 'measured', goal: 'goal', note: 'note' };
	const rows = [head, ...figures].map((row) => [row.figure, row.measured, row.goal, row.note]);
	const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]!))
				.join('  ')
				.trimEnd()
		)
		.join('\n');
}

/** The value below which a share of the values lies, e.g. 0.99. @returns NaN when there are none */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** Milliseconds for people: '3.4 ms', '142 ms'. */
export function ms(value: number): string {
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** How often something fits into something else: '1.8 ×'. */
export function times(value: number): string {
	return `${value.toFixed(value < 10 ? 2 : 0)} ×`;
}

/** A share as a percentage: '73 %'. */
export function percent(share: number): string {
	return `${(100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %`;
}
