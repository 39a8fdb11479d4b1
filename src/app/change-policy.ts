import { createIgnoreRules, type IgnoreRules } from "#adapters/workspaces/ignore-rules.ts";
import type { GateVerdict } from "#domain/gate.ts";
import type { ChangeFacts } from "#stages/decide/change-facts.ts";
import type { Matches } from "#stages/decide/change-tier.ts";
import { type ChangePolicy, judgeChange } from "#stages/decide/judge-change.ts";
import type { Config } from "./config.ts";
import { settingPlace } from "./setting-place.ts";

/** Settings that judge a change, with where each comes from. */
export interface PolicySource {
  readonly config: Config;
  readonly origins: Readonly<Record<string, string>>;
}

export function changePolicy({ failOn, minProbability, policy }: Config): ChangePolicy {
  return { failOn, minProbability, policy, matches: patternMatcher() };
}

/** Judges a change; each reason names the line that decided. */
export function judge(facts: ChangeFacts, { config, origins }: PolicySource): GateVerdict {
  const verdict = judgeChange(facts, changePolicy(config));
  const reasons = verdict.reasons.map((reason) =>
    reason.setting === undefined ? reason : { ...reason, decidedBy: settingPlace(reason.setting, origins) },
  );
  return { ...verdict, reasons };
}

/** Each list of patterns is compiled once. */
function patternMatcher(): Matches {
  const compiled = new Map<readonly string[], IgnoreRules>();
  return (patterns, path) => {
    let rules = compiled.get(patterns);
    if (rules === undefined) {
      rules = createIgnoreRules(patterns, () => undefined);
      compiled.set(patterns, rules);
    }
    return rules.ignores(path, false, "");
  };
}
