import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";

/** Ways to make an alarm fall silent without repairing the cause. */
export type SilencingReason =
  | "adds-suppression"
  | "removes-code"
  | "weakens-tests"
  | "swallows-errors"
  | "protected-path"
  | "comment-only"
  | "invisible-text"
  | "hides-code";

export interface Silencing {
  readonly reason: SilencingReason;
  readonly detail: string;
}

/** Looks at one file of a patch for one family of tricks; pure. */
export type Detector = (file: TouchedFile) => Silencing | undefined;
