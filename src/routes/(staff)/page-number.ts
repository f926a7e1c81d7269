/** Which page of a list an address asks for, from 1. Anything else is the first. */
export function pageNumberOf(url: URL): number {
	const text = url.searchParams.get('page') ?? '1';
	return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}
