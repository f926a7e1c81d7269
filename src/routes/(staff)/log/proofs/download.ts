import { Readable } from 'node:stream';
import type { Temporal } from 'temporal-polyfill';

/** A file of JSON lines, sent as it is made. @param name without its date and ending */
export function fileOf(text: AsyncIterable<string>, name: string, now: Temporal.Instant): Response {
	const day = now.toZonedDateTimeISO('Europe/Stockholm').toPlainDate().toString();
	return new Response(Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream, {
		headers: {
			'content-type': 'application/jsonl; charset=utf-8',
			'content-disposition': `attachment; filename="${name}_${day}.jsonl"`
		}
	});
}
