export {
	createClient,
	mapGroup,
	mappableRoles,
	mostPerMinute,
	renewToken,
	revokeClient,
	setDefaultUnit,
	viewConnections,
	type ClientView,
	type GroupView
} from './scim-clients.ts';
export { scimProblemCodes } from './scim-problem.ts';
export { answerScim, type ScimRequest } from './scim-server.ts';
