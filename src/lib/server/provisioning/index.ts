export {
	createClient,
	mapGroup,
	mostPerMinute,
	renewToken,
	revokeClient,
	setDefaultUnit,
	viewConnections
} from './scim-clients.ts';
export { answerScim } from './scim-server.ts';
export { fileKinds, type FileKind } from './csv-columns.ts';
export type { FileNote } from './csv-problem.ts';
export { discardImport, forgetImports, mostUploadBytes, startImport, uploadImport } from './import-draft.ts';
export { viewImport, viewUploadForm, type FieldChange } from './import-view.ts';
export { importTemplate } from './templates.ts';
