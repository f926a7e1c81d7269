/**
 * What may be recorded, one word per event: `<module>.<past tense>`, in the groups by which the log is searched. Reading
 * something sensitive is an event as well. Each has its words in messages/ `activity_<module>_<past tense>`.
 */
export const activityGroups = {
	reading: ['case.read', 'measure.read', 'incident.read', 'case.searched', 'person.read', 'evidence.opened'],
	reporting: [
		'incident.reported',
		'incident.added',
		'incident.masked',
		'incident.corrected',
		'incident.imported',
		'case.answered'
	],
	handling: [
		'case.contacted',
		'case.assessed',
		'case.moved',
		'case.takenOver',
		'case.shared',
		'case.unshared',
		'case.linked',
		'case.unlinked',
		'case.merged',
		'case.unmerged',
		'case.reopened',
		'case.transferred',
		'case.closed',
		'case.noted',
		'case.supported',
		'case.messaged',
		'case.referenceAdded',
		'case.notificationPrepared',
		'case.notificationSubmitted',
		'case.notificationCopied',
		'case.policePrepared',
		'case.policeReported',
		'case.secrecyAsked',
		'case.secrecyAnswered',
		'case.disclosureBegun',
		'case.disclosureMasked',
		'case.disclosureGiven',
		'case.disclosureDecided',
		'measure.added',
		'measure.changed',
		'measure.done',
		'measure.cancelled',
		'measure.evaluated',
		'duty.decided',
		'duty.reviewed',
		'threat.requested',
		'threat.withdrawn',
		'threat.assessed',
		'threat.protected',
		'aftercare.recorded',
		'aftercare.answered',
		'statement.requested',
		'statement.reminded',
		'statement.withdrawn',
		'statement.sent',
		'statement.declined',
		'statement.accepted',
		'evidence.added',
		'evidence.sealed'
	],
	exporting: [
		'case.exported',
		'evidence.exported',
		'statistics.exported',
		'log.proofsExported',
		'log.exported',
		'calendar.opened',
		'calendar.closed',
		'calendar.read'
	],
	organising: [
		'organisation.changed',
		'deputy.named',
		'deputy.ended',
		'organisation.planned',
		'organisation.cancelled',
		'person.added',
		'person.protected',
		'person.unprotected',
		'provisioning.listed',
		'provisioning.read',
		'provisioning.userCreated',
		'provisioning.userChanged',
		'provisioning.userLeft',
		'provisioning.groupCreated',
		'provisioning.groupChanged',
		'provisioning.groupRemoved',
		'provisioning.groupMapped',
		'provisioning.clientCreated',
		'provisioning.clientChanged',
		'provisioning.clientRevoked',
		'provisioning.tokenRenewed'
	],
	signingIn: [
		'session.began',
		'session.renewed',
		'session.ended',
		'session.refused',
		'account.invited',
		'account.opened',
		'account.closed',
		'account.passwordChanged',
		'account.passkeyAdded',
		'account.passkeyRemoved',
		'account.recoveryCodesMade',
		'account.recoveryCodeUsed'
	],
	reviewing: [
		'log.searched',
		'log.sampled',
		'log.unusualRead',
		'log.reviewsRead',
		'log.reviewed',
		'log.limitsSet',
		'log.checked',
		'log.keyRotated',
		'log.keyReplaced'
	]
} as const satisfies Record<string, readonly `${string}.${string}`[]>;
export type ActivityGroup = keyof typeof activityGroups;
export type ActivityAction = (typeof activityGroups)[ActivityGroup][number];

/** Every action there is. */
export const activityActions: readonly ActivityAction[] = Object.values(activityGroups).flat();

/** Those by which somebody saw what a case is about. */
export const readingActions = [
	'case.read',
	'measure.read',
	'incident.read'
] as const satisfies ActivityAction[];
