import { describe, expect, it } from 'vitest';
import { pageHref, visiblePages } from './pagination.ts';

describe('page numbers of a list', () => {
	it.each([
		[1, 1, [1]],
		[1, 3, [1, 2, 3]],
		[1, 9, [1, 2, 'gap', 9]],
		[4, 7, [1, 2, 3, 4, 5, 6, 7]],
		[6, 12, [1, 'gap', 5, 6, 7, 'gap', 12]],
		[12, 12, [1, 'gap', 11, 12]]
	])('on page %i of %i shows the first, the last and the neighbours', (current, pageCount, expected) => {
		expect(visiblePages(current, pageCount)).toEqual(expected);
	});

	it('keeps the filters when the page is changed', () => {
		const url = new URL('https://example.test/cases?unit=7&page=2&type=threat&type=violence');
		expect(pageHref(url, 3)).toBe('/cases?unit=7&page=3&type=threat&type=violence');
	});

	it('has one address for the first page, with and without filters', () => {
		expect(pageHref(new URL('https://example.test/cases?page=2'), 1)).toBe('/cases');
		expect(pageHref(new URL('https://example.test/cases?page=2&unit=7'), 1)).toBe('/cases?unit=7');
	});
});
