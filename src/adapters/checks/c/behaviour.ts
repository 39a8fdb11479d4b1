import { changedLines } from "#adapters/checks/behaviour/changed-lines.ts";
import { inconclusive } from "#adapters/checks/kit/answers.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { textOf } from "#analysis/parse/tree.ts";
import { digest } from "#lib/digest.ts";
import type { FilePatch } from "#domain/patch.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { slotsFor } from "./attack.ts";
import { type Order, withBuilt } from "./build.ts";
import { judgeBehaviour } from "./compare-behaviour.ts";
import { drive } from "./drive.ts";
import { fuzzerName } from "./depth.ts";
import { fuzzPatched } from "./fuzz.ts";
import { literalsOf } from "./literals.ts";
import { markLines } from "./marks.ts";
import { type CFunction, functionsOf } from "./signature.ts";
import { type Aimed, behaviourShots } from "./shots.ts";
import { sameTarget, targetAt } from "./target.ts";
import { toolchainOf } from "./toolchain.ts";
import { decodeInput } from "./values.ts";

const MOST_TARGETS = 3;

/** Calls the changed functions of a C file in both states with the same inputs, those among them that a fuzzer finds. One answer for each function. */
export async function behaviourC(
  context: CheckContext,
  sandbox: Sandbox,
  file: TouchedFile,
  patch: FilePatch,
  family: string,
  signal: AbortSignal,
): Promise<CheckAnswer[]> {
  const toolchain = await toolchainOf(context);
  if (toolchain === undefined)
    return [inconclusive("no-compiler", "No clang or gcc below /usr was found, so nothing was built.")];
  if (file.trees === undefined) return [inconclusive("no-entry-point", `There is no grammar for ${file.path}.`)];
  const { before, after } = file.trees;
  const fresh = new Map(functionsOf(after).map((each) => [each.name, textOf(after, each.node)]));
  const changed = functionsOf(before).filter((each) => fresh.get(each.name) !== textOf(before, each.node));
  if (changed.length === 0)
    return [inconclusive("no-entry-point", `The patch changes no function of ${file.path} that can be called.`)];
  const answers: CheckAnswer[] = [];
  for (const each of changed.slice(0, MOST_TARGETS)) {
    const answer = await compareFunction(
      context,
      sandbox,
      { file, patch, family, order: { toolchain, build: "address" }, each },
      signal,
    );
    answers.push({ ...answer, detail: answer.detail });
    if (answer.outcome === "fail") return answers;
  }
  if (changed.length > MOST_TARGETS)
    answers.push(inconclusive("no-entry-point", `Only ${MOST_TARGETS} of ${changed.length} changed functions were called.`));
  return answers;
}

interface Work {
  readonly file: TouchedFile;
  readonly patch: FilePatch;
  readonly family: string;
  readonly order: Omit<Order, "called">;
  readonly each: CFunction;
}

async function compareFunction(
  context: CheckContext,
  sandbox: Sandbox,
  { file, patch, family, order, each }: Work,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const { before, after } = file.trees as NonNullable<TouchedFile["trees"]>;
  const target = targetAt(before, file.path, each.node, true);
  if (typeof target === "string") return inconclusive("no-entry-point", target);
  const called = sameTarget(after, target);
  if (typeof called === "string") return inconclusive("no-entry-point", called);
  const slots = slotsFor(target);
  const both = [
    ...functionsOf(before).map(({ node }) => literalsOf(before, [node])),
    ...functionsOf(after).map(({ node }) => literalsOf(after, [node])),
  ];
  const literals = {
    numbers: [...new Set(both.flatMap(({ numbers }) => numbers))],
    texts: [...new Set(both.flatMap(({ texts }) => texts))],
  };
  const plain = behaviourShots(slots, literals);
  const seeds = plain.slice(0, 20).map(({ input }) => input);
  const fuzzed =
    slots.length === 0
      ? undefined
      : await fuzzPatched(
          context,
          sandbox,
          { called, toolchain: order.toolchain, words: literals.texts },
          file.after,
          seeds,
          signal,
        );
  const found =
    fuzzed === undefined || fuzzed.kind === "problem"
      ? []
      : [...(fuzzed.crash === undefined ? [] : [fuzzed.crash]), ...fuzzed.corpus];
  const shots: Aimed[] = [
    ...plain,
    ...found.map((input, index) => ({ id: `fuzzed-${index}`, input, values: decodeInput(slots, input), control: false })),
  ];
  const fresh = functionsOf(after).find(({ name }) => name === each.name);
  const marks = fresh === undefined ? undefined : markLines(after, fresh.node, changedLines(file.before, file.after, patch));
  const key = `c-behaviour ${order.toolchain.program} ${digest(file.before)} ${target.called.function.name} ${digest(Buffer.concat(shots.map(({ input }) => input)))}`;
  const old = await context.once(key, () =>
    side(context, sandbox, context.before, { ...order, called: target.called }, shots, signal),
  );
  if ("kind" in old) return inconclusive(old.reason, `Unchanged code: ${old.detail}`, old.output);
  const now = await side(
    context,
    sandbox,
    context.after,
    { ...order, called: { ...called, ...(marks !== undefined && { marked: marks.text }) } },
    shots,
    signal,
  );
  if ("kind" in now) return inconclusive(now.reason, `Patched code: ${now.detail}`, now.output);
  const note =
    fuzzed === undefined
      ? ""
      : fuzzed.kind === "problem"
        ? ` Not fuzzed: ${fuzzed.detail}`
        : ` ${fuzzerName(context)} chose inputs by the code they reach; ${fuzzed.corpus.length} of them are among the calls.`;
  return judgeBehaviour(context, {
    name: target.called.function.name,
    slots,
    shots,
    old,
    now,
    family,
    marks: marks?.lines ?? [],
    note,
  });
}

function side(
  context: CheckContext,
  sandbox: Sandbox,
  workspace: CheckContext["before"],
  order: Order,
  shots: readonly Aimed[],
  signal: AbortSignal,
) {
  return withBuilt(context, sandbox, workspace, order, signal, (built) => drive(built, order.called.path, shots, true));
}
