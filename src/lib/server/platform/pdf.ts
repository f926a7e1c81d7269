/**
 * Tagged PDF (PDF/UA-1) from a template and data. Typst refuses what would not be accessible: a missing title, a skipped
 * heading level, a picture without words.
 *
 * The compiler is a native part that exists for Linux on x64 only, so it is optional: where it is not, `renderPdf` answers
 * null, and the page that can be printed by the browser takes its place. docs/dependencies.md says why its own parts are loaded.
 */
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';

/** What we use of the native part. */
interface Compiler {
	pdf(
		source: { mainFilePath: string; inputs: Record<string, string> },
		options: { pdfStandard: string }
	): Uint8Array;
	evictCache(maxAge: number): void;
}
interface NativePart {
	NodeCompiler: { create(options: { workspace: string }): Compiler };
}

const nativeParts = ['gnu', 'musl'].map((libc) => `@myriaddreamin/typst-ts-node-compiler-linux-x64-${libc}`);
const require = createRequire(import.meta.url);

let native: NativePart | null | undefined;
const compilers = new Map<string, Compiler>();

/** The part for this machine, or null when there is none: both are tried, since only one of them can be loaded. */
function fallibleNativePart(): NativePart | null {
	for (const name of nativeParts) {
		try {
			return require(name) as NativePart;
		} catch {
			// not installed, or for another C library
		}
	}
	return null;
}

/** Whether this machine can make PDF files. */
export function canRenderPdf(): boolean {
	native ??= fallibleNativePart();
	return native !== null;
}

/**
 * Makes a PDF. The template reads the data by `json(bytes(sys.inputs.data))`: what people wrote never becomes source, and so
 * is never run. The template's folder is all that it can read.
 * @param template path of the .typ file, from the root of the project
 * @returns null when this machine has no compiler
 */
export function renderPdf(template: string, data: unknown): Uint8Array | null {
	if (!canRenderPdf()) return null;
	const workspace = resolve(dirname(template));
	let compiler = compilers.get(workspace);
	if (!compiler) {
		compiler = native!.NodeCompiler.create({ workspace });
		compilers.set(workspace, compiler);
	}
	try {
		return compiler.pdf(
			{ mainFilePath: resolve(workspace, basename(template)), inputs: { data: JSON.stringify(data) } },
			{ pdfStandard: 'ua-1' }
		);
	} finally {
		// what one case left behind in the compiler's memory goes before the next
		compiler.evictCache(0);
	}
}
