import { severityRank } from "#domain/severity.ts";
import { CChecks } from "#ports/c-checks.ts";
import type { CheckContext } from "#ports/check.ts";

const DEFAULTS = CChecks.parse({});
/** From here on a change reaches more than one place. */
const FAR = 2;

/** How far attacks look, by the settings. */
export function depthOf({ c }: Pick<CheckContext, "c">): CChecks {
  return c ?? DEFAULTS;
}

/** Who searches for inputs, by name. */
export function fuzzerName(context: Pick<CheckContext, "c">): "AFL++" | "libFuzzer" {
  return depthOf(context).fuzzer === "afl" ? "AFL++" : "libFuzzer";
}

/** Why no solver is asked about this repair, in words; undefined where one may be. */
export function notProved(context: Pick<CheckContext, "c" | "candidate" | "defect" | "tierOf">): string | undefined {
  const { prove } = depthOf(context);
  if (prove === "off") return "No solver was asked: the setting c.prove is off.";
  const { severity } = context.defect;
  const severe = severityRank(severity) >= severityRank("high");
  if (prove === "always" || severe || (context.tierOf?.(context.candidate) ?? FAR) >= FAR) return undefined;
  return `No solver was asked: the defect is ${severity} and the change is small (setting c.prove: by-risk).`;
}
