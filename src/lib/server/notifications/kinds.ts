import type { RoleCode } from '../organisation/index.ts';

/**
 * How soon somebody must know. `danger`: now, also at night. `today`: at once, outside quiet hours. `digest`: with the day's mail.
 */
export type Urgency = 'danger' | 'today' | 'digest';

/** What people choose by: a few words on the page of choices (`notice_topic_<topic>`). */
export const topics = [
	'danger',
	'newReports',
	'messages',
	'cases',
	'tasks',
	'deadlines',
	'ownReports',
	'ownSignIn',
	'administration'
] as const;
export type Topic = (typeof topics)[number];

/** What a notice is about, and what its id is the id of. Who may see it: `app_sees_subject` (migration 0023). */
export type SubjectKind =
	| 'case'
	| 'incident'
	| 'measure'
	| 'statement'
	| 'unit'
	| 'organisationChange'
	| 'person'
	| 'secrecyQuestion'
	| 'disclosure'
	| 'lexSarah'
	| 'safetyRequest';

/** A kind of notice. Its words are `notice_<kind>`: that something waits, not what it says. */
export interface NoticeKind {
	urgency: Urgency;
	topic: Topic;
	subjectKind: SubjectKind;
	/** Where it waits. */
	path: (subjectId: string) => string;
	/** Who cannot choose to hear nothing of it by mail: danger at once, the rest at least once a day. */
	requiredFor: readonly RoleCode[] | 'everybody';
	/** Whether who stands in for a recipient is told as well; not what is a person's own. */
	alsoDeputies: boolean;
}

const atCase = {
	subjectKind: 'case',
	path: (id: string) => `/cases/${id}`,
	alsoDeputies: true
} as const;
const atLexSarah = {
	urgency: 'today',
	topic: 'cases',
	subjectKind: 'lexSarah',
	path: (id: string) => `/lex-sarah/${id}`,
	requiredFor: ['lexSarahOfficer'],
	alsoDeputies: true
} as const;
const atSafetyRequest = {
	urgency: 'today',
	topic: 'cases',
	subjectKind: 'safetyRequest',
	path: (id: string) => `/safety-requests/${id}`,
	requiredFor: ['lineManager', 'safetyRepresentative'],
	alsoDeputies: true
} as const;
const atOwnReport = {
	topic: 'ownReports',
	subjectKind: 'incident',
	path: (id: string) => `/my-reports/${id}`,
	requiredFor: [],
	alsoDeputies: false
} as const;

const atDeadline = { ...atCase, topic: 'deadlines', requiredFor: ['lineManager'] } as const;
const atOwnTask = {
	topic: 'tasks',
	subjectKind: 'measure',
	path: (id: string) => `/my-tasks/${id}`,
	requiredFor: [],
	alsoDeputies: false
} as const;

