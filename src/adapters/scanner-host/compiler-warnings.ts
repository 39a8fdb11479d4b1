import type { Marker } from "#ports/scanner-traps.ts";
import type { Severity } from "#domain/severity.ts";
import type { Claim } from "./formats/claim.ts";

type Worth = readonly [cwe: string, severity: Severity, confidence: number, message?: RegExp];

/** Warnings of gcc and clang without their `-W` and `=`: weakness, severity, confidence, and the words that must stand in the message. Those that are not here are about style. */
const WARNINGS: Readonly<Record<string, Worth>> = {
  address: ["CWE-595", "low", 0.5, /unspecified|string literal/u],
  "alloc-size-larger-than": ["CWE-789", "medium", 0.6],
  "array-bounds": ["CWE-125", "high", 0.6],
  "array-bounds-pointer-arithmetic": ["CWE-125", "medium", 0.5],
  "constant-conversion": ["CWE-197", "low", 0.5],
  "dangling-pointer": ["CWE-562", "medium", 0.5],
  "div-by-zero": ["CWE-369", "medium", 0.7],
  "division-by-zero": ["CWE-369", "medium", 0.7],
  "empty-body": ["CWE-670", "low", 0.5],
  format: ["CWE-686", "medium", 0.6],
  "format-extra-args": ["CWE-685", "low", 0.6],
  "format-insufficient-args": ["CWE-685", "medium", 0.7],
  "format-overflow": ["CWE-787", "high", 0.5],
  "format-security": ["CWE-134", "high", 0.7],
  "fortify-source": ["CWE-787", "high", 0.6],
  "free-nonheap-object": ["CWE-590", "high", 0.6],
  "implicit-fallthrough": ["CWE-484", "low", 0.4],
  "implicit-function-declaration": ["CWE-242", "high", 0.9, /['‘]gets['’]/u],
  "infinite-recursion": ["CWE-674", "medium", 0.6],
  "integer-overflow": ["CWE-190", "medium", 0.6],
  "logical-not-parentheses": ["CWE-783", "low", 0.5],
  "maybe-uninitialized": ["CWE-457", "medium", 0.3],
  "memset-elt-size": ["CWE-131", "medium", 0.5],
  "memset-transposed-args": ["CWE-687", "medium", 0.6],
  "mismatched-dealloc": ["CWE-762", "medium", 0.6],
  "misleading-indentation": ["CWE-483", "low", 0.5],
  nonnull: ["CWE-476", "medium", 0.6],
  "null-dereference": ["CWE-476", "medium", 0.5],
  overflow: ["CWE-190", "low", 0.5],
  parentheses: ["CWE-481", "medium", 0.5, /assignment/u],
  restrict: ["CWE-475", "low", 0.5],
  "return-local-addr": ["CWE-562", "medium", 0.7],
  "return-stack-address": ["CWE-562", "medium", 0.7],
  "return-type": ["CWE-758", "low", 0.5],
  "sequence-point": ["CWE-758", "low", 0.5],
  "shift-count-negative": ["CWE-1335", "medium", 0.7],
  "shift-count-overflow": ["CWE-1335", "medium", 0.7],
  "shift-overflow": ["CWE-1335", "low", 0.5],
  "sizeof-array-argument": ["CWE-467", "medium", 0.6],
  "sizeof-array-div": ["CWE-467", "low", 0.5],
  "sizeof-pointer-div": ["CWE-467", "low", 0.6],
  "sizeof-pointer-memaccess": ["CWE-467", "medium", 0.6],
  "sometimes-uninitialized": ["CWE-457", "medium", 0.5],
  "string-compare": ["CWE-595", "low", 0.5],
  "stringop-overflow": ["CWE-787", "high", 0.6],
  "stringop-overread": ["CWE-125", "high", 0.6],
  "stringop-truncation": ["CWE-170", "low", 0.4],
  "strlcpy-strlcat-size": ["CWE-787", "medium", 0.6],
  "strncat-size": ["CWE-787", "medium", 0.6],
  "tautological-unsigned-zero-compare": ["CWE-570", "low", 0.5],
  "type-limits": ["CWE-570", "low", 0.5],
  uninitialized: ["CWE-457", "medium", 0.6],
  unsequenced: ["CWE-758", "low", 0.5],
  "unused-result": ["CWE-252", "low", 0.5],
  "use-after-free": ["CWE-416", "high", 0.6],
};

/** The claim with what its warning is worth and without the `=` that versions of gcc add to names; undefined where it is about style. */
export function weighWarning(claim: Claim): Claim | undefined {
  const rule = claim.rule.replace(/=$/u, "");
  const name = rule.replace(/^-W/u, "");
  const row = Object.hasOwn(WARNINGS, name) ? WARNINGS[name] : undefined;
  if (row === undefined) return undefined;
  const [cwe, severity, confidence, message] = row;
  return message === undefined || message.test(claim.message) ? { ...claim, rule, cwe: [cwe], severity, confidence } : undefined;
}

/** A pragma that switches one warning off; written out it is broken in the copy, so that the warning comes. */
export const IGNORED: Marker = {
  words: /\bdiagnostic(?:\\\r?\n|\s)+ignored(?:\\\r?\n|\s)+\\?"[^"\n]*"/gu,
  hides: "file",
  named: true,
};

/** What switches warnings off and cannot be broken: pragmas put together by macros, those that turn more on, and marks of system headers. */
export const PUT_TOGETHER =
  /\b_Pragma\b\s*\(\s*(?!L?")|\bdiagnostic(?:\\\r?\n|\s)+warning\b|^[ \t]*(?:#|%:)[ \t]*(?:line[ \t]+)?\d+[ \t]+"[^"\n]*"[^\n]*\b3\b|\bsystem_header\b/mu;
