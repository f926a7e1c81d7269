import { describe, expect, test } from 'vitest';
import { supportFigures, type SupportCounted } from './support.ts';

type Counted = Partial<Record<SupportCounted, number>>;
const figures = (counted: Counted, total: number, threshold: number | null = null) =>
	supportFigures(new Map(Object.entries(counted) as [SupportCounted, number][]), total, threshold);
const countsOf = (...asked: Parameters<typeof figures>) =>
	figures(...asked)?.counts.map(({ count }) => count);
const sharesOf = (...asked: Parameters<typeof figures>) =>
	figures(...asked)?.counts.map(({ share }) => share);
const hidden = 'withheld';

describe("'Fick du stöd?' for who may read the answers", () => {
	test('who was asked and did not answer is what is left of the total, and shares are of who was asked', () => {
		const counted = { yes: 4, partly: 1, no: 2, notAsked: 2 };
		expect(countsOf(counted, 12)).toEqual([4, 1, 2, 3, 2]);
		expect(sharesOf(counted, 12)).toEqual([0.4, 0.1, 0.2, 0.3, null]);
		expect(figures(counted, 12)?.asked).toBe(10);
	});

	test('the reader’s own incident is taken out of the total, so that it does not look unanswered', () => {
		expect(countsOf({ yes: 2, leftOut: 1 }, 3)).toEqual([2, 0, 0, 0, 0]);
	});

	test('nobody was asked yet: no share of nothing', () => {
		expect(sharesOf({ notAsked: 3 }, 3)).toEqual([null, null, null, null, null]);
		expect(figures({ notAsked: 3 }, 3)?.asked).toBe(0);
	});

	test('a report that came in between makes no number negative', () => {
		expect(countsOf({ notAsked: 3 }, 2)).toEqual([0, 0, 0, 0, 3]);
	});
});

describe("'Fick du stöd?' for everybody else", () => {
	test('a small number is withheld together with one that protects it, and their shares', () => {
		const counted = { yes: 12, partly: 8, no: 2 };
		expect(countsOf(counted, 30, 5)).toEqual([12, hidden, hidden, 8, 0]);
		expect(sharesOf(counted, 30, 5)).toEqual([0.4, null, null, 8 / 30, null]);
	});

	test('where it is withheld how many were not asked, no share tells it', () => {
		const counted = { yes: 12, partly: 8, notAsked: 2 };
		expect(countsOf(counted, 40, 5)).toEqual([12, hidden, 0, 18, hidden]);
		expect(figures(counted, 40, 5)).toMatchObject({ asked: null });
		expect(sharesOf(counted, 40, 5)).toEqual([null, null, null, null, null]);
	});

	test('few incidents: nothing is shown, not even that nobody said no', () => {
		expect(figures({ yes: 4 }, 4, 5)).toBeNull();
		expect(figures({ yes: 4, leftOut: 1 }, 5, 5)).toBeNull();
	});
});
