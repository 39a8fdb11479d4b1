import type { Severity } from "#domain/severity.ts";

/** What a type checker's rule is worth: weakness, severity, confidence. */
export type TypeWorth = readonly [cwe: string, severity: Severity, confidence: number];

/** Kinds of type errors that are defects, and not only words about types. */
export const TYPE_DEFECTS = {
  alwaysTrue: ["CWE-571", "medium", 0.5],
  neverEqual: ["CWE-570", "medium", 0.5],
  notAwaited: ["CWE-252", "medium", 0.5],
  maybeNothing: ["CWE-476", "low", 0.3],
  neverSet: ["CWE-457", "low", 0.4],
  neverReached: ["CWE-561", "low", 0.5],
  noReturn: ["CWE-394", "low", 0.4],
  wrongCall: ["CWE-628", "low", 0.4],
  wrongType: ["CWE-704", "low", 0.3],
  wrongOperator: ["CWE-1024", "low", 0.4],
  fallsThrough: ["CWE-484", "low", 0.5],
} as const satisfies Readonly<Record<string, TypeWorth>>;
