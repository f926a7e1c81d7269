/**
 * What each page and each form action writes in the activity log, asked for through the route itself. A route or an action
 * without its row here fails the test: whoever adds one decides what is logged, or says why nothing is.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
	CaseId,
	IncidentId,
	LexSarahRecordId,
	MeasureId,
	PersonId,
	StatementId
} from '../database/column-types.ts';
import type { Context } from '../src/lib/server/access/index.ts';
import type { ActivityAction } from '../src/lib/server/activity-log/index.ts';
import * as documents from '../src/lib/server/case-documents/index.ts';
import * as cases from '../src/lib/server/cases/index.ts';
import {
	buildAssessment,
	buildContact,
	buildDutyDecision,
	buildEvaluation,
	buildMeasure
} from '../src/lib/server/cases/test-data.ts';
import * as reviews from '../src/lib/server/decision-review/index.ts';
import * as lexSarah from '../src/lib/server/lex-sarah/index.ts';
import { buildDecision, buildEntry, buildHandOver } from '../src/lib/server/lex-sarah/test-data.ts';
import { idOfForm, newId } from '../src/lib/server/platform/ids.ts';
import * as safety from '../src/lib/server/safety-requests/index.ts';
import { buildSettingsForm } from '../src/lib/server/settings/test-data.ts';
import * as statements from '../src/lib/server/statements/index.ts';
import * as threats from '../src/lib/server/threat-assessments/index.ts';
import { buildRequest } from '../src/lib/server/threat-assessments/test-data.ts';
import { embeddedDatabase, type TestDatabase } from './support/database.ts';
import { doEveryDuty } from './support/duties.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

/** A report from the unit Alpha, its case, and a measure of it that the colleague is to do. */
interface Subject {
	incident: IncidentId;
	case: CaseId;
	/** '2026-0001' */
	number: string;
	measure: MeasureId;
	unit: string;
	colleague: string;
	coordinator: PersonId;
	bystander: PersonId;
	adviser: PersonId;
	/** The key of the form that a trial makes something of the case with: a lex Sarah record, a request, a question. */
	made: string;
}

interface Request {
	/** Who asks, by key in the test municipality. */
	as: string;
	params?: Record<string, string>;
	query?: string;
	form?: Record<string, string>;
	/** What must have happened to the case before. */
	after?: (home: TestMunicipality, subject: Subject) => Promise<unknown>;
}

/** What is written: the action, and in what capacity (null: as themselves). */
type Entry = [ActivityAction, string | null];
interface Row {
	ask: (subject: Subject) => Request;
	writes: Entry[];
}
/** Nothing is written, and why that is right; or where else it is tested. */
type Reason = string;

const reads = (path: keyof Subject, as: string, ...writes: Entry[]): Row => ({
	ask: (subject) => ({ as, params: { id: subject[path] } }),
	writes
});
const acts = (
	as: string,
	writes: Entry,
	form: (subject: Subject) => Record<string, string>,
	after?: Request['after']
): Row => ({
	ask: (subject) => ({ as, params: { id: subject.case }, form: form(subject), ...(after && { after }) }),
	writes: [writes]
});
const onMeasure = (
	as: string,
	writes: Entry,
	form: Record<string, string>,
	after?: Request['after']
): Row => ({
	ask: ({ measure }) => ({
		as,
		params: { id: measure },
		form: { version: '1', id: measure, ...form },
		...(after && { after })
	}),
	writes: [writes]
});
/** The same, and the duty of the case that it was is done. */
const withDuty = (row: Row): Row => ({ ...row, writes: [...row.writes, ['duty.decided', 'lineManager']] });
const own = (writes: Entry[], form: () => Record<string, string>, as = 'reporter'): Row => ({
	ask: ({ incident }) => ({ as, params: { id: incident }, form: form() }),
	writes
});

const key = () => newId<string>();
const contacted = (home: TestMunicipality, { case: id }: Subject) =>
	cases.recordContact(home.as('manager'), id, buildContact(home.as('manager')));
const assessed = async (home: TestMunicipality, subject: Subject) => {
	await contacted(home, subject);
	await cases.assess(home.as('manager'), subject.case, buildAssessment({ version: '2' }));
};
const finished = (home: TestMunicipality, { measure }: Subject) =>
	cases.finishMeasure(home.as('manager'), measure, { version: 1 });
const readyToClose = async (home: TestMunicipality, subject: Subject) => {
	await assessed(home, subject);
	await finished(home, subject);
	await cases.evaluateMeasure(home.as('manager'), subject.measure, buildEvaluation({ version: '2' }));
	await doEveryDuty(home.as('manager'), subject.case);
};
const closed = async (home: TestMunicipality, subject: Subject) => {
	await readyToClose(home, subject);
	await cases.close(home.as('manager'), subject.case, { key: key(), version: 3, feedback: 'Klart.' });
};
const notified = async (home: TestMunicipality, { case: id }: Subject) => {
	const answers = { injury: 'Oro.' };
	await documents.saveNotification(home.as('manager'), id, 'workInjury', { version: 0, answers });
};
const words = 'Några ord.';
const handOverForm = ({ made }: Subject) => buildHandOver(home.as('manager'), { key: made });
const handedOver = (at: TestMunicipality, subject: Subject) =>
	lexSarah.handOver(at.as('manager'), subject.case, handOverForm(subject), 'Överlämnat');
const recordOf = (subject: Subject) => lexSarah.recordIdOf(subject.case, handOverForm(subject));
/** On the lex Sarah record of the case, as the officer. */
const onRecord = (
	writes: Entry,
	form: Record<string, string> = {},
	more?: (home: TestMunicipality, id: LexSarahRecordId) => Promise<unknown>
): Row => ({
	ask: (about) => ({
		as: 'lexSarahOfficer',
		params: { id: recordOf(about) },
		form: { key: key(), version: '1', ...form },
		after: async (home, subject) => {
			await handedOver(home, subject);
			await more?.(home, recordOf(subject));
		}
	}),
	writes: [writes]
});
const readsRecord = (...writes: Entry[]): Row => ({
	ask: (about) => ({ as: 'lexSarahOfficer', params: { id: recordOf(about) }, after: handedOver }),
	writes
});
const decided = async (home: TestMunicipality, id: LexSarahRecordId) => {
	const officer = home.as('lexSarahOfficer');
	await lexSarah.document(officer, id, buildEntry());
	await lexSarah.document(officer, id, buildEntry({ entryKind: 'measure' }));
	await lexSarah.decide(officer, id, buildDecision({ version: '2', assessment: 'serious', ivo: 'yes' }));
};
const requested = (home: TestMunicipality, { case: id, made }: Subject) =>
	safety.askEmployer(home.as('safetyRepresentative'), {
		key: made,
		case: id,
		unit: null,
		demand: words,
		background: null,
		wantedAnswerOn: null
	});
