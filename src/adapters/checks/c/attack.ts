import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { fail, inconclusive } from "#adapters/checks/kit/answers.ts";
import { touchedFiles } from "#adapters/checks/kit/touched-files.ts";
import type { Order } from "./build.ts";
import { compareAttack, report, showShot } from "./compare-attack.ts";
import { depthOf, fuzzerName } from "./depth.ts";
import { fuzzPatched } from "./fuzz.ts";
import { judge } from "./judge.ts";
import { isAmbient, showingOf } from "./kinds.ts";
import { literalsOf } from "./literals.ts";
import { widthOf } from "./shapes.ts";
import { functionsOf } from "./signature.ts";
import { attackSide, fuzzedShot, redSide, type Scene } from "./red-side.ts";
import { aimShots } from "./shots.ts";
import { nodeOf, sameTarget, type Target, targetAt } from "./target.ts";
import { toolchainOf } from "./toolchain.ts";
import { type Slot, slotsOf } from "./values.ts";

/** Attacks a function of C on both states: a program is built around each, with sanitizers and doubles, and judged by what they see. */
export async function attackC(context: CheckContext, signal: AbortSignal): Promise<CheckAnswer> {
  const { defect, sandbox } = context;
  const showing = showingOf(defect.cwe);
  if ("why" in showing) return inconclusive("not-attackable", showing.why);
  if (sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so nothing was attacked.");
  const toolchain = await toolchainOf(context);
  if (toolchain === undefined) return inconclusive("no-compiler", "No clang or gcc below /usr was found, so nothing was built.");
  if (showing.kind === "faults" && showing.build === "memory" && toolchain.name !== "clang")
    return inconclusive("no-sanitizer", "Reads of memory that nobody wrote are seen by clang's MemorySanitizer only.");
  const touched = await touchedFiles(context, signal);
  if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
  const file = touched.files.find(({ path }) => path === defect.location.path);
  if (file?.trees === undefined) return inconclusive("no-entry-point", "The patch does not touch the file with the weak place.");
  const { before, after } = file.trees;
  const target = targetAt(
    before,
    file.path,
    nodeOf(before, defect.location),
    showing.kind === "effect" && showing.effect === "path-traversal",
  );
  if (typeof target === "string") return inconclusive("no-entry-point", target);
  const fresh = sameTarget(after, target);
  if (typeof fresh === "string") return inconclusive("no-entry-point", fresh);
  const slots = slotsFor(target);
  if (slots.length === 0 && !isAmbient(showing))
    return inconclusive("no-entry-point", `Nothing that an attacker could choose goes into ${target.weak.name}.`);
  const literals = literalsOf(
    before,
    functionsOf(before).map(({ node }) => node),
  );
  const shots = aimShots(slots, literals, showing);
  const build = showing.kind === "faults" ? showing.build : "address";
  const order: Order = { called: target.called, build, toolchain, words: literals.texts };
  const scene: Scene = { showing, target, slots, order, text: file.before };
  const old = await redSide(context, sandbox, scene, shots, signal);
  if (old.kind === "problem") return inconclusive(old.reason, `Unchanged code: ${old.detail}`, old.output);
  if (old.kind === "green") {
    const words = `None of ${shots.length} calls of ${order.called.function.name} showed the weakness on the unchanged code, so they prove nothing.`;
    return inconclusive("not-red-before", `${words}${old.note}`, report(shots, old.seen, []));
  }
  const now = await attackSide(context, sandbox, context.after, { ...order, called: fresh }, old.shots, signal);
  if ("kind" in now) return inconclusive(now.reason, `Patched code: ${now.detail}`, now.output);
  const sides = { showing, scope: old.scope, slots, shots: old.shots, old: old.seen, now, red: old.red };
  const answer = compareAttack(context, sides, toolchain.name);
  if (answer.outcome !== "pass" || showing.kind === "effect" || build === "memory" || slots.length === 0) return answer;
  const seeds = old.shots.slice(0, 20).map(({ input }) => input);
  const fuzzed = await fuzzPatched(context, sandbox, { ...order, called: fresh }, file.after, seeds, signal);
  if (fuzzed.kind === "problem") return { ...answer, detail: `${answer.detail} Not fuzzed: ${fuzzed.detail}` };
  const note = ` ${fuzzerName(context)} looked at the patched code for ${depthOf(context).fuzzSeconds} s`;
  if (fuzzed.crash === undefined) return { ...answer, detail: `${answer.detail}${note} and found no fault.` };
  const shot = fuzzedShot(slots, fuzzed.crash);
  const again = await attackSide(context, sandbox, context.after, { ...order, called: fresh }, [shot], signal);
  if ("kind" in again) return inconclusive(again.reason, `Patched code: ${again.detail}`, again.output);
  const [still] = judge(showing, old.scope, [shot], again);
  if (still?.effect !== undefined)
    return fail(
      "attack-succeeds",
      `With ${showShot(shot, slots)}, which ${fuzzerName(context)} found, ${still.effect} on the patched code.`,
      report([shot], [], again),
    );
  return { ...answer, detail: `${answer.detail}${note} and found a fault that is none of this weakness.` };
}

export function slotsFor({ called }: Pick<Target, "called">): Slot[] {
  return slotsOf(
    called.parameters,
    called.outside,
    called.parameters.map(({ type }) => (type.base === "void" ? 1 : (widthOf({ ...type, pointers: 0 }) ?? 8))),
  );
}
