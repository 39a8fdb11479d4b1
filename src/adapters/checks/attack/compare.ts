import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import type { CheckAnswer } from "#ports/check.ts";
import { isAttack, type Result } from "./judge.ts";
import type { Side } from "./run-side.ts";

/** Names what is attacked, for people: `parameter name`. */
export type NameTarget = (parameter: number) => string;

/** Red before and green after, with harmless calls that did not change in kind: only that is a pass. */
export function compareSides(before: Side, after: Side, target: NameTarget): CheckAnswer {
  if (before.kind === "problem") return inconclusive(before.reason, `Unchanged code: ${before.detail}`, before.output);
  if (after.kind === "problem") return inconclusive(after.reason, `Patched code: ${after.detail}`, after.output);
  const red = before.results.filter(({ effect }) => effect !== undefined);
  const still = after.results.filter(({ effect }) => effect !== undefined);
  const shots = after.results.filter(isAttack).length;
  const output = report(before.results, after.results);
  if (red.length === 0)
    return inconclusive(
      "not-red-before",
      `None of ${shots} attacks had an effect on the unchanged code, so they prove nothing.`,
      output,
    );
  const [worst] = still;
  if (worst !== undefined) {
    return fail(
      "attack-succeeds",
      `With ${named(worst, target)} still ${worst.effect ?? ""}, as it did before the patch.`,
      output,
    );
  }
  const late = after.results.find((each) => isAttack(each) && isLate(each, before.results));
  if (late !== undefined)
    return inconclusive("timed-out", `The patched code did not answer to ${named(late, target)} in time.`, output);
  const change = controlChange(before.results, after.results);
  if (change !== undefined) return inconclusive("control-differs", change, output);
  const [first] = red;
  return pass(
    "ok",
    `${shots} ${shots === 1 ? "attack" : "attacks"}: ${red.length} red before, all green after; for example ${first === undefined ? "" : named(first, target)}: ${first?.effect ?? ""}, now no more.${throughOf(before)}${standInsOf(before, after)}`,
    output,
  );
}

/** What framework took the calls as it would from outside. */
function throughOf({ through }: { readonly through: string }): string {
  return through === "" ? "" : ` The calls went through ${through}.`;
}

/** What was not the real thing: what it does with a payload is known from its documentation alone. */
function standInsOf(...sides: readonly { readonly standIns: readonly string[] }[]): string {
  const names = [...new Set(sides.flatMap(({ standIns }) => standIns))].toSorted();
  return names.length === 0 ? "" : ` Stand-ins took the place of ${names.join(", ")}.`;
}

/** A call that was not made for want of time, or that hangs only now: it may yet have an effect. */
function isLate({ id, outcome, value }: Result, before: readonly Result[]): boolean {
  if (outcome !== "hung") return false;
  const old = before.find((each) => each.id === id);
  return value === "unrun" || old?.outcome !== "hung" || old.effect !== undefined;
}

/** What differs between the sides when nobody attacks. Calls that both worked before are the better witnesses; one that stays the same is enough. */
function controlChange(before: readonly Result[], after: readonly Result[]): string | undefined {
  const pairs = before.flatMap((old) => {
    const fresh = after.find(({ id }) => id === old.id);
    return isControl(old) && fresh !== undefined ? [{ old, fresh }] : [];
  });
  const worked = pairs.filter(({ old }) => old.outcome === "returned");
  const witnesses = worked.length > 0 ? worked : pairs;
  const changes = witnesses.map(({ old, fresh }) => changeOf(old, fresh));
  if (changes.length === 0) return "No harmless call could be made.";
  return changes.every((change) => change !== undefined) ? changes[0] : undefined;
}

function changeOf(old: Result, fresh: Result): string | undefined {
  const words = ({ outcome, value }: Result): string =>
    outcome === "hung" ? "does not answer" : `${outcome === "raised" ? "raises" : "returns"} ${value}`;
  if (old.outcome !== fresh.outcome || old.value !== fresh.value || fresh.outcome === "hung")
    return `A harmless call ${words(old)} on the unchanged code and ${words(fresh)} on the patched code.`;
  if (old.reached && !fresh.reached) return "A harmless call no longer does what it did: the patched code does not get that far.";
  return undefined;
}

function isControl({ id }: Result): boolean {
  return id.startsWith("control");
}

function named({ payload, parameter }: Result, target: NameTarget): string {
  return payload === null || parameter < 0 ? (payload ?? "a known seed") : `${JSON.stringify(payload)} as ${target(parameter)}`;
}

function report(before: readonly Result[], after: readonly Result[]): string {
  const line = ({ id, payload, outcome, value, effect, reached }: Result): string =>
    `${id}\t${JSON.stringify(payload)}\t${outcome} ${value}\t${reached ? "reached" : "-"}\t${effect ?? "-"}`;
  return ["before", ...before.map(line), "after", ...after.map(line)].join("\n");
}
