import type { Candidate } from "#domain/candidate.ts";
import type { Decision } from "#domain/decision.ts";
import { LEVELS, type Level, levelReached, rungPassed, type Verdict } from "#domain/verdict.ts";
import { blastRadius } from "./tier.ts";

/** The policy as data: see Config.policy. */
export interface Policy {
  /** Lowest rung a change must reach to be accepted without a human, by tier 0..3. */
  readonly level: readonly Level[];
  /** True for paths whose changes always wait for a human. */
  readonly sensitive: (path: string) => boolean;
}

export interface Judgement {
  readonly decision: Decision;
  readonly level: Level | undefined;
}

/** Judges one candidate by its verdicts: a failed check rejects, a check that asks for a person, security-critical code, what must be set first and a level below the tier's ask, the rest is accepted. Pure. */
export function decide(candidate: Candidate, verdicts: readonly Verdict[], policy: Policy): Judgement {
  const { tier, why } = blastRadius(candidate, policy.sensitive);
  const failed = verdicts.find((verdict) => verdict.outcome === "fail");
  const needed = policy.level[tier] ?? "E4";
  // Above the needed rung too: a rung that did not run caps the level.
  const required = LEVELS.filter((level) => level !== "E3" || needed === "E3");
  const level = levelReached(verdicts, required);
  const judge = (outcome: Decision["outcome"], rule: string, reason: string): Judgement => ({
    decision: { outcome, rule, reason, tier },
    level,
  });
  if (failed !== undefined) return judge("reject", "check-failed", `${failed.check} (${failed.level}): ${failed.reason}`);
  const asked = verdicts.find((verdict) => verdict.asks === true);
  const settled = verdicts.filter((verdict) => verdict.asks !== true);
  if (!rungPassed(settled, "E0")) return judge("reject", "not-applied", "the patch was not shown to apply");
  if (asked !== undefined) return judge("ask", "person-needed", `${asked.check} (${asked.level}): ${asked.reason}`);
  if (level === undefined) return judge("reject", "not-applied", "the patch was not shown to apply");
  if (tier === 3) return judge("ask", "sensitive-code", why);
  if (candidate.tradeOffs.setting !== undefined) return judge("ask", "setting-needed", candidate.tradeOffs.setting);
  if (LEVELS.indexOf(level) < LEVELS.indexOf(needed)) {
    const missing = verdicts.filter(
      (verdict) =>
        LEVELS.indexOf(verdict.level) <= LEVELS.indexOf(needed) &&
        required.includes(verdict.level) &&
        verdict.outcome === "inconclusive" &&
        !rungPassed(verdicts, verdict.level),
    );
    const causes = missing.map((verdict) => `${verdict.level} ${verdict.check}: ${verdict.reason}`).join(", ");
    return judge(
      "ask",
      "level-not-reached",
      `tier ${tier} needs ${needed}, reached ${level}${causes === "" ? "" : ` (${causes})`}`,
    );
  }
  return judge("accept", "tier-level-reached", `tier ${tier} needs ${needed}, reached ${level}`);
}
