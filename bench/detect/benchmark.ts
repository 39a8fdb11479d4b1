import type { TreeParser } from "#analysis/parse/parser.ts";
import type { Measure, Tally } from "./bootstrap.ts";
import type { Case } from "./case.ts";
import type { Outcome, Threshold } from "./outcome.ts";
import type { Row } from "./rows.ts";

export interface ReadTools {
  readonly parser: TreeParser;
  /** Weaknesses by prefix of id, for data that names none. */
  readonly weaknesses: Readonly<Record<string, string>>;
  /** Name of a format; undefined chooses by the fields present. */
  readonly format: string | undefined;
  /** Language of rows that name none. */
  readonly assume: string;
}

/** What one scanner made of one case. */
export interface Judgement {
  readonly tally: Tally;
  /** Rules that spoke where they should have been silent. */
  readonly wrong: readonly string[];
  readonly missed: boolean;
  /** Rules that spoke where something was missed, but do not count (other place, other weakness, below the threshold). */
  readonly near: readonly string[];
  /** For the error file. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** One kind of labelled data, and how a scanner is judged on it. */
export interface Benchmark<C extends Case> {
  readonly id: string;
  readonly usage: string;
  /** What the columns mean; printed under the table. */
  readonly definitions: readonly string[];
  /** The case in a row, without comments. Throws for a row of no known format. */
  readonly read: (row: Row, index: number, tools: ReadTools) => Promise<C>;
  /** `outcomes` in the order of the case's texts; none of them unsupported. */
  readonly judge: (item: C, outcomes: readonly Outcome[], threshold: Threshold) => Judgement;
  /** Columns with counts: key of the tally and title. */
  readonly counts: readonly (readonly [key: string, title: string])[];
  readonly measures: readonly Measure[];
}

/** Counts every benchmark keeps of files that were not wholly analysed. */
export function stateCounts(outcomes: readonly Outcome[]): Tally {
  const failed = outcomes.some(({ state }) => state === "failed");
  const partial = !failed && outcomes.some(({ state }) => state === "partial");
  return { failed: Number(failed), partial: Number(partial) };
}
