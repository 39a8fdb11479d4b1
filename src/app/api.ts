import type { Budget, StopReason } from "#domain/budget.ts";
import type { Candidate, Proposer } from "#domain/candidate.ts";
import type { ApprovalVerdict, JudgedApproval } from "#domain/approval.ts";
import type { Compliance } from "#domain/compliance.ts";
import type { Defect } from "#domain/defect.ts";
import type { Emit } from "#domain/event.ts";
import type { GateRecord, GateVerdict } from "#domain/gate.ts";
import type { Location } from "#domain/location.ts";
import type { Level } from "#domain/verdict.ts";
import type { RegressionTest } from "#domain/regression-test.ts";
import type { FileChange, Repair, ScanReport } from "#domain/report.ts";
import type { Severity } from "#domain/severity.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import type { ScreenReason } from "#stages/generate/screen.ts";
import type { ChangedPath } from "#stages/decide/change-facts.ts";
import type { StandardId } from "#domain/standard.ts";
import type { CompareOutcome, CompareRequest } from "./compare-api.ts";
import type { Config } from "./config.ts";
import type { ChangeRange } from "./judges.ts";
import type {
  AttachOutcome,
  AttachRequest,
  AttestRequest,
  AuditOutcome,
  AuditRequest,
  VerifyOptions,
  VerifyOutcome,
} from "./evidence-api.ts";
import type { DependencyCommands } from "./dependencies-run.ts";
import type { DoctorLine, DoctorOptions } from "./doctor-api.ts";
import type { LabelOutcome, LabelRequest } from "./label-api.ts";

/** Which code, in which state. */
export interface Target {
  /** Files or folders, as the user gave them (relative to the current folder or absolute). Empty: the current folder. */
  readonly paths: readonly string[];
  /** Only defects on lines changed since this git revision. */
  readonly base?: string;
  /** The staged blobs instead of the working tree. */
  readonly staged?: boolean;
  /** One text instead of files; `path` names it and tells its language. */
  readonly stdin?: { readonly path: string; readonly text: string };
}

export interface CheckRequest {
  readonly target: Target;
  /** Reports of other tools to take in, as the user gave their paths. */
  readonly imports?: readonly string[];
  /** Standards to hold the result against. */
  readonly standards?: readonly StandardId[];
}

export interface CheckOutcome {
  readonly report: ScanReport;
  /** Sorted by severity and probability, worst first, then place. */
  readonly defects: readonly Defect[];
  /** Those of the same files that the request does not speak of, on lines that did not change; absent where it speaks of all. */
  readonly beside?: readonly Pick<Defect, "witnesses">[];
  /** Text of a file as it was analysed, for code frames; undefined when it cannot be read as text. */
  readonly text: (path: string) => Promise<string | undefined>;
  /** One for each standard that was asked for; absent where none was. */
  readonly compliance?: readonly Compliance[];
}

export interface FixRequest {
  readonly target: Target;
  readonly apply: boolean;
  /** With `apply`: also writes what waits for a human, signed as the local user. */
  readonly approve: boolean;
  /** Repairs only these defects (id or a unique prefix of it, or a rule id, or a CWE); empty: all at or above the threshold. */
  readonly only: readonly string[];
  /**
   * Options to take: a letter or a variant for every repair that has it, or `<defect, rule or CWE>=<letter or variant>` for some; a later one wins. Where a
   * repair has no such option its default is tried.
   */
  readonly options?: readonly string[];
  /** Who may propose; absent: everyone there is. */
  readonly by?: readonly Proposer[];
  /** Writes a regression test for each accepted repair that was attacked, and proves it on both states. */
  readonly withTest?: boolean;
  readonly budget?: { readonly [K in keyof Budget]?: Budget[K] | undefined };
  /** Asks a person about each repair; undefined: policy alone decides. */
  readonly reviewer?: Reviewer;
}

