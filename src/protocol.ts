export type { Budget, Spent, StopReason } from "#domain/budget.ts";
export type { Candidate, Origin, ReviewGuidance, TradeOffs } from "#domain/candidate.ts";
export type { Completeness, EngineRun, Problem } from "#domain/completeness.ts";
export type { Compliance, ComplianceStatus, RuleCompliance } from "#domain/compliance.ts";
export type { Cwe } from "#domain/cwe.ts";
export type { Decision } from "#domain/decision.ts";
export type { Defect } from "#domain/defect.ts";
export type { AssayError, ErrorCode } from "#domain/errors.ts";
export type { Emit, RunEvent } from "#domain/event.ts";
export type { Envelope, RepairClaim, RepairPredicate, Statement } from "#domain/evidence.ts";
export type { Finding, TraceStep } from "#domain/finding.ts";
export type { CandidateId, DefectId, Digest, FindingId, RunId } from "#domain/ids.ts";
export type { Location } from "#domain/location.ts";
export type { FilePatch, Patch, TextEdit } from "#domain/patch.ts";
export type { Attempt, FileChange, Repair, ScanReport, Suppressed } from "#domain/report.ts";
export type { Severity } from "#domain/severity.ts";
export type { Level, Outcome, Verdict } from "#domain/verdict.ts";
export type { Reviewer, ReviewAnswer, ReviewRequest } from "#ports/reviewer.ts";
export type {
  Assay,
  CheckOutcome,
  CheckRequest,
  Explanation,
  FixOutcome,
  FixRequest,
  Target,
} from "#app/api.ts";
export type { OpenOptions } from "#app/open-options.ts";
export type { DoctorLine } from "#app/doctor-api.ts";
export type { ClaimState, VerifyOutcome } from "#app/evidence-api.ts";
export type { Config } from "#app/config.ts";
