import type { Severity } from "#domain/severity.ts";
import type { Comparison } from "./comparison.ts";
import type { LabelTerm } from "./labels.ts";

/** A pattern in the syntax of the rule's language; `line` is where it starts in the rule file, 1-based. */
export interface PatternLeaf {
  readonly kind: "pattern";
  readonly text: string;
  readonly line: number;
}

/** A RE2 expression over the file's text, `^` and `$` at lines. */
export interface RegexLeaf {
  readonly kind: "regex";
  readonly source: string;
}

export interface AnyFormula {
  readonly kind: "any";
  readonly items: readonly Formula[];
}

/** All of it at once: what `patterns:` holds, sorted by role. */
export interface AllFormula {
  readonly kind: "all";
  readonly items: readonly Formula[];
  readonly inside: readonly Formula[];
  readonly not: readonly Formula[];
  readonly notInside: readonly Formula[];
  readonly notRegex: readonly string[];
  readonly conditions: readonly Condition[];
  /** Metavariables without `$`. Each list makes a match for each of its metavariables; several lists keep what they have in common. */
  readonly focus: readonly (readonly string[])[];
}

export type Formula = PatternLeaf | RegexLeaf | AnyFormula | AllFormula;

/** Metavariables are named without `$`. */
export type Condition =
  | RegexCondition
  | { readonly kind: "pattern"; readonly metavariable: string; readonly formula: Formula }
  | { readonly kind: "comparison"; readonly comparison: Comparison; readonly base?: number; readonly strip?: true }
  | { readonly kind: "type"; readonly metavariable: string; readonly types: readonly string[] }
  /** The name comes from one of these modules. */
  | { readonly kind: "name"; readonly metavariable: string; readonly modules: readonly string[] }
  | { readonly kind: "analysis"; readonly metavariable: string; readonly analyzer: "entropy" }
  /** `polynomial`: expressions that take polynomial time count too. */
  | { readonly kind: "analysis"; readonly metavariable: string; readonly analyzer: "redos"; readonly polynomial?: true };

/** All expressions are RE2 and are matched from the first character on. */
export interface RegexCondition {
  readonly kind: "regex";
  readonly metavariable: string;
  readonly source: string;
  /** None of these matches. */
  readonly unless?: readonly string[];
  /** Each of these matches. */
  readonly also?: readonly string[];
  /** A name also stands for the constant it is bound to. */
  readonly constant?: true;
}

/** Absent parts have Semgrep's defaults. */
export interface TaintSource {
  readonly formula: Formula;
  /** Only the match itself is tainted, not what stands inside it. */
  readonly exact?: true;
  /** The variable that matches is tainted from there on: with the match (`also`), or instead of it (`only`). */
  readonly bySideEffect?: "also" | "only";
  readonly label?: string;
  /** What must reach the source for it to be one. */
  readonly requires?: LabelTerm;
}

export interface TaintSink {
  readonly formula: Formula;
  /** Tainted data anywhere inside the match counts. */
  readonly inside?: true;
  readonly requires?: LabelTerm;
}

export interface TaintSanitizer {
  readonly formula: Formula;
  /** Only the match itself is clean, not what stands inside it. */
  readonly exact?: true;
  /** The variable that matches is clean from there on. */
  readonly bySideEffect?: true;
}

/** Taint of metavariable `from` (without `$`) goes on to `to`. */
export interface TaintPropagator {
  readonly formula: Formula;
  readonly from: string;
  readonly to: string;
}

export interface TaintSpec {
  readonly sources: readonly TaintSource[];
  readonly sinks: readonly TaintSink[];
  readonly sanitizers: readonly TaintSanitizer[];
  readonly propagators?: readonly TaintPropagator[];
}

/** What to put in the place of a match; metavariables are filled in. */
export type RuleFix =
  | { readonly kind: "text"; readonly text: string }
  /** RE2 over the matched text; `count` 0 replaces all. */
  | { readonly kind: "regex"; readonly source: string; readonly replacement: string; readonly count: number };

/** Options that change how a rule is run; absent ones have our defaults. */
export interface RuleOptions {
  /** Names do not stand for their constants. */
  readonly noConstants?: true;
  readonly safeFunctions?: true;
  readonly unsafeIndexes?: true;
  readonly onlyAssignments?: true;
}

/** One rule, parsed and checked; plain JSON. */
export interface Rule {
  readonly id: string;
  /** Semgrep names of languages, as written. */
  readonly languages: readonly string[];
  readonly message: string;
  readonly title: string;
  readonly remedy: string;
  readonly severity: Severity;
  /** 0..1. */
  readonly confidence: number;
  readonly cwe: readonly string[];
  readonly references: readonly string[];
  readonly formula?: Formula;
  readonly taint?: TaintSpec;
  readonly fix?: RuleFix;
  readonly options?: RuleOptions;
  readonly paths?: { readonly include: readonly string[]; readonly exclude: readonly string[] };
}

/** Why a rule file is refused; line and column are 1-based. */
export interface RuleError {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
