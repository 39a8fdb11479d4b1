import { digest, digestJson } from "#lib/digest.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { inconclusive } from "#adapters/checks/kit/answers.ts";
import { touchedFiles } from "#adapters/checks/kit/touched-files.ts";
import { type Order, type Problem, withBuilt } from "./build.ts";
import { compareAttack, report } from "./compare-attack.ts";
import { drive, type Seen } from "./drive.ts";
import { type Judged, judge, type Scope } from "./judge.ts";
import { isAmbient, showingOf } from "./kinds.ts";
import { literalsOf } from "./literals.ts";
import { widthOf } from "./shapes.ts";
import { functionsOf } from "./signature.ts";
import { aimShots, type Aimed } from "./shots.ts";
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
  const order: Order = { called: target.called, build, toolchain };
  const key = `c-attack ${toolchain.program} ${digest(file.before)} ${target.weak.name} ${digestJson([showing, order.called.function.name])}`;
  const old = await context.once(key, () => attackSide(context, sandbox, context.before, order, shots, signal));
  if ("kind" in old) return inconclusive(old.reason, `Unchanged code: ${old.detail}`, old.output);
  const redIn = (scope: Scope): Judged[] => judge(showing, scope, shots, old).filter(({ effect }) => effect !== undefined);
  const own = redIn({ weak: target.weak.name, within: false });
  const scope = { weak: target.weak.name, within: own.length === 0 };
  const red = own.length > 0 ? own : redIn(scope);
  if (red.length === 0)
    return inconclusive(
      "not-red-before",
      `None of ${shots.length} calls of ${order.called.function.name} showed the weakness on the unchanged code, so they prove nothing.`,
      report(shots, old, []),
    );
  const now = await attackSide(context, sandbox, context.after, { ...order, called: fresh }, shots, signal);
  if ("kind" in now) return inconclusive(now.reason, `Patched code: ${now.detail}`, now.output);
  return compareAttack(context, { showing, scope, slots, shots, old, now, red }, toolchain.name);
}

export function slotsFor({ called }: Pick<Target, "called">): Slot[] {
  return slotsOf(
    called.parameters,
    called.outside,
    called.parameters.map(({ type }) => (type.base === "void" ? 1 : (widthOf({ ...type, pointers: 0 }) ?? 8))),
  );
}

async function attackSide(
  context: CheckContext,
  sandbox: Sandbox,
  workspace: CheckContext["before"],
  order: Order,
  shots: readonly Aimed[],
  signal: AbortSignal,
): Promise<readonly Seen[] | Problem> {
  return withBuilt(context, sandbox, workspace, order, signal, (built) => drive(built, order.called.path, shots));
}
