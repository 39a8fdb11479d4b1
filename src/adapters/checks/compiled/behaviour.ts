import { randomBytes } from "node:crypto";
import { attackFamily } from "#adapters/checks/attack/families.ts";
import type { Observation, Shot } from "#adapters/checks/attack/plan.ts";
import { changesResults } from "#adapters/checks/behaviour/changing.ts";
import { isHostile } from "#adapters/checks/behaviour/hostile.ts";
import { statedChange } from "#adapters/checks/behaviour/stated.ts";
import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { goFaults } from "#adapters/checks/go/faults.ts";
import { fuzzedBehaviour } from "#adapters/checks/go/fuzz-behaviour.ts";
import { javaFaults } from "#adapters/checks/java/faults.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { driverPlan, type Order } from "./aims.ts";
import type { Driven } from "./driven.ts";
import { driverOf } from "./drivers.ts";
import { changeOf, type Change, isSteady } from "./same.ts";
import { changedTargets, type CompiledTarget } from "./target.ts";

const MOST_TARGETS = 3;
/** Texts and numbers of which no kind of weakness is made. */
const TEXTS = ["ann", "Bob-7", "x", "0", "12", "a.txt", "two words", "/home", "http://example.com/a", "", "Zoë"];
const NUMBERS = ["0", "1", "2", "10", "-1", "1000"];

/** Calls the changed functions of a file in both states with harmless values. One answer for each function. */
export async function behaviourCompiled(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  family: string,
  signal: AbortSignal,
): Promise<CheckAnswer[]> {
  const known = attackFamily(context.defect.cwe);
  // Arguments of a weakness without payloads are those of any other.
  const targets = changedTargets(file, "family" in known ? known.family : "log-injection");
  if (targets.length === 0)
    return [inconclusive("no-entry-point", `The patch changes no function of ${file.path} that can be called.`)];
  const answers: CheckAnswer[] = [];
  for (const target of targets.slice(0, MOST_TARGETS)) {
    const answer =
      typeof target === "string"
        ? inconclusive("no-entry-point", target)
        : await fuzzedToo(
            context,
            file,
            target,
            family,
            await compareTarget(context, sandbox, file, target, family, signal),
            signal,
          );
    answers.push(answer);
    if (answer.outcome === "fail") return answers;
  }
  if (targets.length > MOST_TARGETS)
    answers.push(inconclusive("no-entry-point", `Only ${MOST_TARGETS} of ${targets.length} changed functions were called.`));
  return answers;
}

/** Adds what Go's own fuzzing finds to an answer that passes. */
async function fuzzedToo(
  context: CheckContext,
  file: TouchedFile,
  { callable }: CompiledTarget,
  family: string,
  answer: CheckAnswer,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  if (answer.outcome !== "pass" || file.language?.id !== "go") return answer;
  const more = await fuzzedBehaviour(context, file, callable, family, signal);
  return typeof more === "object" ? more : { ...answer, detail: `${answer.detail}${more === undefined ? "" : ` ${more}`}` };
}

async function compareTarget(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  { order, label }: CompiledTarget,
  family: string,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const driver = driverOf(file.language?.id);
  if (driver === undefined) return inconclusive("not-drivable", `${file.path} cannot be called.`);
  const room = "/tmp/roomsame";
  const shots = harmlessShots(order, family, room);
  const side = (workspace: Workspace): Promise<Driven> => {
    const plan = driverPlan(order, randomBytes(16).toString("hex"), { room, mark: "same", secrets: [], shots });
    return driver.drive(context, sandbox, workspace, order, plan, signal);
  };
  const old = await context.once(`calls ${digest(file.before)} ${digestJson(order)} ${digestJson(shots)}`, async () => [
    await side(context.before),
    await side(context.before),
  ]);
  const [first, again, fresh] = [old[0], old[1], await side(context.after)];
  if (first?.kind !== "seen") return inconclusive(first?.reason ?? "driver-failed", `Unchanged code: ${first?.detail ?? ""}`);
  if (fresh.kind === "problem") return inconclusive(fresh.reason, `Patched code: ${fresh.detail}`, fresh.output);
  return judge(
    context,
    { label, order, shots, family },
    first.observations,
    again?.kind === "seen" ? again.observations : [],
    fresh.observations,
  );
}

