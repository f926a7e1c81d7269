export * from './choice.ts';
export { deliverDue, forgetNotices, type MailRoom } from './deliver.ts';
export * from './kinds.ts';
export { viewMailState, type UnreachedPerson } from './mail-view.ts';
export { choiceSchema, saveOwnChoice, viewOwnChoice, type TopicChoice } from './own-choice.ts';
export { listNotices, readNotices, seeNotices, type ShownNotice } from './queries.ts';
export {
	deliveryQueue,
	tell,
	tellAdministrators,
	tellAll,
	tellOfSignInChange,
	type Notice,
	type TellOptions
} from './tell.ts';
