import type { NodeId } from "#analysis/parse/tree.ts";
import type { Candidates } from "./candidates.ts";
import type { Environment } from "./environment.ts";
import type { Matcher } from "./matcher.ts";
import type { Need } from "./need.ts";

/** One way a formula matches; half-open UTF-16 offsets, `node` NONE for a match of text alone. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly node: NodeId;
  readonly env: Environment;
}

/** One step of a data flow, half-open UTF-16 offsets. */
export interface TraceMark {
  readonly start: number;
  readonly end: number;
  readonly note: string;
}

/** A match with the steps that led to it. */
export interface TracedMatch extends Match {
  readonly trace?: readonly TraceMark[];
}

/** What a formula is evaluated over: a whole file, or the code a metavariable stands for. */
export interface Ground {
  readonly matcher: Matcher;
  readonly start: number;
  readonly end: number;
  /** Node of the ground; NONE for a piece of text. */
  readonly node: NodeId;
  /** Where leaves may match; undefined: anywhere in the ground. */
  readonly candidates: Candidates | undefined;
  /** False when the text lacks what a formula needs. */
  satisfies(need: Need): boolean;
  /** Matches of leaves and formulas found before. */
  readonly cache: Map<object, readonly Match[]>;
  /** What formulas were found to cost. */
  readonly efforts: Map<object, number>;
}
