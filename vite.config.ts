import purgeCss from '@fullhuman/postcss-purgecss';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import type { Plugin } from 'postcss';
import { defineConfig } from 'vite';

const allTemplates = ['src/app.html', 'src/**/*.svelte', 'src/lib/report-island/*.ts'];
/** What the report form is drawn by. */
const reportTemplates = [
	'src/app.html',
	'src/routes/*report*/**/*.svelte',
	'src/lib/components/{Button,Check*,Choice*,DateTimeField,Disclosure,ErrorSummary,Field*,Footer,Language*,Logo,PageHeading,Radios,ReportShell,Select,Text*}.svelte',
	'src/lib/report-island/*.ts'
];

/** Svelte's own marks, and selectors that the tool cannot judge: nested ones, and lists in `:is()` and the like. */
const safelist = { standard: ['html', 'body', /^svelte-/], greedy: [/:(is|not|where|has)\b/, /&/] };
const dynamicAttributes = ['data-width', 'size', 'cols'];
const forReport = purgeCss({
	content: reportTemplates,
	safelist,
	dynamicAttributes,
	variables: true
});
/** What the design system can do and the report form does not: switches, fields that are only read, fields with a frame of their own. */
const notInReport = /\[role=switch\]|readonly|\[data-variant=outline\]|:indeterminate/;
const forAll = purgeCss({ content: allTemplates, safelist, dynamicAttributes });

/**
 * Leaves out the rules of the design system that no page of ours uses: every class of ours stands whole in a template or in
 * an island. The report form, which has a budget, loses the colours that it does not use as well.
 */
const withoutUnusedRules: Plugin = {
	postcssPlugin: 'without-unused-rules',
	OnceExit: (root, helpers) => {
		const isReport = root.source?.input.file?.endsWith('/report.css');
		if (isReport) {
			root.walkRules((rule) => {
				const used = rule.selectors.filter((selector) => !notInReport.test(selector));
				if (used.length === 0) rule.remove();
				else if (used.length < rule.selectors.length) rule.selectors = used;
			});
		}
		const { OnceExit } = (isReport ? forReport : forAll) as Plugin;
		return OnceExit?.(root, helpers);
	}
};

export default defineConfig(({ command }) => ({
	css: { postcss: { plugins: command === 'build' ? [withoutUnusedRules] : [] } },
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['cookie', 'baseLocale'],
			outputStructure: 'locale-modules',
			cookieName: 'locale'
		}),
		sveltekit({
			adapter: adapter(),
			// the report form's style arrives with the page; the larger one of all other pages is cached once
			inlineStyleThreshold: 70_000,
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['none'],
					'base-uri': ['none'],
					'connect-src': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
					'img-src': ['self'],
					'manifest-src': ['self'],
					'require-trusted-types-for': ['script'],
					'script-src': ['self'],
					'style-src': ['self'],
					// the one place that makes a script run: report-island.ts, which lets only our own addresses through
					'trusted-types': ['report-island']
				}
			},
			// our own check answers with the form and everything that was typed (platform/http-form.ts)
			csrf: { trustedOrigins: ['*'] },
			// registered by the islands, since no page is hydrated
			serviceWorker: { register: false }
		})
	]
}));
