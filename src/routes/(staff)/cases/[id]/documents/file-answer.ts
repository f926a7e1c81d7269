/** A file as an answer: taken home, never shown inside our own pages. */
export function fileAnswer(content: Uint8Array | string, type: string, name: string): Response {
	return new Response(typeof content === 'string' ? content : new Uint8Array(content), {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
}
