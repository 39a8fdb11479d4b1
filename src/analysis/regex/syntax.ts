import type { CharSet } from "./char-set.ts";

export type Dialect = "python" | "javascript";

/** What the engine reads that this program itself runs on. */
export const OWN_DIALECT: Dialect = "javascript";

export type Edge = "start" | "end" | "line-start" | "line-end" | "end-or-last-line-end" | "word" | "not-word";

/** A regular expression, flags applied. */
export type RegexNode =
  | { readonly op: "empty" }
  | { readonly op: "set"; readonly set: CharSet }
  | { readonly op: "sequence" | "choice"; readonly items: readonly RegexNode[] }
  | {
      readonly op: "repeat";
      readonly inner: RegexNode;
      readonly min: number;
      /** Infinity for none. */
      readonly max: number;
      readonly lazy: boolean;
    }
  /** `index` counts from 1. */
  | { readonly op: "group"; readonly inner: RegexNode; readonly index: number }
  /** What it matched is not given back: `(?>…)` and possessive repetition. */
  | { readonly op: "atomic"; readonly inner: RegexNode }
  | { readonly op: "reference"; readonly index: number }
  | { readonly op: "look"; readonly inner: RegexNode; readonly behind: boolean; readonly negative: boolean }
  | { readonly op: "edge"; readonly at: Edge };

export interface Regex {
  readonly node: RegexNode;
  /** How many groups capture. */
  readonly groups: number;
}

/** Why an expression is not read: not valid, or with something that is not built. */
export class RegexSyntaxError extends Error {}
