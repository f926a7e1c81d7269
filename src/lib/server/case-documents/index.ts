export {
	beginDisclosure,
	beginSchema,
	decideDisclosure,
	decideMasks,
	decideSchema,
	giveDisclosure,
	giveSchema,
	masksSchema
} from './disclosure-commands.ts';
export {
	exportDisclosure,
	viewDisclosure,
	type DisclosureView,
	type ExportedDisclosure
} from './disclosure-view.ts';
export type { DisclosureTextKind } from './disclosure-texts.ts';
export { type PossibleGround } from './disclosure.ts';
export * from './documents-view.ts';
export * from './export.ts';
export {
	copiesSchema,
	giveCopies,
	notificationSchema,
	recordSubmitted,
	saveNotification,
	submittedSchema
} from './notification-commands.ts';
export {
	exportNotification,
	hasOwnCopies,
	viewNotification,
	viewOwnCopies,
	type ExportedNotification
} from './notification-view.ts';
export * from './notification.ts';
export * from './paper.ts';
export { policeSchema, recordReported, reportedSchema, savePolice } from './police-commands.ts';
export { exportPolice, viewPolice, type ExportedPolice } from './police-view.ts';
export * from './police.ts';
export * from './references.ts';
export { countRequests, mayRequests, viewRequests } from './requests-view.ts';
export { answerQuestion, answerSchema, askAdviser, askSchema, viewQuestion } from './secrecy.ts';
