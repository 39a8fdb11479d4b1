import { type Budget, DEFAULT_BUDGET, withLimits } from "#domain/budget.ts";
import { severityRank } from "#domain/severity.ts";
import { type Config, DEFAULT_ENGINES } from "./config.ts";
import { type Loosening, type OwnPolicy, policyLoosenings } from "./policy-loosening.ts";

const PROVE: readonly Config["c"]["prove"][] = ["off", "by-risk", "always"];

/** What a file says, already valid, without defaults. */
export type Own = Partial<Omit<Config, "policy">> & { readonly policy?: OwnPolicy };

/**
 * What a repository's settings (`own`: only what it says, already valid) would loosen against those without it (`without`:
 * user configuration over defaults). `exclude` is allowed, since generated and vendored code is a matter of the repository: it
 * shows in the origins, and named files are analysed all the same. Lists only ever grow.
 */
export function loosenings(own: Own, without: Config): readonly Loosening[] {
  const found: Loosening[] = [];
  const loosens = (path: readonly string[], mine: unknown, theirs: unknown, why: string) =>
    found.push({ path, message: `${JSON.stringify(mine)} is looser than ${JSON.stringify(theirs)}: ${why}` });

  if (own.failOn !== undefined && severityRank(own.failOn) > severityRank(without.failOn)) {
    loosens(["failOn"], own.failOn, without.failOn, "fewer defects would fail a check");
  }
  if (own.minProbability !== undefined && own.minProbability > without.minProbability) {
    loosens(["minProbability"], own.minProbability, without.minProbability, "fewer findings would become defects");
  }
  if (own.maxFileBytes !== undefined && own.maxFileBytes < without.maxFileBytes) {
    loosens(["maxFileBytes"], own.maxFileBytes, without.maxFileBytes, "fewer files would be analysed");
  }
  if (own.threatModel !== undefined && own.threatModel !== "library" && own.threatModel !== without.threatModel) {
    loosens(["threatModel"], own.threatModel, without.threatModel, "parameters of functions might be trusted");
  }
  if (own.engines !== undefined) {
    const { engines } = own;
    if (without.engines === undefined && !engines.includes(DEFAULT_ENGINES))
      loosens(["engines"], engines, "all", "engines not named would not run");
    else if (without.engines?.some((id) => !engines.includes(id)))
      loosens(["engines"], engines, without.engines, "some would not run");
  }
  const limits = withLimits(DEFAULT_BUDGET, without.budget);
  const wanted = withLimits(limits, own.budget ?? {});
  for (const name of Object.keys(limits) as (keyof Budget)[]) {
    const mine = wanted[name];
    if (mine > limits[name])
      loosens(["budget", name], mine, limits[name], "a repository may not spend more than its user allows");
  }
  // What a file leaves unsaid is not here: these are its own words.
  const c: Partial<Config["c"]> = own.c ?? {};
  if (c.prove !== undefined && PROVE.indexOf(c.prove) < PROVE.indexOf(without.c.prove))
    loosens(["c", "prove"], c.prove, without.c.prove, "fewer repairs would be put to a solver");
  if (c.fuzzSeconds !== undefined && c.fuzzSeconds < without.c.fuzzSeconds)
    loosens(["c", "fuzzSeconds"], c.fuzzSeconds, without.c.fuzzSeconds, "repairs would be fuzzed for a shorter time");
  found.push(...policyLoosenings(own.policy, without.policy));
  // Lists are joined, so a later pattern that takes back an earlier one would loosen it.
  const taken = own.policy?.sensitive?.find((pattern) => pattern.startsWith("!"));
  if (taken !== undefined)
    loosens(
      ["policy", "sensitive"],
      taken,
      without.policy.sensitive,
      "a repository may name sensitive paths, not take them back",
    );
  return found;
}
