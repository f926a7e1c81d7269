import { describe, expect, test } from 'vitest';
import { meaningOf, readFormPage } from './answers.ts';

const at = (path: string, status: number, redirected = false) => ({
	url: `https://opaverkad.example${path}`,
	status,
	redirected
});

describe('what the server’s answer to a report means', () => {
	test.each([
		['the receipt', at('/my-reports/17?sent', 200, true), { kind: 'sent', receipt: '/my-reports/17?sent' }],
		[
			'a receipt that cannot be shown',
			at('/my-reports/17?sent', 500, true),
			{ kind: 'sent', receipt: '/my-reports/17?sent' }
		],
		['the sign-in page', at('/sign-in?to=/report', 200, true), { kind: 'signedOut' }],
		['the form with errors', at('/report', 400), { kind: 'rejected' }],
		['an old token', at('/report', 403), { kind: 'rejected' }],
		['too many reports', at('/report', 429), { kind: 'tooMany' }],
		['an error of ours', at('/report', 500), { kind: 'later' }],
		['a proxy without a server behind it', at('/report', 502), { kind: 'later' }]
	])('%s', (_, response, meaning) => {
		expect(meaningOf(response)).toEqual(meaning);
	});
});

describe('a fresh form tells whose session it is', () => {
	const page = `<form id="report-form" method="post" data-person="p-1" data-texts="{&quot;a&quot;:1}">
		<input type="hidden" name="csrf" value="t0ken"/><input type="hidden" name="key" value="k"/>`;

	test('person and token', () => {
		expect(readFormPage(page)).toEqual({ person: 'p-1', csrf: 't0ken' });
	});

	test('any other page does not', () => {
		expect(readFormPage('<h1>Logga in</h1><input type="hidden" name="csrf" value=""/>')).toBeNull();
	});
});
