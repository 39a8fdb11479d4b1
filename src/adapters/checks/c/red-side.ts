import { digest, digestJson } from "#lib/digest.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { askSolvers } from "./ask-solvers.ts";
import { type Order, type Problem, withBuilt } from "./build.ts";
import { drive, type Seen } from "./drive.ts";
import { depthOf, fuzzerName } from "./depth.ts";
import { fuzz } from "./fuzz.ts";
import { type Judged, judge, type Scope } from "./judge.ts";
import type { Showing } from "./kinds.ts";
import { type Aimed, FUZZED } from "./shots.ts";
import type { Target } from "./target.ts";
import { decodeInput, type Slot } from "./values.ts";

/** What is attacked, and how it would show. */
export interface Scene {
  readonly showing: Showing;
  readonly target: Target;
  readonly slots: readonly Slot[];
  readonly order: Order;
  /** Of the unchanged file. */
  readonly text: string;
}

export type RedSide =
  | {
      readonly kind: "red";
      readonly shots: readonly Aimed[];
      readonly seen: readonly Seen[];
      readonly red: readonly Judged[];
      readonly scope: Scope;
    }
  | { readonly kind: "green"; readonly seen: readonly Seen[]; readonly note: string }
  | Problem;

/** Attacks the unchanged code, with payloads of our own first, then with what tools find. */
export async function redSide(
  context: CheckContext,
  sandbox: Sandbox,
  scene: Scene,
  shots: readonly Aimed[],
  signal: AbortSignal,
): Promise<RedSide> {
  const { showing, target, slots, order, text } = scene;
  const key = `${order.toolchain.program} ${digest(text)} ${target.weak.name} ${order.called.function.name} ${digestJson(showing)}`;
  const seen = await context.once(`c-attack ${key}`, () => attackSide(context, sandbox, context.before, order, shots, signal));
  if ("kind" in seen) return seen;
  const red = redOf(scene, shots, seen);
  if (red !== undefined) return { kind: "red", shots, seen, ...red };
  if (showing.kind === "effect" || order.build === "memory" || slots.length === 0 || showing.faults.includes("leak"))
    return { kind: "green", seen, note: "" };
  const more = await suspicions(context, sandbox, scene, shots, key, signal);
  if (more.shots.length === 0) return { kind: "green", seen, note: more.note };
  const all = [...shots.filter(({ control }) => control), ...more.shots];
  const again = await context.once(`c-again ${key}`, () => attackSide(context, sandbox, context.before, order, all, signal));
  if ("kind" in again) return again;
  const found = redOf(scene, all, again);
  return found === undefined
    ? { kind: "green", seen, note: `${more.note} What was found so is another fault, or none when it is run.` }
    : { kind: "red", shots: all, seen: again, ...found };
}

/** Calls that tools hold to be faulty: a fuzzer's, and those of solvers that are installed. They count when they are run and seen. */
async function suspicions(
  context: CheckContext,
  sandbox: Sandbox,
  { slots, order, target }: Scene,
  shots: readonly Aimed[],
  key: string,
  signal: AbortSignal,
): Promise<{ readonly shots: readonly Aimed[]; readonly note: string }> {
  const seeds = shots.slice(0, 20).map(({ input }) => input);
  const fuzzed = await context.once(`c-fuzz-before ${key}`, () => fuzz(context, sandbox, context.before, order, seeds, signal));
  const said =
    fuzzed.kind === "problem"
      ? ` Not fuzzed: ${fuzzed.detail}`
      : fuzzed.crash === undefined
        ? ` Nor did ${fuzzerName(context)} find any in ${depthOf(context).fuzzSeconds} s.`
        : "";
  const found = fuzzed.kind === "problem" || fuzzed.crash === undefined ? [] : [fuzzedShot(slots, fuzzed.crash)];
  const solved = await askSolvers(context, sandbox, { order, slots, weak: target.weak.name }, key, signal);
  return { shots: [...found, ...solved.shots], note: `${said}${solved.note}` };
}

/** The calls that showed the weakness: in its own function, else in what that calls. */
function redOf(
  { showing, target }: Scene,
  shots: readonly Aimed[],
  seen: readonly Seen[],
): { readonly red: readonly Judged[]; readonly scope: Scope } | undefined {
  for (const within of [false, true]) {
    const scope = { weak: target.weak.name, within };
    const red = judge(showing, scope, shots, seen).filter(({ effect }) => effect !== undefined);
    if (red.length > 0) return { red, scope };
  }
  return undefined;
}

export function fuzzedShot(slots: readonly Slot[], input: Uint8Array): Aimed {
  return { id: FUZZED, input, values: decodeInput(slots, input), control: false };
}

/** Makes all calls on one state. */
export async function attackSide(
  context: CheckContext,
  sandbox: Sandbox,
  workspace: CheckContext["before"],
  order: Order,
  shots: readonly Aimed[],
  signal: AbortSignal,
): Promise<readonly Seen[] | Problem> {
  return withBuilt(context, sandbox, workspace, order, signal, (built) => drive(built, order.called.path, shots));
}
