/**
 * The arithmetic of the charts, apart from their drawing. No chart library: two kinds of chart on the server need
 * less code than the adapter would be.
 */

/** A figure in a chart: known, hidden since it is small enough to point out a person, or not there at all. */
export type ChartValue = number | 'suppressed' | null;

/**
 * Round marks of an axis from zero that covers `max`: steps of 1, 2 or 5 times a power of ten, and never fractions,
 * since everything that is counted here is whole.
 *
 * @returns e.g. for 37: [0, 10, 20, 30, 40]
 */
export function axisTicks(max: number, wantedSteps = 4): number[] {
	const rough = Math.max(max, 1) / wantedSteps;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
	const count = Math.max(1, Math.ceil(max / step));
	return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** The largest figure among values; a suppressed one counts as `suppressedBelow`, since it is less than that. */
export function largest(values: readonly ChartValue[], suppressedBelow: number): number {
	return Math.max(0, ...values.map((value) => (value === 'suppressed' ? suppressedBelow : (value ?? 0))));
}

/**
 * Breaks a label into lines, at spaces; a word that is longer than a line gets its own.
 *
 * SVG does not break lines by itself, and a label that is cut off at 360 px says nothing.
 */
export function labelLines(label: string, charactersPerLine: number): string[] {
	const lines: string[] = [];
	for (const word of label.split(/\s+/u).filter(Boolean)) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= charactersPerLine)
			lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines.length > 0 ? lines : [''];
}

/** A point of a line chart, in percent of the drawing: x from the left, y from the top. */
export type ChartPoint = { x: number; y: number; value: number };

/** The unbroken stretches of a series: a value that is missing or suppressed breaks the line instead of bending it. */
export function lineStretches(values: readonly ChartValue[], axisMax: number): ChartPoint[][] {
	const stretches: ChartPoint[][] = [[]];
	values.forEach((value, index) => {
		if (typeof value === 'number')
			stretches
				.at(-1)
				?.push({ x: positionOf(index, values.length), y: 100 - (value / axisMax) * 100, value });
		else stretches.push([]);
	});
	return stretches.filter((stretch) => stretch.length > 0);
}

/** Where the n:th of `count` values stands, in percent from the left: in the middle of its share of the width. */
export function positionOf(index: number, count: number): number {
	return ((index + 0.5) / count) * 100;
}

/**
 * Heights for labels that would otherwise lie on top of each other: each as near its wish as the others allow.
 *
 * @param wishes in percent from the top
 * @param distance least distance between two labels, in percent
 * @returns in the order of the wishes
 */
export function spreadLabels(wishes: readonly number[], distance: number): number[] {
	const order = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish);
	const placed: number[] = [];
	let lowest = -Infinity;
	for (const { wish, index } of order) {
		lowest = Math.max(wish, lowest + distance);
		placed[index] = lowest;
	}
	// what was pushed out below comes back up, and pushes the ones above it
	let highest = 100;
	for (const { index } of order.reverse()) {
		placed[index] = Math.min(placed[index] ?? 0, highest);
		highest = (placed[index] ?? 0) - distance;
	}
	return placed;
}
