/**
 * A posted form with files, read as it comes: what `Request.formData()` does, but never with a whole file in memory.
 * Source: RFC 7578, and how browsers write it (HTML, 'multipart/form-data encoding algorithm').
 */

/** One field of a form. */
export interface FormPart {
	name: string;
	/** Null: a text. Empty: a file field in which nothing was chosen. */
	fileName: string | null;
	/** Read it before asking for the next part; what was not read is skipped then. */
	content: AsyncIterable<Uint8Array>;
}

/** The body is not such a form, or ends in the middle. */
export class BrokenForm extends Error {
	override name = 'BrokenForm';
	constructor() {
		super('the form cannot be read');
	}
}

const mostHeaderBytes = 8 * 1024;
const lineEnd = Buffer.from('\r\n');
const headersEnd = Buffer.from('\r\n\r\n');

/** The boundary of a multipart form, or null when the request is none. */
export function boundaryOf(contentType: string | null): string | null {
	const [, quoted, plain] =
		/^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
			contentType ?? ''
		) ?? [];
	return quoted ?? plain ?? null;
}

/** The parts of a form in the order in which they were sent. @throws BrokenForm */
export async function* partsOf(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<FormPart> {
	const chunks = body[Symbol.asyncIterator]();
	const delimiter = Buffer.from(`\r\n--${boundary}`);
	// the first delimiter has no line break before it
	let waiting: Buffer = lineEnd;

	const more = async () => {
		const { done, value } = await chunks.next();
		if (done) throw new BrokenForm();
		waiting = Buffer.concat([waiting, value]);
	};
	const atLeast = async (bytes: number) => {
		while (waiting.length < bytes) await more();
	};
	/** Everything before the next delimiter, which is then behind us. */
	async function* untilDelimiter(): AsyncGenerator<Uint8Array> {
		for (;;) {
			const at = waiting.indexOf(delimiter);
			if (at !== -1) {
				const rest = waiting.subarray(0, at);
				waiting = waiting.subarray(at + delimiter.length);
				if (rest.length > 0) yield rest;
				return;
			}
			// the delimiter may begin in the last bytes
			const safe = waiting.length - delimiter.length + 1;
			if (safe > 0) {
				const rest = waiting.subarray(0, safe);
				waiting = waiting.subarray(safe);
				yield rest;
			}
			await more();
		}
	}
	const skip = async (content: AsyncGenerator<Uint8Array>) => {
		while (!(await content.next()).done);
	};

	try {
		await skip(untilDelimiter());
		for (;;) {
			await atLeast(2);
			if (waiting.subarray(0, 2).toString('latin1') === '--') return;
			while (waiting.indexOf(headersEnd) === -1) {
				if (waiting.length > mostHeaderBytes) throw new BrokenForm();
				await more();
			}
			const end = waiting.indexOf(headersEnd);
			const headers = waiting.subarray(0, end).toString('utf8');
			// an empty content: its delimiter begins with the line break that ends the headers
			waiting = waiting.subarray(end + headersEnd.length);
			const rest = untilDelimiter();
			// whoever stops reading in the middle must not end it: the rest has to be skipped
			const content = { [Symbol.asyncIterator]: () => ({ next: () => rest.next() }) };
			yield { ...namesIn(headers), content };
			await skip(rest);
		}
	} finally {
		await chunks.return?.();
	}
}

/** Browsers write quotes and line breaks in names as percent codes, and everything else as it is. */
function namesIn(headers: string): { name: string; fileName: string | null } {
	const disposition = headers.split('\r\n').find((line) => /^content-disposition\s*:/i.test(line)) ?? '';
	const valueOf = (parameter: string) =>
		new RegExp(`;\\s*${parameter}="([^"]*)"`, 'i')
			.exec(disposition)?.[1]
			?.replace(/%22/g, '"')
			.replace(/%0D/gi, '')
			.replace(/%0A/gi, '\n');
	const name = valueOf('name');
	if (name === undefined) throw new BrokenForm();
	return { name, fileName: valueOf('filename') ?? null };
}
