import { digest, digestJson } from "#lib/digest.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { type Order, type Problem, withBuilt } from "./build.ts";
import { modelCheck } from "./cbmc.ts";
import { drive, type Seen } from "./drive.ts";
import { fuzz, FUZZ_SECONDS } from "./fuzz.ts";
import { type Judged, judge, type Scope } from "./judge.ts";
import type { Showing } from "./kinds.ts";
import { type Aimed, FUZZED, PROVED } from "./shots.ts";
import type { Target } from "./target.ts";
import { systemProgram } from "./toolchain.ts";
import { decodeInput, encodeInput, type Slot } from "./values.ts";

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

/** Attacks the unchanged code, with payloads of our own first, then with what libFuzzer finds. */
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

/** Calls that tools hold to be faulty: libFuzzer's, and CBMC's where it is installed. They count when they are run and seen. */
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
        ? ` Nor did libFuzzer find any in ${FUZZ_SECONDS} s.`
        : "";
  const found = fuzzed.kind === "problem" || fuzzed.crash === undefined ? [] : [fuzzedShot(slots, fuzzed.crash)];
  const program = await systemProgram(context.findExecutable, "cbmc");
  if (program === undefined) return { shots: found, note: said };
  const proved = await context.once(`c-cbmc ${key}`, () =>
    withBuilt(context, sandbox, context.before, order, signal, (built) =>
      modelCheck(built, program, order.called, target.weak.name),
    ),
  );
  if (typeof proved === "string") return { shots: found, note: `${said} ${proved}` };
  if ("kind" in proved) return { shots: found, note: `${said} CBMC was not asked: ${proved.detail}` };
  const shown = proved.map(
    (values, index): Aimed => ({ id: `${PROVED}-${index}`, values, input: encodeInput(slots, values), control: false }),
  );
  return {
    shots: [...found, ...shown],
    note: `${said} CBMC named ${proved.length === 1 ? "a call" : `${proved.length} calls`}.`,
  };
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
