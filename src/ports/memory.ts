import type { Cwe } from "#domain/cwe.ts";

/** A repair of this team that a person approved. */
export interface ApprovedFix {
  readonly title: string;
  /** Unified diff, as it was applied. */
  readonly diff: string;
}

/** What is known of the defect that such a repair is looked for. */
export interface MemoryQuestion {
  readonly cwe: Cwe | undefined;
  /** Id of a language pack. */
  readonly language: string;
  readonly rule: string;
  /** The code to repair. */
  readonly code: string;
}

/** Approved repairs of the past, shown to a model as examples. */
export interface Memory {
  /** Tells apart what was remembered, e.g. `empty` or the digest of an index: part of the prompt's digest in the evidence. */
  readonly id: string;
  /** The most alike first; equal questions get equal answers under one id. */
  recall(question: MemoryQuestion, signal: AbortSignal): Promise<readonly ApprovedFix[]>;
}
