import { randomBytes } from "node:crypto";
import { compareSides } from "#adapters/checks/attack/compare.ts";
import { attackFamily } from "#adapters/checks/attack/families.ts";
import { judge, type Result } from "#adapters/checks/attack/judge.ts";
import type { Side } from "#adapters/checks/attack/run-side.ts";
import { unlessAnother } from "#adapters/checks/attack/second-weakness.ts";
import { inconclusive } from "#adapters/checks/kit/answers.ts";
import { touchedFiles } from "#adapters/checks/kit/touched-files.ts";
import { digest, digestJson } from "#lib/digest.ts";
import { lineStarts } from "#lib/text.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { attackAims, driverPlan } from "./aims.ts";
import { driverOf } from "./drivers.ts";
import { targetAt } from "./target.ts";

type CompiledSide =
  | Exclude<Side, { kind: "problem" }>
  | { readonly kind: "problem"; readonly reason: string; readonly detail: string; readonly output: string };

/** Attacks a function of a language that is built before it runs: the same calls on both states, judged by what they bring about. */
export async function attackCompiled(context: CheckContext, signal: AbortSignal): Promise<CheckAnswer> {
  const { defect, sandbox } = context;
  const known = attackFamily(defect.cwe);
  if ("why" in known) return inconclusive("not-attackable", known.why);
  const { family } = known;
  const touched = await touchedFiles(context, signal);
  if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
  const file = touched.files.find(({ path }) => path === defect.location.path);
  const driver = driverOf(file?.language?.id);
  if (file === undefined || driver === undefined)
    return inconclusive("no-entry-point", "The patch does not touch the file with the weak place.");
  if (!driver.sees.has(family))
    return inconclusive(
      "not-attackable",
      `What an attack of this kind brings about cannot be seen from outside in ${driver.title}.`,
    );
  if (sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so nothing was attacked.");
  const target = targetAt(file, defect.location, family);
  if (typeof target === "string") return inconclusive("no-entry-point", target);
  const { order, label, callable } = target;
  const aimed = attackAims(order, "0");
  if (!aimed.shots.some(({ id }) => id.startsWith("attack")))
    return inconclusive("no-entry-point", `Nothing that an attacker could choose goes into ${label}.`);
  const side = async (workspace: Workspace): Promise<CompiledSide> => {
    const aims = attackAims(order, randomBytes(6).toString("hex"));
    const plan = driverPlan(order, randomBytes(16).toString("hex"), aims);
    const driven = await driver.drive(context, sandbox, workspace, order, plan, signal);
    if (driven.kind === "problem") return driven;
    const results: readonly Result[] = judge(family, aims, driven.observations);
    return { kind: "seen", results, standIns: driven.standIns, through: "" };
  };
  const before = await context.once(`attack ${digest(file.before)} ${digestJson(order)}`, () => side(context.before));
  if (before.kind === "problem") return inconclusive(before.reason, `Unchanged code: ${before.detail}`, before.output);
  const worthwhile = before.results.some(({ effect }) => effect !== undefined);
  const after = worthwhile ? await side(context.after) : before;
  if (after.kind === "problem") return inconclusive(after.reason, `Patched code: ${after.detail}`, after.output);
  const answer = compareSides(before, after, (index) => `${order.parameters[index]?.name ?? "a field"} of ${label}`);
  if (answer.outcome !== "fail") return answer;
  const tree = file.trees?.before;
  const [start, end] = [tree?.starts[callable.node] ?? 0, tree?.ends[callable.node] ?? 0];
  const offsets = lineStarts(file.before);
  return unlessAnother(
    context,
    {
      covers: ({ path, startLine, startColumn }) => {
        const at = (offsets[startLine - 1] ?? 0) + startColumn - 1;
        return path === file.path && at >= start && at < end;
      },
    },
    answer,
  );
}
