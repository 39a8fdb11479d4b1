import type { Severity } from "#domain/severity.ts";

/** One comment on lines of a change. */
export interface LineComment {
  /** Repository-relative, with `/`. */
  readonly path: string;
  /** Of the new text, from 1, both included. */
  readonly startLine: number;
  readonly endLine: number;
  readonly severity: Severity;
  /** Markdown. */
  readonly body: string;
  /** Whole lines to put in the place of `startLine` to `endLine`, without the last line end. */
  readonly replacement?: string;
}

/** What one analysis has to say on a change. All of it comes from a run over untrusted code. */
export interface Publication {
  /** Markdown of the one comment that stands for the whole; updated in place by the next run. */
  readonly card?: string;
  readonly comments: readonly LineComment[];
  /** A SARIF log as text. */
  readonly sarif?: string;
}

/** One thing that was, or in a dry run would be, done. */
export interface Published {
  readonly kind: "card" | "comment" | "sarif";
  readonly action: "create" | "update" | "keep" | "skip";
  /** Where, and for `skip` why not. */
  readonly detail: string;
}

/**
 * Puts the results of an analysis where a change is discussed. Doing it twice leaves what doing it once does. Rejects with AssayError
 * `publish-failed` when the other side refuses; what was done until then stays.
 */
export interface Publisher {
  readonly id: string;
  /** `dryRun` reads and writes nothing on the other side. */
  publish(what: Publication, options: { readonly dryRun: boolean }, signal: AbortSignal): Promise<readonly Published[]>;
}
