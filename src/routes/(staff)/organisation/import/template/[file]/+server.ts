import { NotFound } from '#lib/server/platform/errors.ts';
import { fileKinds, importTemplate } from '#lib/server/provisioning/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import type { RequestHandler } from './$types';

/** A file to fill in. Its headings are in Swedish, the language that the municipality's systems speak. */
export const GET: RequestHandler = (event) => {
	const kind = fileKinds.find((one) => `${one}.csv` === event.params.file);
	if (!kind) throw new NotFound();
	return new Response(importTemplate(recentContextOf(event), kind), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${kind}.csv"`
		}
	});
};
