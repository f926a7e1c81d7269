/** In which language words are wanted; without it, that of the one who looks. A paper is Swedish, whoever prints it. */
export interface InLanguage {
	locale?: 'sv' | 'en';
}
