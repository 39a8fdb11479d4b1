import { SCREEN_RULES, type ScreenRule } from "./screen-rules.ts";

export type ScreenReason = Omit<ScreenRule, "patterns">;

export interface Screening {
  readonly outcome: "clear" | "warn" | "refuse";
  /** What matched, refusals first. */
  readonly reasons: readonly ScreenReason[];
}

/** Longest request that is looked at, in UTF-16 units; callers refuse longer ones. */
export const LONGEST_REQUEST = 8000;
/** A wish against a weakness names it too: `do not store plain text passwords`. */
const AGAINST =
  /\b(?:don'?t|do not|never|avoid|instead of|rather than|not|prevent\w*|replac\w+|remov\w+|detect\w*|reject\w*|protect\w*)\b[^.;]{0,40}$/u;

/**
 * Whether a request asks for a weakness by name. Words are no proof: what passes here is judged as code all the same, so this only spares the way to a draft
 * that cannot be accepted.
 */
export function screenRequest(request: string): Screening {
  const text = request.toLowerCase().replaceAll(/\s+/gu, " ").slice(0, LONGEST_REQUEST);
  const reasons = SCREEN_RULES.filter((rule) => rule.patterns.some((pattern) => asksFor(text, pattern))).map(
    ({ patterns: _patterns, ...reason }) => reason,
  );
  const refusals = reasons.filter(({ outcome }) => outcome === "refuse");
  const outcome = refusals.length > 0 ? "refuse" : reasons.length > 0 ? "warn" : "clear";
  return { outcome, reasons: [...refusals, ...reasons.filter((reason) => !refusals.includes(reason))] };
}

function asksFor(text: string, pattern: RegExp): boolean {
  for (const match of text.matchAll(new RegExp(pattern, "gu"))) if (!AGAINST.test(text.slice(0, match.index))) return true;
  return false;
}