export interface FixOutcome extends CheckOutcome {
  readonly repairs: readonly Repair[];
  /** Defects that the request speaks of and that are still there with every accepted repair on top; those that wait for a person among them. */
  readonly left: readonly Defect[];
  /** Defects by id, every one that a repair speaks of, at their place in the files as found, or after `applied` as they are now. */
  readonly defectsById: ReadonlyMap<string, Defect>;
  /** Text in which the place of one of them lies; undefined where no file has it (it came and went) and where it is no text. */
  readonly textAround: (defect: Defect) => Promise<string | undefined>;
  readonly changes: readonly FileChange[];
  /** Text of a file with every accepted repair on top; undefined when it cannot be read as text. */
  readonly after: (path: string) => Promise<string | undefined>;
  readonly applied: boolean;
  /** Absent where no tests were asked for. */
  readonly tests?: {
    /** New files; on the disk when `applied`. */
    readonly written: readonly (RegressionTest & { readonly text: string })[];
    /** Accepted repairs without one, and why. */
    readonly missing: readonly { readonly defect: Defect["id"]; readonly why: string }[];
  };
  /** Words of the request's `only` that are neither id, rule nor weakness of a defect here. */
  readonly unmatched: readonly string[];
  /** Words of the request's `options` that no repair has an option for. */
  readonly optionless?: readonly string[];
  /** Unified diff of everything accepted, paths `a/…` and `b/…`. */
  readonly diff: string;
  /** Unified diff of one attempt of `repairs`, against the code it was made for; empty when unknown. */
  readonly attemptDiff: (repair: Repair, attempt: number) => string;
  /** Absolute path of the signed bundle; undefined when nothing was proposed. */
  readonly evidence?: string;
  readonly stop: StopReason;
}

export interface ReviewRequest {
  readonly target: Target;
  /** Most comments; `noise.maxComments` when absent. */
  readonly most?: number;
  readonly budget?: FixRequest["budget"];
  /** Asks a person about each suggestion; undefined: policy alone decides. */
  readonly reviewer?: Reviewer;
}

/** An edit that the loop has verified, in places of the text under review. */
export interface Suggestion {
  readonly title: string;
  readonly rationale: string;
  readonly origin: Candidate["origin"];
  readonly level?: Level;
  /** True when the policy wants a person to agree. */
  readonly waits: boolean;
  readonly diff: string;
  /** Other ways to repair it, in the order proposed; empty where there is one way. `checked` is false where no check has seen it. */
  readonly options: readonly {
    readonly option: string;
    readonly title: string;
    readonly tradeOffs: Candidate["tradeOffs"];
    readonly checked: boolean;
    readonly diff: string;
  }[];
  /** In the order of their places, not overlapping. */
  readonly edits: readonly { readonly location: Location; readonly text: string }[];
}

export interface ReviewComment
  extends Pick<Defect, "rule" | "cwe" | "severity" | "probability" | "location" | "title" | "message" | "remedy" | "trace"> {
  readonly defect: Defect["id"];
  readonly suggestion?: Suggestion;
}

export interface ReviewOutcome {
  /** Worst first. */
  readonly comments: readonly ReviewComment[];
  /** What is not commented on, and why: too unlikely, or more than the limit. */
  readonly held: { readonly unlikely: number; readonly overLimit: number };
  readonly fix: FixOutcome;
}

export interface GateRequest extends ChangeRange {
  /** Who wrote the change; told by its commits where absent. */
  readonly author?: "human" | "agent";
}

/** The findings and defects are those of the changed files and of the files around them; see `isNew` for those that the change brings. */
export interface GateOutcome extends CheckOutcome {
  readonly verdict: GateVerdict;
  /** Bound to the change, what was seen, and the policy: another of these gives another id. */
  readonly record: GateRecord;
  /** What became of every approval that the change carries along. */
  readonly approvals: readonly JudgedApproval[];
  readonly files: readonly ChangedPath[];
  /** How many files were analysed, and how many import what changed. */
  readonly scope: { readonly analysed: number; readonly importers: number };
  readonly isNew: (defect: Defect) => boolean;
  /** What a reader should know and that decides nothing: files that are excluded, old problems. */
  readonly notes: readonly string[];
}

export interface ApproveRequest extends ChangeRange {
  /** Id of the gate's decision or a unique beginning of it, 8 hex digits at least. */
  readonly decision: string;
  readonly verdict: ApprovalVerdict;
  readonly words: string;
  /** Last day, `YYYY-MM-DD` in UTC. */
  readonly until: string;
  /** Name of a person of the policy; told by the key where absent. */
  readonly as?: string;
  /** `local`: the key of this user's state folder. `payload`: sign nothing, give what is to be signed. `ssh`: an armored signature of that. */
  readonly by: { readonly kind: "local" | "payload" } | { readonly kind: "ssh"; readonly armored: string };
  /** Shows a person what is to be signed, once the decision is the one named; throws where they do not agree, and nothing is written. */
  readonly confirm?: (gate: GateOutcome) => Promise<void>;
}