interface Work {
  readonly label: string;
  readonly order: Order;
  readonly shots: readonly Shot[];
  readonly family: string;
}

function judge(
  context: CheckContext,
  { label, order, shots, family }: Work,
  old: readonly Observation[],
  again: readonly Observation[],
  fresh: readonly Observation[],
): CheckAnswer {
  const differing: { readonly shot: Shot; readonly change: Change }[] = [];
  const seen = new Set<string>();
  let [compared, returned] = [0, 0];
  for (const [index, shot] of shots.entries()) {
    const [before, repeated, after] = [old[index], again[index], fresh[index]];
    if (before === undefined || repeated === undefined || after === undefined || !isSteady(before, repeated, family)) continue;
    if (isWeakness(context, order, before)) continue;
    compared++;
    if (before.outcome === "returned" && before.value !== "a refusal") returned++;
    seen.add(JSON.stringify([before.outcome, before.value, before.output, before.events]));
    const change = changeOf(before, after, family);
    if (change !== undefined) differing.push({ shot, change });
  }
  const words = ({ shot, change }: (typeof differing)[number]): string =>
    `${label} with ${JSON.stringify(shot.text ?? "")} as ${order.parameters[shot.parameter]?.name ?? "nothing"} ${change.old} before and ${change.fresh} now`;
  const output = differing.map(words).join("\n");
  const [worst] = differing;
  if (worst !== undefined) {
    if (worst.change.kind === "hangs") return inconclusive("timed-out", `${words(worst)}.`, output);
    const stated = statedChange(context.candidate, worst.change);
    if (stated !== undefined) return inconclusive("stated-change", `${words(worst)}. The repair says so: ${stated}`, output);
    if (changesResults(family) && worst.change.kind === "value")
      return inconclusive("stated-change", `${words(worst)}. Repairs of this weakness have to change values.`, output);
    return fail(
      "behaviour-differs",
      `Harmless calls differ (${differing.length} of ${compared}), for example ${words(worst)}.`,
      output,
    );
  }
  if (compared === 0) return inconclusive("few-runs", `${label}: no call does the same twice, so nothing can be compared.`);
  if (returned === 0)
    return inconclusive("few-runs", `${label}: each of ${compared} harmless calls is refused, before and after.`);
  if (compared > 1 && seen.size < 2 && order.parameters.some(({ attacked }) => attacked))
    return inconclusive("few-runs", `${label}: all of ${compared} harmless calls look alike.`);
  return pass(
    "ok",
    `${compared} harmless calls of ${label} do the same as before (${returned} returned, ${seen.size} different results).`,
  );
}

/** Whether a call of the unchanged code ends in the very fault that the repair is about: that is no behaviour to keep. */
function isWeakness({ defect }: CheckContext, { path }: Order, { outcome, value, output }: Observation): boolean {
  if (outcome !== "raised") return false;
  if (languageOf(path)?.id === "go") return value === "panic" && goFaults(defect.cwe)?.thrown.test(output) === true;
  return javaFaults(defect.cwe)?.thrown.has(`java.lang.${value}`) ?? false;
}

/** A call with nothing special, then each parameter in turn through the values of its kind, those of the code first. */
function harmlessShots({ parameters, words }: Order, family: string, room: string): Shot[] {
  const shots: Shot[] = [];
  const add = (parameter: number, text: string | null): void => {
    shots.push({ id: `call-${shots.length}`, parameter, text, canary: `${room}/canary`, seed: 1 });
  };
  add(-1, null);
  for (const [index, { shape, text, attacked }] of parameters.entries()) {
    if (shape === "number") for (const each of NUMBERS) add(index, each);
    else if (attacked)
      for (const each of new Set([text, ...words.slice(0, 6), ...TEXTS])) if (!isHostile(family, each)) add(index, each);
  }
  return shots.slice(0, 40);
}
