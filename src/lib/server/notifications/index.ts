export { receiveBounce, type BounceOutcome } from './bounce.ts';
export * from './choice.ts';
export { deliverDue, forgetNotices, type MailRoom } from './deliver.ts';
export * from './kinds.ts';
export { viewMailState } from './mail-view.ts';
export { choiceSchema, saveOwnChoice, viewOwnChoice } from './own-choice.ts';
export { listNotices, readNotices, seeNotices } from './queries.ts';
export {
	deliveryQueue,
	reachesSomebody,
	tell,
	tellAdministrators,
	tellAll,
	tellOfSignInChange,
	type Notice
} from './tell.ts';
