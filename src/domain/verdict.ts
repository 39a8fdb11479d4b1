import { z } from "zod";
import { Digest } from "./ids.ts";

/** Rungs of the ladder, in order: applies, compiles, finding gone, second engine agrees, tests, exploit, behaviour. */
export const Level = z.enum(["E0", "E1", "E2", "E3", "E4", "E5", "E6"]);
export type Level = z.infer<typeof Level>;
export const LEVELS: readonly Level[] = Level.options;

export const Outcome = z.enum(["pass", "fail", "inconclusive"]);
export type Outcome = z.infer<typeof Outcome>;

/** One check's answer about one candidate. */
export const Verdict = z
  .object({
    check: z.string().min(1),
    level: Level,
    outcome: Outcome,
    /** Machine-readable reason, kebab-case: `ok`, `new-diagnostic`, `finding-remains`, `no-sandbox`, `no-tests`, `not-built`, … */
    reason: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** What a person should read; for `fail` also the hint given to the next attempt. */
    detail: z.string(),
    /** Only with `inconclusive`: what was seen is for a person to judge, whatever the other checks say. */
    asks: z.literal(true).optional(),
    /** Digest of the check's full output in the journal's blobs. */
    output: Digest.optional(),
    seconds: z.number().min(0),
  })
  .readonly();
export type Verdict = z.infer<typeof Verdict>;

/** Reasons of a check that has nothing to say about this change, beside others of its rung that have. */
const NOT_CONCERNED: readonly string[] = ["not-applicable"];

/**
 * How far up the ladder a candidate stands: the highest rung that passed with every rung of `required` below it passed,
 * or undefined when a check failed or E0 did not pass. A rung with several checks passes when one passed and every other one passed too or
 * is not concerned: what broke down or was missing holds it back.
 */
export function levelReached(verdicts: readonly Verdict[], required: readonly Level[]): Level | undefined {
  if (verdicts.some((verdict) => verdict.outcome === "fail")) return undefined;
  let reached: Level | undefined;
  for (const level of LEVELS) {
    if (rungPassed(verdicts, level)) reached = level;
    else if (level === "E0" || required.includes(level)) return reached;
  }
  return reached;
}

/** Rungs above the level reached that passed all the same: proof that counts for a reader, though a rung below them did not run. None for a candidate without level. */
export function passedAbove(verdicts: readonly Verdict[], reached: Level | undefined): readonly Level[] {
  if (reached === undefined) return [];
  return LEVELS.slice(LEVELS.indexOf(reached) + 1).filter((level) => rungPassed(verdicts, level));
}

export function rungPassed(verdicts: readonly Verdict[], level: Level): boolean {
  const rung = verdicts.filter((verdict) => verdict.level === level);
  return (
    rung.some(({ outcome }) => outcome === "pass") &&
    rung.every(({ outcome, reason }) => outcome === "pass" || (outcome === "inconclusive" && NOT_CONCERNED.includes(reason)))
  );
}
