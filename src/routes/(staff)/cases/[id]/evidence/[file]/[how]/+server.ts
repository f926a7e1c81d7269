import { Readable } from 'node:stream';
import type { AttachmentId, CaseId } from '../../../../../../../../database/column-types.ts';
import { downloadName } from '#lib/server/documents/index.ts';
import { openFile, openings } from '#lib/server/evidence/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { application, contextOf, recentContextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../../form-answer.ts';
import type { RequestHandler } from './$types';

/**
 * A file in the open. Only the pictures that we drew ourselves are shown in a page; everything else is handed over as something to
 * save, so that nothing in it runs here.
 */
export const GET: RequestHandler = async (event) => {
	const how = openings.find((one) => one === event.params.how);
	if (!how) throw new NotFound();
	const context = how === 'original' ? recentContextOf(event) : contextOf(event);
	const file = idOf<AttachmentId>({ params: { id: event.params.file } });
	const opened = await openFile(context, application().vault, idOf<CaseId>(event), file, how);
	const { content, mediaType, sha256, number } = opened;
	const isPicture = how === 'picture';
	return new Response(Readable.toWeb(Readable.from(content, { objectMode: false })) as ReadableStream, {
		headers: {
			'content-type': isPicture ? mediaType : 'application/octet-stream',
			'content-disposition': isPicture
				? 'inline'
				: `attachment; filename="${downloadName(number, sha256, mediaType)}"`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
			'cache-control': 'no-store'
		}
	});
};