/** Every kind. A module that tells of something new adds its kinds here, and their words in messages/notices.json. */
export const noticeKinds = {
	/** A report says that somebody is in danger. */
	dangerReported: {
		...atCase,
		urgency: 'danger',
		topic: 'danger',
		requiredFor: ['lineManager', 'securityCoordinator']
	},
	/** Assessed as the gravest there is. */
	severeAssessed: { ...atCase, urgency: 'danger', topic: 'danger', requiredFor: ['securityCoordinator'] },
	/** Somebody says that a duty is not needed; another person is to agree, or not. */
	dutyToReview: {
		...atCase,
		path: (id: string) => `/cases/${id}/duties`,
		urgency: 'today',
		topic: 'cases',
		requiredFor: ['lineManager', 'securityCoordinator']
	},
	/** A duty was raised that the recipient answers for by their role. The handler still sees to it that it is done. */
	dutyToAnswer: {
		...atCase,
		path: (id: string) => `/cases/${id}/duties`,
		urgency: 'today',
		topic: 'cases',
		requiredFor: ['securityCoordinator']
	},
	/** A reporter asked to be contacted the same day. */
	contactTodayWanted: {
		...atCase,
		urgency: 'today',
		topic: 'newReports',
		requiredFor: ['lineManager', 'securityCoordinator']
	},
	caseReceived: { ...atCase, urgency: 'today', topic: 'newReports', requiredFor: ['lineManager'] },
	/** The same for who reads it and does not handle it. */
	caseToRead: { ...atCase, urgency: 'digest', topic: 'newReports', requiredFor: [] },
	messageFromReporter: { ...atCase, urgency: 'today', topic: 'messages', requiredFor: ['lineManager'] },
	/** The reporter corrected words or answers: what was decided may rest on the old ones. */
	reportCorrected: { ...atCase, urgency: 'today', topic: 'messages', requiredFor: [] },
	/** The reporter, or who was exposed, wrote more; below, added files. */
	reportAdded: { ...atCase, urgency: 'today', topic: 'messages', requiredFor: [] },
	fileAdded: {
		...atCase,
		path: (id: string) => `/cases/${id}/evidence`,
		urgency: 'today',
		topic: 'messages',
		requiredFor: []
	},
	/** The case is now yours to act on. */
	caseGiven: { ...atCase, urgency: 'today', topic: 'cases', requiredFor: ['lineManager'] },
	/** Somebody else acts on it from now. */
	caseTakenOver: { ...atCase, urgency: 'digest', topic: 'cases', requiredFor: [] },
	caseShared: { ...atCase, urgency: 'today', topic: 'cases', requiredFor: [], alsoDeputies: false },
	caseReopened: { ...atCase, urgency: 'today', topic: 'cases', requiredFor: ['lineManager'] },
	measureDone: { ...atCase, urgency: 'digest', topic: 'cases', requiredFor: [] },
	measureGiven: {
		urgency: 'today',
		topic: 'tasks',
		subjectKind: 'measure',
		path: (id: string) => `/my-tasks/${id}`,
		requiredFor: [],
		alsoDeputies: false
	},
	/** A lawyer is asked whether something may leave a case. */
	secrecyAsked: {
		urgency: 'today',
		topic: 'tasks',
		subjectKind: 'secrecyQuestion',
		path: (id: string) => `/requests/secrecy/${id}`,
		requiredFor: ['legalAdviser'],
		alsoDeputies: false
	},
	secrecyAnswered: {
		...atCase,
		path: (id: string) => `/cases/${id}/documents/police`,
		urgency: 'today',
		topic: 'cases',
		requiredFor: ['lineManager']
	},
	/** A disclosure is theirs to decide. */
	disclosureGiven: {
		urgency: 'today',
		topic: 'tasks',
		subjectKind: 'disclosure',
		path: (id: string) => `/disclosures/${id}`,
		requiredFor: ['archivist', 'dataProtectionOfficer', 'legalAdviser'],
		alsoDeputies: false
	},
	disclosureDecided: {
		...atCase,
		path: (id: string) => `/cases/${id}/documents`,
		urgency: 'today',
		topic: 'cases',
		requiredFor: ['lineManager']
	},
	/** The safety representative's copy of a notification to an authority; below, the injured person's. */
	notificationCopied: {
		...atCase,
		path: (id: string) => `/cases/${id}/documents`,
		urgency: 'today',
		topic: 'cases',
		requiredFor: ['safetyRepresentative'],
		alsoDeputies: false
	},
	ownNotificationCopied: {
		...atOwnReport,
		path: (id: string) => `/my-reports/${id}/notification`,
		urgency: 'today'
	},
	/** A manager asks for a threat assessment. */
	threatAssessmentWanted: {
		...atCase,
		urgency: 'today',
		topic: 'cases',
		path: (id: string) => `/cases/${id}/protection`,
		requiredFor: ['securityCoordinator']
	},
	/** The security coordinator has assessed the threat. */
	threatAssessed: {
		...atCase,
		urgency: 'today',
		topic: 'cases',
		path: (id: string) => `/cases/${id}/protection`,
		requiredFor: ['lineManager']
	},
	/** The exposed person has said whether they were supported. */
	supportAnswered: {
		...atCase,
		urgency: 'digest',
		topic: 'cases',
		path: (id: string) => `/cases/${id}/aftercare`,
		requiredFor: []
	},
	/** The same, and they want more contact. */
	supportWished: {
		...atCase,
		urgency: 'today',
		topic: 'cases',
		path: (id: string) => `/cases/${id}/aftercare`,
		requiredFor: ['lineManager']
	},
	/** A colleague has told what they saw, corrected it, or declined. */
	statementAnswered: {
		...atCase,
		urgency: 'digest',
		topic: 'cases',
		path: (id: string) => `/cases/${id}/statements`,
		requiredFor: []
	},
	/** Somebody is asked to tell what they saw, or is reminded of it. */
	statementWanted: {
		urgency: 'today',
		topic: 'tasks',
		subjectKind: 'statement',
		path: (id: string) => `/my-tasks/statements/${id}`,
		requiredFor: [],
		alsoDeputies: false
	},
	statementReminded: {
		urgency: 'today',
		topic: 'tasks',
		subjectKind: 'statement',
		path: (id: string) => `/my-tasks/statements/${id}`,
		requiredFor: [],
		alsoDeputies: false
	},
	/** A colleague who was asked has not answered, although they were reminded. To who handles the case. */
	statementLate: { ...atDeadline, urgency: 'digest', path: (id: string) => `/cases/${id}/statements` },
	/** 'Fick du stöd?': the exposed person is asked. */
	supportAsked: { ...atOwnReport, path: (id: string) => `/my-reports/${id}/support`, urgency: 'today' },
	messageFromHandler: { ...atOwnReport, urgency: 'today' },
	feedbackGiven: { ...atOwnReport, urgency: 'today' },
	reportReopened: { ...atOwnReport, urgency: 'digest' },
	handlerChanged: { ...atOwnReport, urgency: 'digest' },
	/** A report was promised an answer, and the promise has passed. To who handles the case. */
	contactLate: { ...atDeadline, urgency: 'today' },
	assessmentLate: { ...atDeadline, urgency: 'digest' },
	/** The next step of a case (plan, end) has passed its local level. */
	stepLate: { ...atDeadline, urgency: 'digest' },
	/** A measure of a case that one handles is late. */
	measureLate: { ...atDeadline, urgency: 'digest' },
	effectDue: { ...atDeadline, urgency: 'digest' },
	effectLate: { ...atDeadline, urgency: 'digest' },
	dutyNear: { ...atDeadline, urgency: 'today' },
	dutyLate: { ...atDeadline, urgency: 'today' },
	/** Somebody who was exposed is to be contacted again today. */
	aftercareDue: { ...atDeadline, urgency: 'today', path: (id: string) => `/cases/${id}/aftercare` },
	aftercareLate: { ...atDeadline, urgency: 'today', path: (id: string) => `/cases/${id}/aftercare` },
	/** A threat waits to be assessed, or to be looked at again. */
	threatWaits: {
		...atDeadline,
		urgency: 'today',
		path: (id: string) => `/cases/${id}/protection`,
		requiredFor: ['securityCoordinator']
	},
	/** A threat has not been assessed or looked at again in time, although its coordinator was reminded. To who handles the case. */
	threatLate: { ...atDeadline, urgency: 'today', path: (id: string) => `/cases/${id}/protection` },
	/** Something below one was not kept, and who handles it was reminded in vain. */
	escalated: { ...atDeadline, urgency: 'today', requiredFor: ['lineManager', 'securityCoordinator'] },
	/** A task of one's own is due soon. */
	taskSoon: { ...atOwnTask, urgency: 'digest' },
	taskLate: { ...atOwnTask, urgency: 'digest' },
	/** A case was handed over to the officer, or more came in to it. */
	lexSarahReceived: atLexSarah,
	lexSarahSupplemented: atLexSarah,
	/** A record waits for its officer longer than the municipality's own level. */
	lexSarahWaits: { ...atLexSarah, topic: 'deadlines' },
	/** The same, soon. */
	lexSarahNear: { ...atLexSarah, topic: 'deadlines' },
	/** For who is above the officers and may not read the record: that one waits, at the unit of theirs, and not which. */
	lexSarahUnattended: {
		urgency: 'today',
		topic: 'deadlines',
		subjectKind: 'unit',
		path: () => '/lex-sarah-unattended',
		requiredFor: ['lineManager'],
		alsoDeputies: true
	},
	/** For who handed over: decided, or closed. */
	lexSarahMoved: {
		...atCase,
		urgency: 'digest',
		topic: 'cases',
		path: (id: string) => `/cases/${id}/lex-sarah`,
		requiredFor: []
	},
	conflictRaised: {
		...atCase,
		urgency: 'today',
		topic: 'cases',
		path: (id: string) => `/cases/${id}/decisions`,
		requiredFor: ['lineManager']
	},
	safetyRequestReceived: atSafetyRequest,
	/** A request waits for an answer longer than the municipality's own level. */
	safetyRequestWaits: { ...atSafetyRequest, topic: 'deadlines' },
	safetyRequestAnswered: atSafetyRequest,
	safetyRequestWentOn: atSafetyRequest,
	unitWithoutManager: {
		urgency: 'today',
		topic: 'administration',
		subjectKind: 'unit',
		path: () => '/organisation/gaps',
		requiredFor: ['systemAdministrator'],
		alsoDeputies: true
	},
	/** A change of the organisation that waited for its day could not be made. */
	plannedChangeFailed: {
		urgency: 'today',
		topic: 'administration',
		subjectKind: 'organisationChange',
		path: (id: string) => `/organisation/changes/${id}`,
		requiredFor: ['systemAdministrator'],
		alsoDeputies: true
	},
	/** An administrator opened a way to sign in as you, or changed what your identity provider knows you by. */
	ownSignInChanged: {
		urgency: 'today',
		topic: 'ownSignIn',
		subjectKind: 'person',
		path: () => '/account',
		requiredFor: 'everybody',
		alsoDeputies: false
	},
	/** The same, for the other administrators. */
	signInChanged: {
		urgency: 'today',
		topic: 'administration',
		subjectKind: 'person',
		path: (id: string) => `/people/${id}/account`,
		requiredFor: ['systemAdministrator'],
		alsoDeputies: true
	},
	/** The same, for who reviews the log: an administrator who does it to read what others may read is found by a person. */
	signInChangedToReview: {
		urgency: 'digest',
		topic: 'administration',
		subjectKind: 'person',
		path: () => '/log',
		requiredFor: ['dataProtectionOfficer'],
		alsoDeputies: true
	}
} as const satisfies Record<string, NoticeKind>;
export type NoticeKindCode = keyof typeof noticeKinds;

/** A kind as the database has it. Null: of a version that is newer than this one. */
export function kindOf(code: string): NoticeKind | null {
	return code in noticeKinds ? noticeKinds[code as NoticeKindCode] : null;
}