/** On a request about the case. */
const onRequest = (as: string, writes: Entry, form?: Record<string, string>): Row => ({
	ask: ({ case: id, unit, made }) => ({
		as,
		params: { id: idOfForm(made, unit, id, words, null, null) },
		...(form && { form: { version: '1', ...form } }),
		after: requested
	}),
	writes: [writes]
});
const leadsOn = 'only leads on to another page';
const calendarTests = 'tried in src/lib/server/reminders/calendar-feed.db.test.ts';
const signInTests = 'src/lib/server/sign-in/local.db.test.ts';
/** They need a place where files are kept. */
const evidenceTests = 'src/lib/server/evidence/evidence.db.test.ts';
const ownList = 'a list of what is one’s own, without the words of any report';

/** What a bystander is asked, under ids that the forms can name. */
const question = {
	remind: newId<StatementId>(),
	accept: newId<StatementId>(),
	withdraw: newId<StatementId>()
};
const asked =
	(statement: StatementId) =>
	async (home: TestMunicipality, { case: id }: Subject) => {
		await statements.askForStatement(home.as('manager'), id, {
			key: statement,
			statementPerson: home.person('gammaReporter'),
			statementQuestion: words,
			statementDue: '2099-01-01'
		});
	};
const sameKey = newId<string>();
const assessmentForm = {
	key: key(),
	version: '0',
	...Object.fromEntries(
		['capacity', 'intent', 'opportunity', 'history', 'overall'].flatMap((factor) => [
			[`${factor}Level`, 'low'],
			[`${factor}Reason`, words]
		])
	),
	validUntil: '2026-12-31',
	reviewDate: '2026-10-01'
};

const writtenElsewhere = 'tried in src/lib/server/provisioning/scim.db.test.ts';

