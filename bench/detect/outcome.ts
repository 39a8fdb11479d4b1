import { type Cwe, cweFamily } from "#domain/cwe.ts";
import { atLeast, type Severity } from "#domain/severity.ts";

/** One defect that a scanner, or several together, reported in one file. */
export interface Reported {
  /** `engine:rule` of every witness, sorted. */
  readonly rules: readonly string[];
  /** Of all witnesses. */
  readonly cwes: readonly Cwe[];
  readonly severity: Severity;
  readonly probability: number;
  /** 1-based lines on which the witnesses start, sorted. */
  readonly lines: readonly number[];
  /** Lines of the defect and of the steps of its trace: 1-based, both ends included. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** `partial`: analysed, but not wholly. `failed`: not analysed. `unsupported`: not a language of the scanner. */
export type FileState = "complete" | "partial" | "failed" | "unsupported";

/** What became of one file. */
export interface Outcome {
  readonly state: FileState;
  /** Codes of the problems, sorted. */
  readonly reasons: readonly string[];
  readonly reported: readonly Reported[];
}

/** What a report must be to count. */
export interface Threshold {
  readonly severity: Severity;
  readonly probability: number;
  /** Only defects of the case's own family of weaknesses. */
  readonly matchCwe: boolean;
}

/** The defects that count. A case without a weakness must not get here under `matchCwe`. */
export function counted(outcome: Outcome, threshold: Threshold, cwes: readonly Cwe[]): Reported[] {
  const families = new Set(cwes.map((cwe) => cweFamily([cwe])));
  return outcome.reported.filter(
    ({ severity, probability, cwes: said }) =>
      atLeast(severity, threshold.severity) &&
      probability >= threshold.probability &&
      (!threshold.matchCwe || said.some((cwe) => families.has(cweFamily([cwe])))),
  );
}

export function rulesOf(reported: readonly Reported[]): string[] {
  return [...new Set(reported.flatMap(({ rules }) => rules))].toSorted();
}
