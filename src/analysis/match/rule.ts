import type { Severity } from "#domain/severity.ts";
import type { Comparison } from "./comparison.ts";

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
  /** Metavariables without `$`; the match shrinks to the first of them that is bound. */
  readonly focus: readonly string[];
}

export type Formula = PatternLeaf | RegexLeaf | AnyFormula | AllFormula;

/** Metavariables are named without `$`. */
export type Condition =
  | { readonly kind: "regex"; readonly metavariable: string; readonly source: string }
  | { readonly kind: "pattern"; readonly metavariable: string; readonly formula: Formula }
  | { readonly kind: "comparison"; readonly comparison: Comparison };

export interface TaintSpec {
  readonly sources: readonly Formula[];
  readonly sinks: readonly Formula[];
  readonly sanitizers: readonly Formula[];
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
  readonly paths?: { readonly include: readonly string[]; readonly exclude: readonly string[] };
}

/** Why a rule file is refused; line and column are 1-based. */
export interface RuleError {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
