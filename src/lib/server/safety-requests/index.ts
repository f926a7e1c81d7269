export {
	may as maySafetyRequest,
	mayAsk as mayAskEmployer,
	mayList as mayListSafetyRequests,
	type RequestSubject
} from './access.ts';
export { answerRequest, askEmployer, recordGoingOn } from './commands.ts';
export * from './forms.ts';
export { listRequestsOf as listSafetyRequestsOf } from './queries.ts';
export * from './request.ts';
export * from './views.ts';
