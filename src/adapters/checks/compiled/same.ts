import type { Observation } from "#adapters/checks/attack/plan.ts";
import type { Difference } from "#adapters/checks/behaviour/compare.ts";
import { sqlMeaning } from "#adapters/checks/behaviour/sql-meaning.ts";

export type Change = Difference;

/** How two observations of one call differ in what a caller sees and in what is done to the world; undefined where they do not. */
export function changeOf(old: Observation, fresh: Observation, family: string): Change | undefined {
  const shown = { old: show(old), fresh: show(fresh) };
  if (old.outcome === "hung" || fresh.outcome === "hung")
    return old.outcome === fresh.outcome ? undefined : { kind: "hangs", ...shown };
  const [was, is] = [isRefused(old), isRefused(fresh)];
  if (was !== is) return { kind: is ? "refuses" : "accepts", ...shown };
  // What a refusal says is for people.
  if (was) return undefined;
  if (old.output !== fresh.output) return { kind: "value", ...shown };
  const [done, does] = [effectsOf(old, family), effectsOf(fresh, family)];
  return done === does ? undefined : { kind: "effect", old: `did ${done.slice(0, 160)}`, fresh: `does ${does.slice(0, 160)}` };
}

/** Whether a call does the same twice. */
export function isSteady(one: Observation, other: Observation, family: string): boolean {
  return changeOf(one, other, family) === undefined;
}

function isRefused({ outcome, value }: Observation): boolean {
  return outcome === "raised" || value === "a refusal";
}

/** What is no behaviour of its own: flags of a cookie where they are the weakness, the place of a value in a statement (`bound` holds it with its values). */
function effectsOf({ events }: Observation, family: string): string {
  const kept = events
    .filter(([kind, name]) => kind !== "cookie" || !/^CWE-(?:614|1004)$|cookie/u.test(family) || name === undefined)
    .filter(([kind, name]) => !(kind === "header" && name === "Set-Cookie"))
    .filter(([kind = ""]) => !["hash", "cipher", "statement"].includes(kind))
    .map(([kind = "", ...rest]) => (kind === "bound" ? [kind, sqlMeaning(rest.at(-1) ?? "")] : [kind, ...rest]));
  return kept.map((each) => each.join(" ")).join("; ") || "nothing";
}

function show({ outcome, output, value }: Observation): string {
  if (outcome === "hung") return "does not end";
  if (outcome === "raised") return `raises ${value}`;
  if (value === "a refusal") return "is refused";
  const text = JSON.stringify(output.trim());
  return output === "" ? "returns nothing" : `gives ${text.length > 90 ? `${text.slice(0, 87)}...` : text}`;
}
