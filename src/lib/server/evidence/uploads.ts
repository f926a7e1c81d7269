/**
 * Resumable uploads (tus 1.0): a telephone sends a file in pieces and goes on where the line broke. Whose upload it is and where it goes
 * are decided when it begins, kept sealed beside it, and asked again with every piece.
 */
import { MemoryLocker, Server } from '@tus/server';
import * as v from 'valibot';
import type { Context } from '../access/index.ts';
import { IncomingFiles, TooManyArriving, type Vault } from '../documents/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import type { FormErrors } from '../platform/http-form.ts';
import { isId, newId } from '../platform/ids.ts';
import { addFile, whyNotAdd, type AddProblem, type Place } from './commands.ts';
import { aboutSchema } from './forms.ts';

/** What can be said to the one who sends: a problem of the file, or of what was said about it. */
export type UploadProblem = { file: AddProblem } | { fields: FormErrors };
/** The words for a problem, in the language of the one who sends. */
export type ProblemText = (problem: UploadProblem) => string;

/** Where uploads are sent to. */
export const uploadPath = '/uploads';

const statusOf: Record<AddProblem, number> = {
	empty: 400,
	tooLarge: 413,
	type: 415,
	tooMany: 422,
	tooOften: 429
};

/** One request at a time per upload. */
const locker = new MemoryLocker();
/** The uploads that are being taken into their case. */
const underway = new Map<string, Promise<void>>();

/** An answer of ours in the middle of the protocol. */
class Answer extends Error {
	readonly status_code: number;
	readonly body: string;
	constructor(status: number, body: string) {
		super(body);
		this.status_code = status;
		this.body = body;
	}
}

/** Answers one request of the protocol, as the actor. The route has checked where it comes from. */
export async function receiveUpload(
	context: Context,
	vault: Vault,
	request: Request,
	textOf: ProblemText
): Promise<Response> {
	const store = new IncomingFiles(vault);
	const refuse = (problem: UploadProblem) =>
		new Answer('file' in problem ? statusOf[problem.file] : 400, textOf(problem));

	/** Takes a file that has all arrived into its case; once only, however often and from where it is asked for. */
	function bringHome(id: string): Promise<void> {
		const running = underway.get(id);
		if (running) return running;
		const work = (async () => {
			const { metadata, isKept } = await store.said(id);
			if (isKept) return;
			const { place, fileName, about } = read(metadata);
			const added = await addFile(context, vault, place, { fileName, content: store.content(id) }, about);
			if (added.ok) return store.markKept(id);
			await store.remove(id);
			throw refuse({ file: added.problem });
		})().finally(() => underway.delete(id));
		underway.set(id, work);
		return work;
	}

	function read(metadata: Record<string, string | null | undefined>) {
		const { filename, case: caseId, report, ...said } = metadata;
		const place: Place | null = isId<never>(caseId)
			? { case: caseId }
			: isId<never>(report)
				? { report }
				: null;
		if (!place) throw new Answer(400, 'no place');
		const fields = Object.fromEntries(Object.entries(said).map(([name, text]) => [name, text ?? '']));
		const parsed = v.safeParse(aboutSchema(context.now()), fields);
		if (!parsed.success) {
			const errors: FormErrors = {};
			for (const { path, message } of parsed.issues) {
				errors[String(path?.[0]?.key ?? '')] ??= { code: message as never };
			}
			throw refuse({ fields: errors });
		}
		return { place, fileName: filename ?? null, about: parsed.output };
	}

	const server = new Server({
		path: uploadPath,
		datastore: store,
		maxSize: vault.mostBytes,
		relativeLocation: true,
		// no other site has any business here
		allowedOrigins: () => false,
		locker,
		namingFunction: () => newId<string>(),
		async onIncomingRequest(incoming, id) {
			if (incoming.method === 'POST') return;
			if (!isId(id)) throw new Answer(404, 'not found');
			const { metadata, isKept } = await store.said(id);
			if (metadata.owner !== context.actor.personId) throw new Answer(404, 'not found');
			// it arrived, and the answer was lost on the way
			const upload = await store.getUpload(id);
			if (incoming.method === 'HEAD' && !isKept && upload.offset === upload.size) await bringHome(id);
		},
		async onUploadCreate(_, upload) {
			const { place } = read(upload.metadata ?? {});
			const problem = await whyNotAdd(context, place);
			if (problem) throw refuse({ file: problem });
			if (!upload.size) throw refuse({ file: 'empty' });
			return { metadata: { ...upload.metadata, owner: context.actor.personId } };
		},
		async onUploadFinish(_, { id }) {
			await bringHome(id);
			return {};
		},
		onResponseError(_, error) {
			if (error instanceof Answer) return error;
			if (error instanceof TooManyArriving) return refuse({ file: 'tooOften' });
			if (error instanceof NotFound) return { status_code: 404, body: 'not found' };
			if (error instanceof Forbidden) return { status_code: 403, body: 'forbidden' };
			if ('status_code' in error && error.status_code === 413) return refuse({ file: 'tooLarge' });
			return undefined;
		}
	});
	return server.handleWeb(request);
}

/** Throws away what never arrived whole within a day. */
export async function forgetUploads(vault: Vault): Promise<number> {
	return new IncomingFiles(vault).deleteExpired();
}
