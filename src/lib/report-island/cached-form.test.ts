import { expect, test } from 'vitest';
import { filesOf } from './cached-form.ts';

const page = `<html><head>
	<link rel="icon" href="/icon.svg" type="image/svg+xml" />
	<link rel="manifest" href="./manifest.webmanifest" />
	<link href="./_app/immutable/assets/page.a1.css" rel="stylesheet" disabled media="(max-width: 0)">
	<script type="module" src="/_app/immutable/workers/report-island-a1.js"></script>
	<script src="https://elsewhere.example/_app/immutable/x.js"></script>
	</head><body><a href="/my-reports">Mina rapporter</a><a href="/icon.svg">Ikonen</a></body></html>`;
const isFile = (path: string) =>
	path.startsWith('/_app/immutable/') || /^\/(icon\.svg|manifest\.webmanifest)$/.test(path);

test('the form is kept with its scripts, icons and manifest, and nothing else', () => {
	expect(filesOf(page, 'https://opaverkad.example/report?unit=1', isFile)).toEqual([
		'https://opaverkad.example/icon.svg',
		'https://opaverkad.example/manifest.webmanifest',
		'https://opaverkad.example/_app/immutable/workers/report-island-a1.js'
	]);
});
