export {
	keptOutOf as keptOutOfRecord,
	may as mayLexSarah,
	mayList as mayListLexSarah,
	mayUnattended
} from './access.ts';
export {
	closeRecord,
	decide,
	document,
	handOver,
	recordIdOf,
	recordIvo,
	start,
	supplement,
	type LexSarahOutcome
} from './commands.ts';
export * from './forms.ts';
export * from './package.ts';
export * from './record.ts';
export * from './views.ts';
