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
			inlineStyleThreshold: 200_000,
			csp: { mode: 'nonce', directives: { 'default-src': ['self'], 'script-src': ['self'], 'style-src': ['self'] } },
			// our own check answers with the form and what was typed (platform/http-form.ts)
			csrf: { trustedOrigins: ['*'] },
			serviceWorker: { register: false }
		})
	]
});
