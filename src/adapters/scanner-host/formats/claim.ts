import type { Problem } from "#domain/completeness.ts";
import type { Severity } from "#domain/severity.ts";

/** A place as a report names it: nothing is checked yet. */
export interface ClaimedPlace {
  /** As the report has it: relative, absolute or a `file:` URI. */
  readonly path: string;
  /** 1-based; undefined for the whole file. */
  readonly startLine?: number | undefined;
  /** 1-based, in `unit`. */
  readonly startColumn?: number | undefined;
  readonly endLine?: number | undefined;
  /** Exclusive. */
  readonly endColumn?: number | undefined;
  /** What columns count. */
  readonly unit: "utf16" | "points" | "bytes";
}

/** One result of a tool, in our words, before its place was looked at. */
export interface Claim {
  readonly rule: string;
  readonly cwe: readonly string[];
  readonly severity: Severity;
  /** How often the rule is right when it speaks, 0..1. */
  readonly confidence: number;
  readonly title?: string | undefined;
  readonly message: string;
  readonly remedy?: string | undefined;
  /** What the tool would write in place of exactly the claimed region. */
  readonly suggestion?: string | undefined;
  readonly place: ClaimedPlace;
  /** Set for a claim that a marker in the code or a review hides, with the reason. */
  readonly hidden?: string | undefined;
  readonly trace?: readonly { readonly place: ClaimedPlace; readonly note: string }[] | undefined;
}

/** What one tool said in one report. */
export interface ToolReport {
  readonly tool: string;
  readonly version: string;
  /** In the order of the report; made as they are asked for. */
  readonly claims: Iterable<Claim>;
  /** What the tool itself says went wrong; paths as the report has them. */
  readonly problems: readonly Problem[];
  /** Files the report proves to have been analysed, as it names them; undefined when it does not say. */
  readonly covered?: readonly string[] | undefined;
  /** Folders that the report's absolute paths lie in, by its own words. */
  readonly roots: readonly string[];
  /** SHA-256 in hex of files as the tool saw them, by path as the report has it. */
  readonly hashes?: ReadonlyMap<string, string> | undefined;
}

const LONGEST = 2000;

/** Text of a tool as one of ours: without control characters, not endless, never empty. */
export function words(text: unknown, otherwise: string): string {
  if (typeof text !== "string") return otherwise;
  const plain = text
    .replaceAll(/[\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, LONGEST);
  return plain === "" ? otherwise : plain;
}

/** Weakness numbers named in texts such as `external/cwe/cwe-079`, `CWE-79: …` or `cwe_79`; each once, in the order met. */
export function cwesIn(texts: Iterable<unknown>): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    if (typeof text === "number" && Number.isInteger(text) && text > 0 && text < 100_000) found.add(`CWE-${text}`);
    if (typeof text !== "string") continue;
    for (const [, number = ""] of text.slice(0, LONGEST).matchAll(/\bcwe[-_/ :]{0,2}(\d{1,5})\b/giu)) {
      const plain = Number(number);
      if (plain > 0) found.add(`CWE-${plain}`);
    }
  }
  return [...found];
}

/** Severity of a CVSS score, 0..10. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "info";
}

const BY_WORD: Readonly<Record<string, Severity>> = {
  critical: "critical",
  blocker: "critical",
  fatal: "critical",
  high: "high",
  error: "high",
  major: "high",
  medium: "medium",
  moderate: "medium",
  warning: "medium",
  low: "low",
  minor: "low",
  note: "low",
  style: "low",
  info: "info",
  information: "info",
  informational: "info",
  none: "info",
};

/** Severity of a tool's word for it, whatever the tool; undefined for a word that says nothing. */
export function severityOfWord(word: unknown): Severity | undefined {
  const key = typeof word === "string" ? word.toLowerCase() : "";
  return Object.hasOwn(BY_WORD, key) ? BY_WORD[key] : undefined;
}
