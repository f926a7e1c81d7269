/** Why a file was not received, in words, and the size that is allowed. */
import { m } from '#lib/paraglide/messages.js';
import { perMinutes } from '#lib/server/activity-log/index.ts';
import { sizeText, type AddProblem, type UploadProblem } from '#lib/server/evidence/index.ts';
import type { DateLocale } from '#lib/server/platform/swedish-dates.ts';
import { formMessages } from '#lib/server/web/form-messages.ts';

/** @param mostBytes how large a file may be */
export function fileProblemText(problem: AddProblem, mostBytes: number, locale: DateLocale): string {
	if (problem === 'tooLarge') return m.evidence_problem_tooLarge({ size: sizeText(mostBytes, locale) });
	if (problem === 'tooOften') return m.evidence_problem_tooOften({ minutes: String(perMinutes) });
	return m[`evidence_problem_${problem}`]();
}

export function uploadProblemText(problem: UploadProblem, mostBytes: number, locale: DateLocale): string {
	return 'file' in problem
		? fileProblemText(problem.file, mostBytes, locale)
		: Object.values(formMessages(problem.fields)).join(' ');
}