const rows: Record<string, { load?: Row[] | Reason; actions?: Record<string, Row[] | Reason> }> = {
	'': { load: leadsOn },
	healthz: { load: 'says only that the system runs' },
	language: { load: leadsOn, actions: { default: 'a preference in the browser' } },
	'sign-out': { actions: { default: 'ends the session; sign-in writes its own events' } },
	'sign-out/backchannel/[provider]': { load: 'src/lib/server/sign-in/oidc.db.test.ts' },
	'(sign-in)/sign-in/with/[provider]': { load: leadsOn },
	'(sign-in)/sign-in/with/[provider]/acs': { load: 'src/lib/server/sign-in/saml.db.test.ts' },
	'(sign-in)/sign-in/with/[provider]/callback': { load: 'src/lib/server/sign-in/oidc.db.test.ts' },
	'(sign-in)/sign-in/with/[provider]/metadata': { load: 'addresses of ours' },
	'(sign-in)/sign-in/with/[provider]/problem': { load: 'texts that are the same for everybody' },
	'(sign-in)/sign-in/again': { load: 'a form', actions: { default: signInTests } },
	'(sign-in)/sign-in/recovery-code': { actions: { default: signInTests } },
	'(sign-in)/sign-in/passkey-options': { load: 'a random number' },
	'(sign-in)/invitation': { load: 'whom the link in hand is for', actions: { default: signInTests } },
	'(sign-in)/first-run': { load: 'an empty form', actions: { default: signInTests } },
	'(staff)/account': {
		load: ownList,
		actions: {
			changePassword: signInTests,
			addPasskey: signInTests,
			removePasskey: signInTests,
			makeCodes: signInTests,
			endSession: signInTests,
			language: 'a preference of one’s own'
		}
	},
	'(staff)/account/passkey-options': { load: 'a random number' },
	'(staff)/account/calendar': {
		load: 'since when there is an address',
		actions: { open: calendarTests, close: calendarTests }
	},
	'calendar/[token].ics': { load: calendarTests },
	'(staff)/people/[id]/account': {
		load: 'whether there is an account; what is done with it is logged',
		actions: { invite: signInTests, close: signInTests }
	},
	'(sign-in)/sign-in': { load: 'before anybody is signed in', actions: { default: 'tests/access' } },
	// for machines, without a session: what it writes is tried in src/lib/server/provisioning/scim.db.test.ts
	'scim/v2/[...path]': {},
	'(report)/report': {
		load: 'names of colleagues and units; a person with protected personal data: tested below',
		actions: {
			send: [
				{
					ask: () => ({ as: 'reporter', form: { key: key(), text: words } }),
					writes: [['incident.reported', null]]
				}
			]
		}
	},
	'(report)/report/poster': { load: 'the name of a unit' },
	'(staff)/my-reports': { load: ownList },
	'(staff)/my-reports/[id]': {
		load: [
			// one's own words
			reads('incident', 'reporter'),
			// what somebody else wrote about one
			reads('incident', 'colleague', ['incident.read', 'affectedPerson'])
		],
		actions: {
			add: [
				own([['incident.added', null]], () => ({ moreText: words })),
				own([['incident.added', 'affectedPerson']], () => ({ moreText: words }), 'colleague')
			],
			mask: [own([['incident.masked', null]], () => ({}))],
			message: [
				own([['case.answered', null]], () => ({ key: key(), message: words })),
				own([['case.answered', 'affectedPerson']], () => ({ key: key(), message: words }), 'colleague')
			],
			repeat: [own([['incident.reported', null]], () => ({ key: key() }))],
			repeatMany: [own([['incident.reported', null]], () => ({ key: key(), manyCount: '12' }))]
		}
	},
	'(staff)/my-reports/[id]/correct': {
		load: [
			reads('incident', 'reporter'),
			reads('incident', 'colleague', ['incident.read', 'affectedPerson'])
		],
		actions: {
			report: [own([['incident.corrected', null]], () => ({ seen: '', text: words }))],
			addition: 'src/lib/server/incidents/correction.db.test.ts'
		}
	},
	'(staff)/my-reports/[id]/readers': { load: 'who has read what is one’s own' },
	'(staff)/my-reports/[id]/notification': {
		load: [reads('incident', 'reporter'), reads('incident', 'colleague', ['incident.read', 'affectedPerson'])]
	},
	'(staff)/my-reports/[id]/files': { load: 'what one has sent oneself', actions: { add: evidenceTests } },
	'(staff)/uploads/[...id]': { load: 'nothing is read there' },
	'(staff)/cases/[id]/evidence': { load: evidenceTests, actions: { add: evidenceTests } },
	'(staff)/cases/[id]/evidence/[file]': { load: evidenceTests, actions: { seal: evidenceTests } },
	'(staff)/cases/[id]/evidence/[file]/[how]': { load: evidenceTests },
	'(staff)/my-tasks': {
		load: ownList,
		actions: { finish: [onMeasure('manager', ['measure.done', 'lineManager'], {})] }
	},
	'(staff)/my-tasks/[id]': {
		load: [
			reads('measure', 'manager', ['measure.read', 'lineManager']),
			reads('measure', 'hrPartner', ['measure.read', 'hrPartner']),
			reads('measure', 'gammaReporter', ['measure.read', 'measureOwner'])
		],
		actions: {
			finish: [
				onMeasure('manager', ['measure.done', 'lineManager'], {}),
				onMeasure('gammaReporter', ['measure.done', 'measureOwner'], {})
			],
			evaluate: [
				onMeasure(
					'manager',
					['measure.evaluated', 'lineManager'],
					{ version: '2', effect: 'yes', effectText: words },
					finished
				)
			],
			change: [
				{
					ask: ({ measure, colleague }) => ({
						as: 'manager',
						params: { id: measure },
						form: { version: '1', ownerId: colleague, dueDate: '2026-05-01' }
					}),
					writes: [['measure.changed', 'lineManager']]
				}
			],
			cancel: [onMeasure('manager', ['measure.cancelled', 'lineManager'], { cancelReason: words })]
		}
	},
	'(staff)/inbox': {
		load: [
			// the list shows no words of any report
			{ ask: () => ({ as: 'manager' }), writes: [] },
			{
				ask: ({ number }) => ({ as: 'manager', query: `?number=${number}` }),
				writes: [['case.searched', null]]
			},
			{
				ask: () => ({ as: 'manager', query: '?number=2026-9999' }),
				writes: [['case.searched', null]]
			}
		]
	},
	'(staff)/cases/[id]/links': {
		load: [
			reads('case', 'manager', ['case.read', 'lineManager']),
			reads('case', 'safetyRepresentative', ['case.read', 'safetyRepresentative'])
		],
		actions: {
			relate: 'in the history of both cases: src/lib/server/case-links/case-links.db.test.ts',
			unlink: 'in the history of both cases: src/lib/server/case-links/case-links.db.test.ts',
			merge: 'in the history of both cases: src/lib/server/case-links/case-links.db.test.ts',
			unmerge: 'in the history of both cases: src/lib/server/case-links/case-links.db.test.ts'
		}
	},
	'(staff)/cases/[id]': {
		load: [
			reads('case', 'manager', ['case.read', 'lineManager']),
			reads('case', 'safetyRepresentative', ['case.read', 'safetyRepresentative']),
			reads('case', 'hrPartner', ['case.read', 'hrPartner']),
			reads('case', 'securityCoordinator', ['case.read', 'securityCoordinator'])
		],
		actions: {
			contact: [
				acts('manager', ['case.contacted', 'lineManager'], () => ({ key: key(), contactHow: 'phone' }))
			],
			support: [
				// support that is written down is the duty to support, done
				withDuty(
					acts('manager', ['case.supported', 'lineManager'], () => ({ key: key(), supportText: words }))
				)
			],
			assess: [
				acts('manager', ['case.assessed', 'lineManager'], () => ({
					key: key(),
					version: '1',
					undueInfluence: 'yes',
					form: 'threat',
					severity: '2',
					rationale: words
				}))
			],
			addMeasure: [
				acts('manager', ['measure.added', 'lineManager'], ({ colleague }) => ({
					key: key(),
					measureKind: 'corrective',
					description: words,
					ownerId: colleague,
					dueDate: '2026-05-01'
				}))
			],
			message: [
				acts('manager', ['case.messaged', 'lineManager'], () => ({ key: key(), messageText: words }))
			],
			note: [
				acts('manager', ['case.noted', 'lineManager'], () => ({ key: key(), noteText: words })),
				acts('hrPartner', ['case.noted', 'hrPartner'], () => ({ key: key(), noteText: words }))
			],
			act: [
				acts(
					'manager',
					['case.moved', 'lineManager'],
					() => ({ key: key(), version: '4' }),
					async (home, subject) => {
						await assessed(home, subject);
						const step = { key: key(), version: 3 };
						await cases.moveForward(home.as('manager'), subject.case, 'followUp', step);
					}
				)
			],
			followUp: [
				acts('manager', ['case.moved', 'lineManager'], () => ({ key: key(), version: '3' }), assessed)
			],
			takeOver: [acts('head', ['case.takenOver', 'lineManager'], () => ({ key: key(), version: '1' }))],
			close: [
				acts(
					'manager',
					['case.closed', 'lineManager'],
					() => ({ key: key(), version: '3', feedback: words }),
					readyToClose
				)
			],
			transfer: [
				acts(
					'manager',
					['case.transferred', 'lineManager'],
					() => ({
						key: key(),
						version: '2',
						transferTarget: 'hr',
						transferReason: words,
						transferFeedback: words
					}),
					contacted
				)
			],
			judgeNot: [
				acts(
					'manager',
					['case.moved', 'lineManager'],
					() => ({
						key: key(),
						version: '2',
						insteadKind: 'complaint',
						insteadReason: words,
						insteadFeedback: words
					}),
					contacted
				)
			],
			reopen: [
				acts(
					'manager',
					['case.reopened', 'lineManager'],
					() => ({ key: key(), version: '4', reopenReason: words }),
					closed
				)
			],
			share: [
				acts('manager', ['case.shared', 'lineManager'], ({ coordinator }) => ({
					key: key(),
					version: '1',
					shareWith: coordinator,
					shareReason: words
				}))
			],
			unshare: [
				acts(
					'manager',
					['case.unshared', 'lineManager'],
					({ coordinator }) => ({ key: key(), person: coordinator }),
					async (home, { case: id, coordinator }) => {
						await cases.shareCase(home.as('manager'), id, {
							key: key(),
							version: 1,
							shareWith: coordinator,
							shareReason: words
						});
					}
				)
			]
		}
	},
	'(staff)/cases/[id]/reminders': { load: [reads('case', 'manager', ['case.read', 'lineManager'])] },
	'(staff)/cases/[id]/documents': {
		load: [
			reads('case', 'manager', ['case.read', 'lineManager']),
			reads('case', 'safetyRepresentative', ['case.read', 'safetyRepresentative'])
		],
		actions: {
			reference: [
				acts('manager', ['case.referenceAdded', 'lineManager'], () => ({
					key: key(),
					system: 'ia',
					reference: 'IA-1'
				}))
			],
			disclosure: [acts('manager', ['case.disclosureBegun', 'lineManager'], () => ({ key: key() }))]
		}
	},
	'(staff)/cases/[id]/documents/notification/[kind]': {
		load: [
			{
				ask: ({ case: id }) => ({ as: 'manager', params: { id, kind: 'work-injury' } }),
				writes: [['case.read', 'lineManager']]
			}
		],
		actions: {
			save: [
				{
					ask: ({ case: id }) => ({
						as: 'manager',
						params: { id, kind: 'work-injury' },
						form: { version: '0', injury: words }
					}),
					writes: [['case.notificationPrepared', 'lineManager']]
				}
			],
			submit: [
				{
					ask: ({ case: id }) => ({
						as: 'manager',
						params: { id, kind: 'serious-incident' },
						form: { version: '0', submittedOn: '2026-03-04', receipt: 'K-1' }
					}),
					writes: [['case.notificationSubmitted', 'lineManager']]
				}
			],
			copy: [
				{
					ask: ({ case: id }) => ({
						as: 'manager',
						params: { id, kind: 'work-injury' },
						form: { version: '1' },
						after: notified
					}),
					writes: [['case.notificationCopied', 'lineManager']]
				}
			]
		}
	},
	'(staff)/cases/[id]/documents/police': {
		load: [reads('case', 'hrPartner', ['case.read', 'hrPartner'])],
		actions: {
			save: [
				acts('manager', ['case.policePrepared', 'lineManager'], () => ({
					version: '0',
					included: 'report',
					reporterName: words
				}))
			],
			ask: [
				acts('manager', ['case.secrecyAsked', 'lineManager'], ({ adviser }) => ({
					key: key(),
					adviser,
					secrecyQuestion: words
				}))
			],
			report: [
				acts('manager', ['case.policeReported', 'lineManager'], () => ({
					version: '0',
					reportedOn: '2026-03-04',
					reportedHow: 'phone'
				}))
			]
		}
	},
	'(staff)/disclosures/[id]': {
		load: 'src/lib/server/case-documents/disclosure.db.test.ts',
		actions: {
			mask: 'src/lib/server/case-documents/disclosure.db.test.ts',
			give: 'src/lib/server/case-documents/disclosure.db.test.ts',
			decide: 'src/lib/server/case-documents/disclosure.db.test.ts'
		}
	},
	'(staff)/disclosures/[id]/disclosure.pdf': {
		load: 'src/lib/server/case-documents/disclosure.db.test.ts'
	},
	'(staff)/disclosures/[id]/print': {
		load: 'src/lib/server/case-documents/disclosure.db.test.ts'
	},
	'(staff)/requests': { load: 'what one was asked oneself, without any words of a case' },
	'(staff)/requests/secrecy/[id]': {
		load: 'src/lib/server/case-documents/secrecy.db.test.ts',
		actions: { answer: 'src/lib/server/case-documents/secrecy.db.test.ts' }
	},
	'(staff)/cases/[id]/documents/files/[file]': {
		load: ['case-file.pdf', 'hand-over.json', 'hand-over.csv'].map((file) => ({
			ask: ({ case: id }) => ({ as: 'manager', params: { id, file } }),
			writes: [
				['case.exported', 'lineManager'],
				['case.read', 'lineManager']
			]
		}))
	},
	'(staff)/cases/[id]/documents/print/[document]': {
		load: [
			{
				ask: ({ case: id }) => ({ as: 'hrPartner', params: { id, document: 'case-file' } }),
				writes: [
					['case.exported', 'hrPartner'],
					['case.read', 'hrPartner']
				]
			}
		]
	},
	'(staff)/cases/[id]/duties': {
		load: [
			reads('case', 'manager', ['case.read', 'lineManager']),
			reads('case', 'safetyRepresentative', ['case.read', 'safetyRepresentative'])
		],
		actions: {
			decide: [
				acts('manager', ['duty.decided', 'lineManager'], () => ({
					key: key(),
					version: '1',
					duty: 'support',
					dutyOutcome: 'done',
					dutyDate: '2026-03-04',
					dutyHow: words
				}))
			],
			review: [
				acts(
					'securityCoordinator',
					['duty.reviewed', 'securityCoordinator'],
					() => ({ key: key(), version: '2', duty: 'police', dutyAgrees: 'yes' }),
					async (home, subject) => {
						await assessed(home, subject);
						await cases.decideDuty(
							home.as('manager'),
							subject.case,
							buildDutyDecision(home.as('manager'), { dutyOutcome: 'notNeeded', dutyReason: words })
						);
					}
				)
			]
		}
	},
	'(staff)/cases/[id]/protection': {
		load: [reads('case', 'safetyRepresentative', ['case.read', 'safetyRepresentative'])],
		actions: {
			request: [
				acts('manager', ['threat.requested', 'lineManager'], () => ({ key: key(), threatQuestion: words }))
			],
			withdraw: [
				acts(
					'manager',
					['threat.withdrawn', 'lineManager'],
					() => ({ request: sameKey }),
					async (home, { case: id }) => {
						await threats.requestAssessment(home.as('manager'), id, buildRequest({ key: sameKey }));
					}
				)
			],
			assess: [acts('securityCoordinator', ['threat.assessed', 'securityCoordinator'], () => assessmentForm)],
			protect: 'two entries at once: src/lib/server/threat-assessments/threat-assessments.db.test.ts'
		}
	},
	'(staff)/cases/[id]/aftercare': {
		load: [reads('case', 'hrPartner', ['case.read', 'hrPartner'])],
		actions: {
			record: [
				acts('manager', ['aftercare.recorded', 'lineManager'], () => ({
					key: key(),
					step: 'week',
					outcome: 'done'
				}))
			]
		}
	},
	'(staff)/cases/[id]/statements': {
		load: [reads('case', 'hrPartner', ['case.read', 'hrPartner'])],
		actions: {
			ask: [
				acts('manager', ['statement.requested', 'lineManager'], ({ bystander }) => ({
					key: key(),
					statementPerson: bystander,
					statementQuestion: words,
					statementDue: '2099-01-01'
				}))
			],
			remind: [
				acts(
					'manager',
					['statement.reminded', 'lineManager'],
					() => ({ statement: question.remind, version: '1' }),
					asked(question.remind)
				)
			],
			accept: [
				acts(
					'manager',
					['statement.accepted', 'lineManager'],
					() => ({ statement: question.accept, version: '2' }),
					async (home, subject) => {
						await asked(question.accept)(home, subject);
						await statements.sendStatement(home.as('gammaReporter'), question.accept, {
							key: key(),
							version: 1,
							statementWords: words
						});
					}
				)
			],
			withdraw: [
				acts(
					'manager',
					['statement.withdrawn', 'lineManager'],
					() => ({ statement: question.withdraw, version: '1' }),
					asked(question.withdraw)
				)
			]
		}
	},
	'(staff)/my-reports/[id]/support': {
		load: [
			// who was exposed, in a report of somebody else’s
			reads('incident', 'colleague', ['incident.read', 'affectedPerson'])
		],
		actions: { answer: 'a week later: src/lib/server/aftercare/aftercare.db.test.ts' }
	},
	'(staff)/my-tasks/statements/[id]': {
		load: 'what one is asked oneself, and one’s own words',
		actions: {
			send: 'src/lib/server/statements/statements.db.test.ts',
			decline: 'src/lib/server/statements/statements.db.test.ts'
		}
	},
	'(staff)/threat-assessments': { load: 'numbers and days, no words of any case' },
	'(staff)/cases/[id]/decisions': {
		load: [
			reads('case', 'manager', ['case.read', 'lineManager']),
			reads('case', 'hrPartner', ['case.read', 'hrPartner'])
		],
		actions: {
			raise: [
				acts('hrPartner', ['conflict.raised', 'hrPartner'], () => ({ key: key(), circumstance: words })),
				acts('manager', ['conflict.raised', 'lineManager'], () => ({ key: key(), circumstance: words }))
			],
			examine: [
				withDuty(
					acts(
						'manager',
						['conflict.examined', 'lineManager'],
						({ case: id, made }) => ({
							question: idOfForm(made, id, words, null),
							version: '1',
							conflictOutcome: 'noConflict',
							conflictReason: words,
							examinedBy: 'Enhetschefen'
						}),
						(home, { case: id, made }) =>
							reviews.raiseQuestion(home.as('manager'), id, {
								key: made,
								circumstance: words,
								conflictReference: null
							})
					)
				)
			],
			pointOut: [
				acts('manager', ['review.added', 'lineManager'], () => ({
					key: key(),
					reference: 'A-12',
					decision: 'Beslut om bistånd',
					influence: words,
					concernsChild: 'yes'
				}))
			],
			finish: [
				acts(
					'manager',
					['review.finished', 'lineManager'],
					({ case: id, made }) => ({
						review: idOfForm(made, id, 'A-12', 'Beslut om bistånd', words, true),
						version: '1',
						reviewOutcome: 'unchanged',
						outcomeText: words,
						childInterest: words,
						reviewedBy: 'Enhetschefen',
						reviewedOn: '2026-03-04'
					}),
					(home, { case: id, made }) =>
						reviews.pointOutDecision(home.as('manager'), id, {
							key: made,
							reference: 'A-12',
							decision: 'Beslut om bistånd',
							influence: words,
							concernsChild: true
						})
				)
			]
		}
	},
	'(staff)/cases/[id]/lex-sarah': {
		load: [reads('case', 'manager', ['case.read', 'lineManager'])],
		actions: {
			handOver: [
				acts('manager', ['lexSarah.handedOver', 'lineManager'], () => ({
					key: key(),
					whatHappened: words,
					clientHarm: words
				}))
			],
			supplement: [
				acts(
					'manager',
					['lexSarah.supplemented', 'lineManager'],
					() => ({ key: key(), supplementText: words }),
					handedOver
				)
			]
		}
	},
	'(staff)/cases/[id]/safety-requests': {
		load: [reads('case', 'safetyRepresentative', ['case.read', 'safetyRepresentative'])]
	},
	'(staff)/lex-sarah': { load: 'numbers, units and states: no words of any record' },
	'(staff)/lex-sarah/[id]': {
		load: [readsRecord(['lexSarah.read', 'lexSarahOfficer'])],
		actions: {
			start: [onRecord(['lexSarah.started', 'lexSarahOfficer'])],
			document: [
				onRecord(['lexSarah.documented', 'lexSarahOfficer'], { entryKind: 'measure', entryText: words })
			],
			decide: [
				onRecord(['lexSarah.decided', 'lexSarahOfficer'], {
					assessment: 'noShortcoming',
					reason: words,
					ivo: 'no',
					ivoReason: words
				})
			],
			ivo: [
				onRecord(
					['lexSarah.ivoReported', 'lexSarahOfficer'],
					{ version: '3', ivoSentOn: '2026-03-04' },
					decided
				)
			],
			close: [
				onRecord(
					['lexSarah.closed', 'lexSarahOfficer'],
					{ version: '4', closingText: words },
					async (home, id) => {
						await decided(home, id);
						await lexSarah.recordIvo(home.as('lexSarahOfficer'), id, {
							version: 3,
							ivoSentOn: '2026-03-04',
							ivoReference: null
						});
					}
				)
			]
		}
	},
	'(staff)/lex-sarah-unattended': { load: 'names of officers: nothing of any record' },
	'(staff)/lex-sarah/[id]/print': { load: [readsRecord(['lexSarah.exported', 'lexSarahOfficer'])] },
	'(staff)/lex-sarah/[id]/record.json': { load: [readsRecord(['lexSarah.exported', 'lexSarahOfficer'])] },
	'(staff)/safety-requests': { load: 'units, days and states: no words of any request' },
	'(staff)/safety-requests/new': {
		load: [
			{
				ask: ({ case: id }) => ({ as: 'safetyRepresentative', query: `?case=${id}` }),
				writes: [['case.read', 'safetyRepresentative']]
			},
			// only the form
			{ ask: () => ({ as: 'safetyRepresentative' }), writes: [] }
		],
		actions: {
			ask: [
				{
					ask: ({ case: id }) => ({
						as: 'safetyRepresentative',
						form: { key: key(), case: id, demand: words }
					}),
					writes: [['safetyRequest.made', 'safetyRepresentative']]
				},
				{
					ask: ({ unit }) => ({ as: 'safetyRepresentative', form: { key: key(), unit, demand: words } }),
					writes: [['safetyRequest.made', 'safetyRepresentative']]
				}
			]
		}
	},
	'(staff)/safety-requests/[id]': {
		load: [onRequest('manager', ['safetyRequest.read', 'lineManager'])],
		actions: {
			answer: [
				withDuty(
					onRequest('manager', ['safetyRequest.answered', 'lineManager'], {
						answer: 'accepted',
						answerText: words
					})
				)
			],
			goOn: [
				onRequest('safetyRepresentative', ['safetyRequest.wentOn', 'safetyRepresentative'], {
					authorityOn: '2026-03-04'
				})
			]
		}
	},
	'(staff)/safety-requests/[id]/confirmation': {
		load: [onRequest('safetyRepresentative', ['safetyRequest.read', 'safetyRepresentative'])]
	},
	'(staff)/log': {
		load: [
			{ ask: () => ({ as: 'dataProtectionOfficer' }), writes: [['log.searched', 'dataProtectionOfficer']] }
		]
	},
	'(staff)/log/proofs': {
		load: 'checkpoints and sizes: no entry of the log',
		actions: {
			check: 'src/lib/server/activity-log/proofs-view.db.test.ts',
			everything: 'src/lib/server/activity-log/proofs-view.db.test.ts'
		}
	},
	'(staff)/log/proofs/log.jsonl': { load: 'src/lib/server/activity-log/proofs-view.db.test.ts' },
	'(staff)/log/proofs/proofs.jsonl': { load: 'src/lib/server/activity-log/proofs-view.db.test.ts' },
	'(staff)/log/sample': {
		load: [
			// only the form
			{ ask: () => ({ as: 'dataProtectionOfficer' }), writes: [] },
			{
				ask: () => ({ as: 'dataProtectionOfficer', query: '?seed=abc' }),
				writes: [['log.sampled', 'dataProtectionOfficer']]
			}
		]
	},
	'(staff)/log/unusual': {
		load: [
			{ ask: () => ({ as: 'dataProtectionOfficer' }), writes: [['log.unusualRead', 'dataProtectionOfficer']] }
		],
		actions: {
			limits: [
				{
					ask: () => ({
						as: 'dataProtectionOfficer',
						form: {
							logReviewQuickCases: '15',
							logReviewOutsideCases: '5',
							logReviewNightReadings: '5',
							logReviewDaysAfterTransfer: '14',
							logReviewMonths: '3'
						}
					}),
					writes: [['log.limitsSet', 'dataProtectionOfficer']]
				}
			]
		}
	},
	'(staff)/log/reviews': {
		load: [
			{ ask: () => ({ as: 'dataProtectionOfficer' }), writes: [['log.reviewsRead', 'dataProtectionOfficer']] }
		],
		actions: {
			review: [
				{
					ask: () => ({
						as: 'dataProtectionOfficer',
						form: {
							key: key(),
							method: 'search',
							periodFrom: '2026-03-01',
							periodTo: '2026-03-04',
							entryCount: '3',
							link: '/log?group=reading',
							outcome: 'noRemark'
						}
					}),
					writes: [['log.reviewed', 'dataProtectionOfficer']]
				}
			]
		}
	},
	'(staff)/deputies': {
		load: 'names of colleagues; a person with protected personal data: as on the report form',
		actions: {
			name: [
				{
					ask: ({ unit, colleague }) => ({
						as: 'manager',
						form: { person: colleague, unit, from: '2026-09-01', to: '2026-09-20' }
					}),
					writes: [['deputy.named', 'lineManager']]
				}
			],
			end: 'src/lib/server/deputies/deputies.db.test.ts'
		}
	},
	'(staff)/organisation/scim': {
		load: 'names of connections and groups, and codes of what was refused',
		actions: {
			create: [
				{
					ask: () => ({ as: 'administrator', form: { name: 'Entra ID', newUnitId: '' } }),
					writes: [['provisioning.clientCreated', 'systemAdministrator']]
				}
			],
			renew: writtenElsewhere,
			place: writtenElsewhere,
			revoke: writtenElsewhere,
			map: writtenElsewhere
		}
	},
	'(staff)/notices': {
		load: 'codes, numbers of cases and the names of units',
		actions: { one: 'marks one’s own as read', all: 'marks one’s own as read' }
	},
	'(staff)/people': {
		load: [
			// nobody with protected personal data is on the list
			{ ask: () => ({ as: 'administrator' }), writes: [] }
		],
		actions: { search: 'leads on to the list' }
	},
	'(staff)/people/new': {
		load: 'names of units',
		actions: {
			default: [
				{
					ask: ({ unit }) => ({ as: 'administrator', form: { name: 'Ny', unitId: unit } }),
					writes: [['organisation.changed', 'systemAdministrator']]
				}
			]
		}
	},
	'(staff)/people/[id]': {
		load: [reads('colleague', 'administrator')],
		actions: {
			change: [
				{
					ask: ({ unit, colleague }) => ({
						as: 'administrator',
						params: { id: colleague },
						form: { name: 'Annat namn', unitId: unit }
					}),
					writes: [['organisation.changed', 'systemAdministrator']]
				}
			],
			preview: 'numbers; the role is not given yet',
			give: [
				{
					ask: ({ unit, colleague }) => ({
						as: 'administrator',
						params: { id: colleague },
						form: { role: 'controller', roleUnit: unit, validFrom: '2026-03-04' }
					}),
					writes: [['organisation.changed', 'systemAdministrator']]
				}
			],
			end: 'src/lib/server/people/people.db.test.ts',
			leave: 'src/lib/server/people/people.db.test.ts',
			takeBack: 'src/lib/server/people/people.db.test.ts',
			protect: 'src/lib/server/people/people.db.test.ts',
			unprotect: 'src/lib/server/people/people.db.test.ts'
		}
	},
	'(staff)/account/notifications': {
		load: 'one’s own choices',
		actions: { default: 'keeps one’s own choices' }
	},
	'(staff)/organisation/notifications': {
		load: 'whether the mail server answers, and whose address is refused'
	},
	'(staff)/organisation/settings': {
		load: 'levels that stand on the pages of cases, and names of administrators; protected ones: as elsewhere',
		actions: {
			default: [
				{
					ask: () => ({ as: 'administrator', form: buildSettingsForm({ noticeDays: '30' }) }),
					writes: [['setting.changed', 'systemAdministrator']]
				}
			]
		}
	},
	'(staff)/organisation/gaps': { load: 'names of units and of who holds a role' },
	'(staff)/organisation/import': {
		load: 'only the form',
		actions: { default: 'keeps files for an hour, for nobody but who sent them' }
	},
	'(staff)/organisation/import/[id]': {
		load: 'one’s own files, compared with what one may read anyway',
		actions: {
			apply: 'src/lib/server/provisioning/import.db.test.ts',
			discard: 'forgets one’s own files'
		}
	},
	'(staff)/organisation/import/template/[file]': { load: 'the same for everybody' },
	'(staff)/organisation': { load: 'units, and who manages them' },
	'(staff)/organisation/units/[id]': {
		load: 'a unit, its roles and its history; who is protected is not shown',
		actions: {
			headcount: [
				{
					ask: ({ unit }) => ({
						as: 'administrator',
						params: { id: unit },
						form: { year: '2026', occupation: 'undersköterska', headcount: '7' }
					}),
					writes: [['organisation.changed', 'systemAdministrator']]
				}
			]
		}
	},
	'(staff)/organisation/units/[id]/change/[action]': {
		load: 'only the form',
		actions: {
			preview: 'numbers of cases, and changes nothing',
			confirm: [
				{
					ask: ({ unit }) => ({
						as: 'administrator',
						params: { id: unit, action: 'rename' },
						form: { name: 'Enhet Alfa Nord', from: '2026-03-04' }
					}),
					writes: [['organisation.changed', 'systemAdministrator']]
				},
				{
					ask: ({ unit }) => ({
						as: 'administrator',
						params: { id: unit, action: 'rename' },
						form: { name: 'Enhet Alfa Syd', from: '2026-05-01' }
					}),
					writes: [['organisation.planned', 'systemAdministrator']]
				}
			]
		}
	},
	'(staff)/organisation/changes': { load: 'what changed in the organisation, by whom' },
	'(staff)/organisation/changes/[id]': {
		load: 'what one change did; who is protected is not shown',
		actions: {
			undo: 'src/lib/server/organisation-changes/organisation-changes.db.test.ts',
			cancel: 'src/lib/server/organisation-changes/wishes.db.test.ts'
		}
	},
	'(staff)/statistics': { load: leadsOn },
	'(staff)/statistics/[unit]': { load: 'figures, small ones withheld; taking them home is logged' },
	'(staff)/statistics/[unit]/export.csv': {
		load: [
			{
				ask: ({ unit }) => ({ as: 'manager', params: { unit } }),
				writes: [['statistics.exported', 'lineManager']]
			},
			{
				ask: ({ unit }) => ({ as: 'controller', params: { unit } }),
				writes: [['statistics.exported', 'controller']]
			}
		]
	}
};

