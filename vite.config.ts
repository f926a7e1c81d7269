import purgeCss from '@fullhuman/postcss-purgecss';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { defineConfig } from 'vite';

/**
 * Leaves out the rules of the design system that no page of ours uses: a fifth of the report form's style. Classes that are
 * put together from parts are not; every class stands whole in a template or in an island.
 */
const withoutUnusedRules = purgeCss({
	content: ['src/app.html', 'src/**/*.svelte', 'src/lib/report-island/*.ts'],
	// Svelte's own marks of a component's style
	safelist: ['html', 'body', /^svelte-/]
});

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
					'font-src': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
					// small icons in the design system's style sheets are data URIs
					'img-src': ['self', 'data:'],
					'manifest-src': ['self'],
					'object-src': ['none'],
					'script-src': ['self'],
					'style-src': ['self'],
					'worker-src': ['self']
				}
			},
			// our own check answers with the form and everything that was typed (platform/http-form.ts)
			csrf: { trustedOrigins: ['*'] },
			// registered by the islands, since no page is hydrated
			serviceWorker: { register: false }
		})
	]
}));
