import type { Claim } from "#domain/claim.ts";
import type { RepairClaim } from "#domain/evidence.ts";
import type { Verdict } from "#domain/verdict.ts";

/**
 * What running the checks again says of the signed verdicts of one repair. An inconclusive verdict promised nothing, so only a failure speaks
 * against it; a check that did not exist then and fails now speaks against the repair.
 */
export function replayedClaims(repair: RepairClaim, now: readonly Verdict[]): Claim[] {
  const isSame = (one: Pick<Verdict, "check" | "level">, other: Pick<Verdict, "check" | "level">): boolean =>
    one.check === other.check && one.level === other.level;
  const name = ({ level, check }: Pick<Verdict, "check" | "level">): string => `${repair.defect.id} ${level} ${check}`;
  const claims = repair.verdicts.map((said): Claim => {
    const again = now.find((verdict) => isSame(verdict, said));
    return { claim: name(said), ...compare(said.outcome, again) };
  });
  const news = now
    .filter(({ outcome }) => outcome === "fail")
    .filter((verdict) => !repair.verdicts.some((said) => isSame(said, verdict)));
  return [
    ...claims,
    ...news.map(
      (verdict): Claim => ({
        claim: name(verdict),
        state: "fails",
        reason: "check-differs",
        detail: `was not run; fails here: ${verdict.reason}`,
      }),
    ),
  ];
}

function compare(said: Verdict["outcome"], again: Verdict | undefined): Omit<Claim, "claim"> {
  if (again?.outcome === said) return { state: "holds", detail: `${said}: ${again.reason}` };
  if (said === "inconclusive" && again?.outcome !== "fail")
    return { state: "holds", detail: `was ${said}, so nothing was promised; here ${again?.reason ?? "the check is not built"}` };
  if (again === undefined || again.outcome === "inconclusive")
    return {
      state: "unknown",
      reason: "check-unknown",
      detail: `was ${said}; here ${again?.reason ?? "the check is not built"}`,
    };
  return { state: "fails", reason: "check-differs", detail: `was ${said}, is ${again.outcome}: ${again.reason}` };
}