const root = 'src/routes';
const routes = [
	...new Set(
		readdirSync(root, { recursive: true, encoding: 'utf8' })
			.filter((name) => /\+(page\.server|server)\.ts$/.test(name))
			.map((name) => name.replaceAll('\\', '/').replace(/\/?\+[^/]+$/, ''))
	)
];

type Handler = (event: unknown) => unknown;
interface RouteModule {
	load?: Handler;
	GET?: Handler;
	/** Without a form of ours: what another system posts. */
	POST?: Handler;
	actions?: Record<string, Handler>;
}
/** The route's own code, as the server runs it. */
async function moduleOf(route: string): Promise<RouteModule> {
	const file = ['+page.server.ts', '+server.ts'].find((name) => existsSync(join(root, route, name)))!;
	return (await import(/* @vite-ignore */ resolve(root, route, file))) as RouteModule;
}

/** What SvelteKit hands to a route, as far as ours look at it. */
function eventFor(context: Context, route: string, { params = {}, query = '', form }: Request) {
	const url = new URL(`http://opaverkad.test/${query}`);
	return {
		url,
		params,
		route: { id: `/${route}` },
		locals: { actor: context.actor, context, csrfToken: null, locale: 'sv' },
		request: new globalThis.Request(url, {
			method: form ? 'POST' : 'GET',
			...(form && { body: new URLSearchParams(form), headers: { origin: url.origin } })
		}),
		setHeaders: () => undefined
	};
}

