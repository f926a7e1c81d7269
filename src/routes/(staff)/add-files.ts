/** The form that adds files, on a case and on one's own report: a plain form, read as it comes. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { chooserTypes } from '#lib/server/documents/index.ts';
import { aboutSchema, addFile, sizeText, whyNotAdd, type Place } from '#lib/server/evidence/index.ts';
import { dateIn } from '#lib/server/platform/working-days.ts';
import { formMessages } from '#lib/server/web/form-messages.ts';
import { application, contextOf, filesOf } from '#lib/server/web/index.ts';
import { fileProblemText } from './file-problems.ts';

/** As many as one form carries without JavaScript. */
const mostAtOnce = 10;

/** What the form says about files, and what its island says while it sends. */
export function fileFormData({ locals }: RequestEvent) {
	const { mostBytes } = application().vault;
	return {
		sizeText: sizeText(mostBytes, locals.locale),
		accept: chooserTypes.join(','),
		today: dateIn(contextOf({ locals }).now()).toString(),
		texts: JSON.stringify({
			uploading: m.evidence_uploading(),
			checking: m.evidence_checking(),
			arrived: m.evidence_arrived(),
			interrupted: m.evidence_interrupted(),
			gaveUp: m.evidence_gave_up(),
			none: m.evidence_add_none()
		})
	};
}

/** Takes each file as it comes. Back to the page when all arrived; else what did not, and everything that was typed. */
export async function addFilesAction(event: RequestEvent, place: Place, back: string) {
	const context = contextOf(event);
	const { vault } = application();
	// before a single byte is read
	await whyNotAdd(context, place);
	const form = await filesOf(event, aboutSchema(context.now()), {
		name: 'files',
		mostBytes: mostAtOnce * vault.mostBytes + 1_000_000,
		take: async ({ fileName, content }, about) => ({
			fileName,
			added: await addFile(context, vault, place, { fileName, content }, about)
		})
	});
	if (!form.ok) {
		const code = form.errors['']?.code;
		const status =
			code === 'foreignOrigin' || code === 'expiredForm' ? 403 : code === 'uploadTooLarge' ? 413 : 400;
		return fail(status, {
			form: 'add',
			values: form.values,
			errors: formMessages(form.errors),
			changes: null
		});
	}
	const problems = form.taken.flatMap(({ fileName, added }) =>
		added.ok
			? []
			: m.evidence_problem_file({
					name: fileName,
					problem: fileProblemText(added.problem, vault.mostBytes, event.locals.locale)
				})
	);
	if (form.taken.length === 0) problems.push(m.evidence_add_none());
	if (problems.length === 0) redirect(303, `${back}?done=add`);
	const arrived = form.taken.filter(({ added }) => added.ok).length;
	const text = [...(arrived > 0 ? [m.evidence_problem_some({ count: String(arrived) })] : []), ...problems];
	return fail(arrived > 0 ? 422 : 400, {
		form: 'add',
		values: form.values,
		errors: { files: text.join(' ') },
		changes: null
	});
}
