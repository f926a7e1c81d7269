import type { UnreadableReason } from '../platform/csv-file.ts';
import type { FileKind } from './csv-columns.ts';

/** Why a file, a line or the whole cannot be imported as it is. Texts: messages/ `import_problem_<reason>`. */
export type ProblemReason =
	| UnreadableReason
	| 'noHeader'
	| 'noRows'
	| 'missingColumn'
	| 'duplicateColumn'
	| 'wrongNumberOfColumns'
	| 'unclosedQuote'
	| 'garbledText'
	| 'missing'
	| 'missingKey'
	| 'tooLong'
	| 'badDate'
	| 'badEmail'
	| 'badNumber'
	| 'badYear'
	| 'neitherYesNorNo'
	| 'unknownRole'
	| 'unknownLevel'
	| 'duplicateRow'
	| 'unknownUnit'
	| 'ambiguousUnit'
	| 'circle'
	| 'wrongLevel'
	| 'endsBeforeStart'
	| 'idTaken'
	| 'emailTaken'
	| 'unknownPerson'
	| 'inactivePerson'
	| 'ownRole'
	| 'ownLeaving'
	| 'ownSight'
	| 'deputyWithoutEnd'
	| 'municipalityEnds'
	| 'personWithoutUnit'
	| 'roleWithoutUnit'
	| 'unitWithoutParent'
	| 'wrongPath';

/** One thing to put right before the import can be made. */
export interface FileProblem {
	/** Null: the whole of it, not one file. */
	file: FileKind | null;
	/** Line in the file, from 1; null: the file or the whole. */
	line: number | null;
	/** The column as the file writes it. */
	column?: string;
	reason: ProblemReason;
	/** What the cell says, or whom or what it is about; at most 40 characters. */
	value?: string;
	/** How many, where the reason counts. */
	count?: number;
	/** The line that this one collides with. */
	otherLine?: number;
}

/** Something that the import leaves alone, and why. Texts: messages/ `import_note_<reason>`. */
export interface FileNote {
	file: FileKind;
	line: number | null;
	reason: 'unusedColumn' | 'protectedLeft' | 'ownRoleKept';
	value?: string;
}

/** Enough of a cell to find it by. */
export function clipped(text: string): string {
	const characters = [...text];
	return characters.length <= 40 ? text : `${characters.slice(0, 39).join('')}…`;
}
