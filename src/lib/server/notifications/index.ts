export * from './kinds.ts';
export { listNotices, readNotices, seeNotices, type ShownNotice } from './queries.ts';
export {
	tell,
	tellAdministrators,
	tellAll,
	tellOfSignInChange,
	type Notice,
	type TellOptions
} from './tell.ts';
