/** A text that is far too long must still come back to the one who wrote it (platform/http-form.ts); more than this never is one. */
const mostBodyBytes = 8_000_000;

/** The same request, whose body breaks off when it is too large: at once, when it says so beforehand. */
export function limitBody(request: Request, most = mostBodyBytes): Request {
	if (request.body === null) return request;
	const tooLarge = new Error('the body is too large');
	const saysTooLarge = Number(request.headers.get('content-length') ?? 0) > most;
	let size = 0;
	const body = saysTooLarge
		? new ReadableStream({ start: (controller) => controller.error(tooLarge) })
		: request.body.pipeThrough(
				new TransformStream<Uint8Array, Uint8Array>({
					transform(chunk, controller) {
						size += chunk.length;
						if (size > most) controller.error(tooLarge);
						else controller.enqueue(chunk);
					}
				})
			);
	return new Request(request, { body, duplex: 'half' } as RequestInit);
}