export interface ApproveOutcome {
  readonly record: GateRecord;
  readonly reviewer: string;
  /** What is signed: the DSSE pre-authentication encoding. */
  readonly payload: Uint8Array;
  /** Repository path of the new file; absent where only the payload was asked for. */
  readonly path?: string;
}

export interface GenerateRequest {
  /** What the code is to do, in words. */
  readonly request: string;
  /** File the code is for, as the user gave it; a new one when it does not exist. */
  readonly file?: string;
  /** Line of `file`, from 1, before which the code goes; its end when absent. */
  readonly line?: number;
  /** Id of a language pack; told by `file` when absent. */
  readonly language?: string;
  readonly budget?: FixRequest["budget"];
}

export interface DraftVerdict {
  /** From 1. */
  readonly round: number;
  readonly verdict: "accepted" | "refused" | "unusable";
  readonly reasons: readonly string[];
}

export interface GenerateOutcome {
  /** `refused`: the request itself asks for a weakness. `unfixed`: no draft became free of defects. Code is there only when `verified`. */
  readonly status: "refused" | "verified" | "unfixed";
  /** What the screening of the request said. */
  readonly reasons: readonly ScreenReason[];
  readonly drafts: readonly DraftVerdict[];
  /** Repository-relative. */
  readonly path: string;
  /** The whole text of the file with the code in it. */
  readonly code?: string;
  /** How the last draft that could be judged was judged and repaired. */
  readonly fix?: FixOutcome;
}

export interface Explanation {
  readonly kind: "rule" | "cwe" | "recipe" | "check" | "defect" | "error";
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** One opened project: what every face calls. */
export interface Assay {
  readonly version: string;
  /** Absolute path of the project's root. */
  readonly root: string;
  readonly config: Config;
  /** Where each setting came from, by dotted key. */
  readonly origins: Readonly<Record<string, string>>;
  readonly failOn: Severity;
  check(request: CheckRequest, emit: Emit, signal: AbortSignal): Promise<CheckOutcome>;
  fix(request: FixRequest, emit: Emit, signal: AbortSignal): Promise<FixOutcome>;
  /** Judges a change by the policy of the state that it starts from; the project must be opened with `judgedFrom` of the same range. Writes nothing. */
  gate(request: GateRequest, emit: Emit, signal: AbortSignal): Promise<GateOutcome>;
  /** Signs what the gate decides now, in this user's name; the project must be opened with `judgedFrom` of the same range. */
  approve(request: ApproveRequest, emit: Emit, signal: AbortSignal): Promise<ApproveOutcome>;
  /** Comments with verified suggestions; writes nothing. */
  review(request: ReviewRequest, emit: Emit, signal: AbortSignal): Promise<ReviewOutcome>;
  /** Rejects with `model-failed` where no model is configured. */
  generate(request: GenerateRequest, emit: Emit, signal: AbortSignal): Promise<GenerateOutcome>;
  /** A bundle, or a signed approval, which is compared with `decision`. Without a sandbox the patch of another signer is run only where `trustPatch` says so. */
  verify(bundle: string, options: VerifyOptions, signal: AbortSignal): Promise<VerifyOutcome>;
  /** Checks everything that was recorded for this user and beside this project. Writes nothing. */
  audit(request: AuditRequest): Promise<AuditOutcome>;
  /** Lets a bundle that holds travel with the change. */
  attach(request: AttachRequest, signal: AbortSignal): Promise<AttachOutcome>;
  /** What a bundle that holds says, in standard predicates too, signed by this user: JSON Lines of DSSE envelopes. */
  attest(request: AttestRequest, signal: AbortSignal): Promise<string>;
  /** Every engine that is here, every pair and all together, on the same files. Writes nothing. */
  compare(request: CompareRequest, emit: Emit, signal: AbortSignal): Promise<CompareOutcome>;
  /** Writes what a person found out about a defect; rejects with `usage` where it is not here. */
  label(request: LabelRequest, emit: Emit, signal: AbortSignal): Promise<LabelOutcome>;
  doctor(options: DoctorOptions, signal: AbortSignal): Promise<readonly DoctorLine[]>;
  /** A rule, CWE, recipe, check or error by id; a defect of the last run by id or unique prefix. Undefined when nothing has that name. */
  explain(subject: string): Promise<Explanation | undefined>;
  /** Advisories about packages. */
  dependencies(): Promise<DependencyCommands>;
  close(): Promise<void>;
}