let db: TestDatabase;
let home: TestMunicipality;
let subject: Subject;
beforeAll(async () => {
	db = await embeddedDatabase();
	home = await makeMunicipality(db);
});
afterAll(() => db.close());

const later = (minutes: number) => home.clock.set(home.clock.now().add({ minutes }).toString());

async function prepare(): Promise<Subject> {
	const values = { affected: home.person('colleague'), text: 'Ring mig på 070-123 45 67.' };
	const incident = await report(home.as('reporter'), { values });
	const row = await db.asOwner((tx) =>
		tx
			.selectFrom('caseFile')
			.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
			.select(['caseFile.id', 'incident.number'])
			.where('incidentId', '=', incident)
			.executeTakeFirstOrThrow()
	);
	const manager = home.as('manager');
	const measure = buildMeasure(manager, { ownerId: home.person('gammaReporter') });
	await cases.addMeasure(manager, row.id, measure);
	// the next request is on another errand
	later(30);
	return {
		incident,
		case: row.id,
		number: `2026-${String(row.number).padStart(4, '0')}`,
		measure: measure.key as MeasureId,
		unit: home.unit('alpha').id,
		colleague: home.person('colleague'),
		coordinator: home.person('securityCoordinator'),
		bystander: home.person('gammaReporter'),
		adviser: home.person('legalAdviser'),
		made: newId<string>()
	};
}

