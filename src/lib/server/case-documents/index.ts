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
	type ExportedNotification,
	type NotificationView
} from './notification-view.ts';
export * from './notification.ts';
export * from './paper.ts';
export * from './references.ts';
