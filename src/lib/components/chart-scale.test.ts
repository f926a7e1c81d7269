import { describe, expect, it } from 'vitest';
import { axisTicks, labelLines, largest, lineStretches, spreadLabels } from './chart-scale.ts';

describe('axis', () => {
	it.each([
		[37, [0, 10, 20, 30, 40]],
		[4, [0, 1, 2, 3, 4]],
		[1, [0, 1]],
		[0, [0, 1]],
		[1250, [0, 500, 1000, 1500]]
	])('up to %i has round marks and no fractions', (max, expected) => {
		expect(axisTicks(max)).toEqual(expected);
	});
});

describe('suppressed figures', () => {
	it('count as the threshold, so that the length of a bar tells nothing about the figure', () => {
		expect(largest([3, 'suppressed', null], 5)).toBe(5);
	});

	it('break the line instead of bending it to zero', () => {
		const stretches = lineStretches([10, 'suppressed', 20, null, 5], 20);
		expect(stretches.map((stretch) => stretch.map((point) => point.value))).toEqual([[10], [20], [5]]);
	});

	it('stand at their level: half of the axis is half of the height', () => {
		expect(lineStretches([10, 20], 20)).toEqual([
			[
				{ x: 25, y: 50, value: 10 },
				{ x: 75, y: 0, value: 20 }
			]
		]);
	});
});

describe('labels', () => {
	it('are broken between words, and a long word is kept whole', () => {
		expect(labelLines('Annan press eller påtryckning', 18)).toEqual(['Annan press eller', 'påtryckning']);
		expect(labelLines('Underrapporteringsuppskattning', 10)).toEqual(['Underrapporteringsuppskattning']);
		expect(labelLines('', 10)).toEqual(['']);
	});

	it('that would lie on each other are moved apart, in their order', () => {
		expect(spreadLabels([50, 20, 52], 9)).toEqual([50, 20, 59]);
	});

	it('do not leave the drawing at the bottom', () => {
		expect(spreadLabels([99, 98], 9)).toEqual([100, 91]);
	});
});