const logged = () =>
	db.asOwner((tx) =>
		tx
			.selectFrom('activity')
			.select(['id', 'action', 'role', 'actorId'])
			.orderBy('at')
			.orderBy('id')
			.execute()
	);

/** A redirect and an answer are both fine; a page that does not exist, or a refusal, is not. */
async function ask(handler: Handler, context: Context, route: string, request: Request): Promise<void> {
	let answer: unknown;
	try {
		answer = await handler(eventFor(context, route, request));
	} catch (thrown) {
		if ((thrown as { status?: number }).status !== 303) throw thrown;
	}
	// what a form action answers when it did nothing
	const { status, data } = (answer ?? {}) as { status?: number; data?: unknown };
	if (status !== undefined && status >= 400) throw new Error(JSON.stringify(data));
}

test('every route has its row, and every form action', async () => {
	expect(routes.filter((route) => !(route in rows))).toEqual([]);
	expect(Object.keys(rows).filter((route) => !routes.includes(route))).toEqual([]);
	for (const route of routes) {
		const { load, GET, POST, actions = {} } = await moduleOf(route);
		const row = rows[route]!;
		expect(row.load !== undefined, `${route}: what asking for it writes`).toBe(Boolean(load ?? GET ?? POST));
		expect(Object.keys(row.actions ?? {}).sort(), route).toEqual(Object.keys(actions).sort());
	}
});

