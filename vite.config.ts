import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { defineConfig } from 'vite';

export default defineConfig({
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
});
