import type { Comparison } from "#domain/comparison.ts";
import type { Severity } from "#domain/severity.ts";

export interface CompareRequest {
  /** A folder of code, or a file of labelled rows; relative to the current folder. */
  readonly path: string;
  /** Most labelled rows. */
  readonly most?: number;
}

export interface CompareOutcome {
  readonly comparison: Comparison;
  readonly files: number;
  /** Versions of the engines that took part, by id. */
  readonly versions: Readonly<Record<string, string>>;
  readonly absent: readonly { readonly id: string; readonly why: string }[];
  /** What a defect must be to count. */
  readonly threshold: { readonly severity: Severity; readonly probability: number };
}
