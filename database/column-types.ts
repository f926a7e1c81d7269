/** What columns hold, as the code sees it. Used by types.generated.ts; see scripts/generate-types.ts for which column is which. */
import type { ColumnType } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Branded } from '../src/lib/server/platform/ids.ts';

/** A timestamptz: read as an instant, written as ISO 8601. */
export type Instant = ColumnType<Temporal.Instant, string, string>;

export type UnitId = Branded<'unit'>;
export type PersonId = Branded<'person'>;
export type ImportDraftId = Branded<'importDraft'>;
export type SessionId = Branded<'session'>;
export type IncidentId = Branded<'incident'>;
export type CaseId = Branded<'case'>;
export type MeasureId = Branded<'measure'>;
export type AttachmentId = Branded<'attachment'>;
export type ChangeId = Branded<'organisationChange'>;
export type ScimClientId = Branded<'scimClient'>;
export type ScimGroupId = Branded<'scimGroup'>;
export type ThreatAssessmentId = Branded<'threatAssessment'>;
export type StatementId = Branded<'statement'>;
export type LexSarahRecordId = Branded<'lexSarahRecord'>;
export type ConflictQuestionId = Branded<'conflictQuestion'>;
export type DecisionReviewId = Branded<'decisionReview'>;
export type SafetyRequestId = Branded<'safetyRequest'>;

export type ImportState = 'shown' | 'running' | 'done' | 'failed' | 'interrupted';

export type { RoleCode } from '../src/lib/server/organisation/roles.ts';
export type { CaseStatus } from '../src/lib/server/cases/status.ts';
export type {
	AssessedForm,
	Channel,
	Consequence,
	Form,
	Gender,
	Influencer,
	Origin,
	Purpose,
	Subform,
	YesNoUnsure
} from '../src/lib/server/incidents/taxonomy.ts';
export type { DecisionAffected, Harm, InsteadKind, Motive, Severity, UndueInfluence, TransferTarget } from '../src/lib/server/cases/assessment.ts';
export type { DecisionStep, DutyState } from '../src/lib/server/duties/decision.ts';
export type { ChangeKind, ChangeState } from '../src/lib/server/organisation-changes/change.ts';
export type { MeasureEffect, MeasureKind } from '../src/lib/server/measures/measure.ts';
export type { AftercareStep, StepOutcome, SupportAnswer, SupportStep } from '../src/lib/server/aftercare/steps.ts';
export type {
	FactorLevel,
	HistoryType,
	ProtectionKind,
	ThreatFactor,
	ThreatLevel
} from '../src/lib/server/threat-assessments/threat-assessment.ts';
export type { AttachmentState, CopyProblem, CustodyStep, MediaType, ScanAnswer } from '../src/lib/server/documents/attachment.ts';
export type { Assessment as LexSarahAssessment, EntryKind as LexSarahEntryKind, RecordStatus as LexSarahStatus } from '../src/lib/server/lex-sarah/record.ts';
export type { ConflictOutcome, ReviewOutcome } from '../src/lib/server/decision-review/review.ts';
export type { SafetyAnswer } from '../src/lib/server/safety-requests/request.ts';