const trials = Object.entries(rows).flatMap(([route, { load, actions = {} }]) =>
	[['load', load] as const, ...Object.entries(actions)].flatMap(([name, tried]) =>
		Array.isArray(tried) ? tried.map((row, index) => ({ route, name, index, row })) : []
	)
);

describe.each(trials)('$route $name ($index)', ({ route, name, row }) => {
	test(`writes ${row.writes.map(([action]) => action).join(', ') || 'nothing'}`, async () => {
		subject = await prepare();
		const request = row.ask(subject);
		if (request.after) await request.after(home, subject);
		const before = new Set((await logged()).map(({ id }) => id));

		const { load, GET, actions } = await moduleOf(route);
		const handler = name === 'load' ? (load ?? GET)! : actions![name]!;
		await ask(handler, home.as(request.as), route, request);

		const written = (await logged()).filter(({ id }) => !before.has(id));
		expect(written.map(({ action, role }) => [action, role])).toEqual(row.writes);
		for (const { actorId } of written) expect(actorId).toBe(home.person(request.as));
	});
});

describe('a reading', () => {
	test('is committed before the page is made: who was shown it is logged even when the page then fails', async () => {
		subject = await prepare();
		const { load } = await moduleOf('(staff)/cases/[id]');
		const page = async () => {
			await load!(eventFor(home.as('hrPartner'), 'cases', { as: 'hrPartner', params: { id: subject.case } }));
			throw new Error('the page could not be drawn');
		};
		await expect(page()).rejects.toThrow('could not be drawn');
		const readings = (await logged()).filter(
			({ action, actorId }) => action === 'case.read' && actorId === home.person('hrPartner')
		);
		expect(readings.length).toBeGreaterThan(0);
	});

	test('is one line while the errand lasts, and another one ten minutes later or in another capacity', async () => {
		subject = await prepare();
		const count = async () =>
			(
				await db.asOwner((tx) =>
					tx
						.selectFrom('activity')
						.select('id')
						.where('subjectId', '=', subject.case)
						.where('action', '=', 'case.read')
						.execute()
				)
			).length;
		await cases.viewCase(home.as('head'), subject.case, 'sv');
		await cases.viewCase(home.as('head'), subject.case, 'sv');
		expect(await count()).toBe(1);
		later(11);
		await cases.viewCase(home.as('head'), subject.case, 'sv');
		expect(await count()).toBe(2);
		await db.asOwner((tx) =>
			tx
				.updateTable('caseFile')
				.set({ sharedWith: [home.person('controller')] })
				.where('id', '=', subject.case)
				.execute()
		);
		await cases.viewCase(home.as('controller'), subject.case, 'sv');
		expect((await logged()).at(-1)).toMatchObject({ action: 'case.read', role: 'sharedReader' });
	});

	test('of who somebody with protected personal data is, is logged for each page that names them', async () => {
		subject = await prepare();
		const colleague = home.person('colleague');
		const protect = (isProtected: boolean) =>
			db.asOwner((tx) => tx.updateTable('person').set({ isProtected }).where('id', '=', colleague).execute());
		await protect(true);
		try {
			const seen = async (as: string, look: (context: Context) => Promise<unknown>) => {
				const before = (await logged()).length;
				await look(home.as(as));
				const written = (await logged()).slice(before);
				return written.filter(({ action }) => action === 'person.read').map(({ role }) => role);
			};
			expect(await seen('manager', (as) => cases.viewCase(as, subject.case, 'sv'))).toEqual(['lineManager']);
			const form = { unitId: null, forColleague: true };
			expect(await seen('head', (as) => cases.viewReportForm(as, form, 'sv'))).toEqual([null]);
			// who may not see them is not shown them
			expect(await seen('reporter', (as) => cases.viewReportForm(as, form, 'sv'))).toEqual([]);
			expect(await seen('safetyRepresentative', (as) => cases.viewCase(as, subject.case, 'sv'))).toEqual([]);
			expect(await seen('colleague', (as) => cases.viewOwnReport(as, subject.incident, 'sv'))).toEqual([]);
		} finally {
			await protect(false);
		}
	});
});
