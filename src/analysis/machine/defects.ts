import type { Cwe } from "#domain/cwe.ts";
import type { Severity } from "#domain/severity.ts";

/** What following memory and numbers reports: one rule each. */
export interface DefectRule {
  readonly rule: string;
  readonly title: string;
  readonly cwe: readonly string[];
  readonly severity: Severity;
  readonly confidence: number;
  readonly remedy: string;
}

const rule = (
  id: string,
  title: string,
  cwe: readonly string[],
  severity: Severity,
  confidence: number,
  remedy: string,
): DefectRule => ({ rule: id, title, cwe, severity, confidence, remedy });

export const DEFECTS = {
  released: rule(
    "memory-use-after-release",
    "Memory is used after it was released",
    ["CWE-416"],
    "critical",
    0.85,
    "Use it before it is released, or set the pointer to NULL and ask.",
  ),
  twice: rule(
    "memory-released-twice",
    "The same memory is released twice",
    ["CWE-415"],
    "critical",
    0.85,
    "Release it once, where its owner ends, and set the pointer to NULL.",
  ),
  leak: rule(
    "memory-leak",
    "What was allocated is never released",
    ["CWE-401"],
    "medium",
    0.6,
    "Release it on every way out of the function.",
  ),
  open: rule(
    "resource-leak",
    "What was opened is never closed",
    ["CWE-775"],
    "low",
    0.5,
    "Close it on every way out of the function.",
  ),
  inside: rule(
    "memory-release-inside",
    "An address inside the memory is released",
    ["CWE-761"],
    "high",
    0.8,
    "Keep the address that the allocation gave and release that.",
  ),
  foreign: rule(
    "memory-release-foreign",
    "What was not allocated is released",
    ["CWE-590"],
    "high",
    0.8,
    "Release only what the allocating function gave.",
  ),
  null: rule(
    "null-dereference",
    "A null pointer is followed",
    ["CWE-476"],
    "high",
    0.8,
    "Ask whether the pointer is null first.",
  ),
  unchecked: rule(
    "unchecked-allocation",
    "What may have failed is used without asking",
    ["CWE-690", "CWE-476"],
    "medium",
    0.5,
    "Ask whether the result is null before it is used.",
  ),
  write: rule(
    "out-of-bounds-write",
    "Memory behind or before the buffer is written",
    ["CWE-787"],
    "critical",
    0.85,
    "Compare with the size of the buffer before writing.",
  ),
  read: rule(
    "out-of-bounds-read",
    "Memory behind or before the buffer is read",
    ["CWE-125"],
    "high",
    0.8,
    "Compare with the size of the buffer before reading.",
  ),
  copy: rule(
    "overflowing-copy",
    "A text is copied into a buffer that is too small for it",
    ["CWE-120", "CWE-787"],
    "critical",
    0.75,
    "Copy with a bound, such as snprintf with the size of the target.",
  ),
  open_text: rule(
    "unterminated-text",
    "A text without an end mark is read",
    ["CWE-170", "CWE-125"],
    "high",
    0.6,
    "Write the end mark behind what was copied.",
  ),
  zero: rule("division-by-zero", "The divisor is zero", ["CWE-369"], "medium", 0.7, "Ask whether the divisor is zero first."),
  overflow: rule(
    "integer-overflow",
    "The result does not fit its type",
    ["CWE-190"],
    "medium",
    0.6,
    "Compute in a wider type, or check the operands first.",
  ),
  size: rule(
    "size-overflow",
    "The size of an allocation can wrap around",
    ["CWE-190", "CWE-680"],
    "high",
    0.6,
    "Check the factors before multiplying, or use calloc.",
  ),
  stack: rule(
    "unbounded-stack",
    "The caller chooses how much of the stack is taken",
    ["CWE-789", "CWE-770"],
    "high",
    0.5,
    "Bound the number before it is a length, or allocate the memory and ask whether that worked.",
  ),
  negative: rule(
    "negative-size",
    "A negative number is taken for a size",
    ["CWE-195", "CWE-839"],
    "high",
    0.5,
    "Turn negative numbers down before the number is used as a size, or take an unsigned type.",
  ),
  assertion: rule(
    "reachable-assertion",
    "An assertion can fail",
    ["CWE-617"],
    "medium",
    0.6,
    "Handle the case, or show that it cannot come.",
  ),
  forever: rule(
    "endless-loop",
    "A loop cannot end",
    ["CWE-835"],
    "medium",
    0.75,
    "Change what the test asks for in every round.",
  ),
  deep: rule(
    "endless-recursion",
    "A function calls itself without an end",
    ["CWE-674"],
    "medium",
    0.75,
    "Give every way through the function a case that ends.",
  ),
  unset: rule(
    "uninitialised-use",
    "A variable is read that was never written",
    ["CWE-457", "CWE-908"],
    "medium",
    0.6,
    "Give it a value where it is declared.",
  ),
  wild: rule(
    "untrusted-address",
    "Untrusted data is used as an address",
    ["CWE-822"],
    "high",
    0.7,
    "Take an index into own memory and check its bounds.",
  ),
  failure: rule(
    "misread-failure",
    "A result is compared with what never means failure",
    ["CWE-253"],
    "medium",
    0.75,
    "Compare with the value that the function gives when it fails.",
  ),
  escaping: rule(
    "returned-local",
    "The address of a local variable is given back",
    ["CWE-562"],
    "high",
    0.75,
    "Allocate it, or let the caller hand over the memory.",
  ),
} as const satisfies Readonly<Record<string, DefectRule>>;

export type DefectId = keyof typeof DEFECTS;

/** The weaknesses as the domain knows them. */
export function cwesOf({ cwe }: DefectRule): readonly Cwe[] {
  return cwe as readonly Cwe[];
}
