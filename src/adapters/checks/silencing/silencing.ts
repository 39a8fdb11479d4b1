import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Defect } from "#domain/defect.ts";

/** Ways to make an alarm fall silent without repairing the cause. */
export type SilencingReason =
  | "adds-reach"
  | "adds-suppression"
  | "changes-dependencies"
  | "comment-only"
  | "confusable-text"
  | "hides-code"
  | "hides-sink"
  | "idle-check"
  | "incomplete-sanitizer"
  | "invisible-text"
  | "narrows-interface"
  | "optional-guard"
  | "protected-path"
  | "removes-code"
  | "swallows-errors"
  | "weakens-tests"
  | "wide-scope";

export interface Silencing {
  readonly reason: SilencingReason;
  readonly detail: string;
  /** An honest repair may look like this too: a person judges. Absent: it is held against the patch. */
  readonly asks?: true;
}

/** Looks at one file of a patch for one family of tricks; pure. */
export type Detector = (file: TouchedFile) => Silencing | undefined;

/** Both states of a file that has a grammar. */
export interface Trees {
  readonly before: SyntaxTree;
  readonly after: SyntaxTree;
}

/** What is seen over all files of a patch at once; pure. */
export type PatchDetector = (files: readonly TouchedFile[], defect: Defect) => Silencing | undefined;
