import type { Defect } from "#domain/defect.ts";
import type { Severity } from "#domain/severity.ts";

export interface ChangedPath {
  readonly path: string;
  readonly change: "added" | "modified" | "deleted";
  /** Lines that were added or altered; of a deleted file, all it had. */
  readonly lines: number;
}

/** What is known of a change before the policy is asked. All lists sorted. */
export interface ChangeFacts {
  readonly files: readonly ChangedPath[];
  /** How many files import what changed, directly or through others. */
  readonly reach: number;
  readonly author: "human" | "agent";
  /** Of the changed files and those that import them. */
  readonly defects: readonly CountedDefect[];
  readonly engines: readonly EngineFact[];
  /** Source files that should have been analysed and were not. */
  readonly uncovered: readonly { readonly path?: string | undefined; readonly reason: string }[];
  /** Findings that are hidden in these files. */
  readonly suppressed: readonly SuppressedFact[];
  /** Suppressions that the change brings along. */
  readonly newSuppressions: readonly { readonly path: string; readonly line: number; readonly words: string }[];
  /** Tests that the change takes away, skips or weakens. */
  readonly weakenedTests: readonly { readonly path: string; readonly detail: string }[];
  /** Files of the policy itself that could not be used, and why. */
  readonly brokenPolicy: readonly string[];
  /** What of the policy the change itself would break, were it merged. */
  readonly breaksPolicy: readonly string[];
  /** People who have agreed to exactly this change. */
  readonly approvals: number;
  /** Roles of those people. */
  readonly roles: readonly string[];
  /** Words of people who reject it. */
  readonly rejections: readonly string[];
  /** Words of one who lets it through in an emergency. */
  readonly emergency?: string;
}

export interface CountedDefect extends Pick<Defect, "id" | "cwe" | "rule" | "title" | "severity" | "probability"> {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** True where the base does not have it. */
  readonly isNew: boolean;
  /** True where the baseline lists it. */
  readonly known: boolean;
}

export interface EngineFact {
  readonly id: string;
  /** `absent`: it is not here; `idle`: the change has no file for it. */
  readonly status: "complete" | "partial" | "failed" | "absent" | "idle";
  readonly detail: string;
}

export interface SuppressedFact {
  readonly rule: string;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number;
  /** The entry, `path:line`; absent for a comment in the code. */
  readonly entry?: string;
  readonly owner?: string;
  /** Days from today to the end of the entry. */
  readonly days?: number;
}
