export {
	may as mayMeasure,
	measurePermissions,
	type MeasurePermission,
	type MeasureSubject,
	type SourceAccess
} from './access.ts';
export * from './forms.ts';
export * from './measure.ts';
export {
	findMeasure,
	insertMeasure,
	isActivePerson,
	listMeasuresOf,
	listOpenOf,
	lockMeasure,
	updateMeasure,
	type MeasureRow
} from './queries.ts';
export * from './views.ts';
