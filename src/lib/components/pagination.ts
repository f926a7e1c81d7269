/**
 * Which page numbers to show: the first, the last, the current and its neighbours. A gap never hides a single page.
 *
 * @param current from 1
 * @returns e.g. for page 6 of 12: [1, 'gap', 5, 6, 7, 'gap', 12]
 */
export function visiblePages(current: number, pageCount: number): (number | 'gap')[] {
	const shown = new Set([1, pageCount, current - 1, current, current + 1]);
	if (shown.has(3)) shown.add(2);
	if (shown.has(pageCount - 2)) shown.add(pageCount - 1);
	const pages = [...shown].filter((page) => page >= 1 && page <= pageCount).sort((a, b) => a - b);
	return pages.flatMap((page, index): (number | 'gap')[] => {
		const previous = pages[index - 1];
		return previous !== undefined && page - previous > 1 ? ['gap', page] : [page];
	});
}

/** Address of a page of the same list: keeps the filters and the order, and leaves `page` out for the first one. */
export function pageHref(url: URL, page: number, parameter = 'page'): string {
	const query = new URLSearchParams(url.searchParams);
	if (page === 1) query.delete(parameter);
	else query.set(parameter, String(page));
	const text = query.toString();
	return text ? `${url.pathname}?${text}` : url.pathname;
}
