/** A browser and what it runs on, in the names that people know; null where the browser does not say. */
export interface Device {
	browser: string | null;
	system: string | null;
}

/** In this order: most browsers also claim to be others. */
const browsers: [RegExp, string][] = [
	[/Edg(A|iOS)?\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const systems: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/CrOS/, 'ChromeOS'],
	[/Mac OS X/, 'Mac'],
	[/Linux/, 'Linux']
];

/** Reads what a browser says of itself (User-Agent), so that people recognise their own sessions. */
export function deviceInWords(userAgent: string | null): Device {
	const find = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent ?? ''))?.[1] ?? null;
	return { browser: find(browsers), system: find(systems) };
}
