/** The door of the module: the form's island, the server and the tests import from here. */
export {
	findPersonalData,
	findTopics,
	hasPersonnummer,
	maskPersonalData,
	phrasePattern,
	plainWords
} from './hints.ts';
export type { PersonalDataFinding, PersonalDataKind } from './hints.ts';
export type { Topic } from './lexicon.ts';
