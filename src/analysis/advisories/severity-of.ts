import calculator from "ae-cvss-calculator";
import type { Severity } from "#domain/severity.ts";

export interface Rated {
  readonly severity: Severity;
  /** CVSS base score; absent where no vector could be read. */
  readonly score?: number;
}

const WORDS: Readonly<Record<string, Severity>> = {
  critical: "critical",
  high: "high",
  important: "high",
  moderate: "medium",
  medium: "medium",
  low: "low",
};

/**
 * Severity by the highest CVSS version whose vector can be read (bands of https://www.first.org/cvss/v4.0/specification-document#Qualitative-Severity-Rating-Scale),
 * else by the database's own word, else medium: an advisory without a rating is no reason to look away.
 */
export function severityOf(vectors: readonly string[], word: string | undefined): Rated {
  const newestFirst = vectors.toSorted((a, b) => rank(b) - rank(a));
  for (const vector of newestFirst) {
    const score = scoreOf(vector);
    if (score !== undefined) return { severity: bandOf(score), score };
  }
  return { severity: WORDS[word?.toLowerCase() ?? ""] ?? "medium" };
}

function rank(vector: string): number {
  return Number(/^CVSS:(\d\.\d)\//u.exec(vector)?.[1] ?? 2);
}

function scoreOf(vector: string): number | undefined {
  let score: number | undefined;
  try {
    const parsed = calculator.fromVector(vector.slice(0, 500));
    score = parsed?.calculateScores(false).base;
  } catch {
    // The library throws for metrics it does not know: then the vector says nothing.
    return undefined;
  }
  return score !== undefined && Number.isFinite(score) && score >= 0 && score <= 10 ? score : undefined;
}

function bandOf(score: number): Severity {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "info";
}
