export {
	chooserTypes,
	downloadName,
	mostFiles,
	shownName,
	typeOf,
	type AttachmentKind,
	type AttachmentState,
	type CopyProblem,
	type CustodyStep,
	type MediaType,
	type Refusal
} from './attachment.ts';
export { readFilesConfig } from './files-config.ts';
export { IncomingFiles, mostArriving, TooManyArriving } from './incoming.ts';
export {
	discard,
	finish,
	insertTaken,
	lookThroughQueue,
	openCopy,
	openOriginal,
	rescanWaiting,
	takeIn,
	type TakenIn
} from './keep.ts';
export { rotateMasterKey } from './rotate-key.ts';
export {
	countAttachments,
	findAttachment,
	insertCustody,
	listAttachments,
	listCustody,
	saveSealed,
	type AttachmentRow
} from './queries.ts';
export type { Bytes } from './sealed-stream.ts';
export { openVault, type Vault } from './vault.ts';
