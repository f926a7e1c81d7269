/**
 * Draws the icons for home screens from `static/icon.svg`, with the browser that the journeys use.
 *
 * Run with `npm run draw:icons` after a change of the SVG, and commit the pictures. CHROMIUM names the browser when it
 * is not Debian's.
 */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** A maskable icon may be cut to a circle of 80 %: the drawing stands inside it, and the ground fills the square. */
const icons = [
	{ file: 'static/icon-192.png', size: 192, isMaskable: false },
	{ file: 'static/icon-512.png', size: 512, isMaskable: false },
	{ file: 'static/icon-maskable-512.png', size: 512, isMaskable: true },
	// iOS rounds the corners itself, and paints black where a picture is transparent
	{ file: 'static/apple-touch-icon.png', size: 180, isMaskable: true }
];

const svg = readFileSync('static/icon.svg', 'utf8');
const maskable = svg.replace(/ rx="\d+"/, '');

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu']
});
try {
	for (const { file, size, isMaskable } of icons) {
		const page = await browser.newPage({ viewport: { width: size, height: size } });
		await page.setContent(
			`<style>html, body { margin: 0; background: none } svg { display: block; width: ${size}px; height: ${size}px }</style>` +
				(isMaskable ? maskable : svg)
		);
		await page.screenshot({ path: file, omitBackground: true });
		await page.close();
		console.log(file);
	}
} finally {
	await browser.close();
}
