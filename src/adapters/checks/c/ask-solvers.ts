import type { CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { type Order, withBuilt } from "./build.ts";
import { modelCheck } from "./cbmc.ts";
import { notProved } from "./depth.ts";
import { symbolicRun } from "./klee.ts";
import type { Checked } from "./open-source.ts";
import { type Aimed, FOLLOWED, PROVED } from "./shots.ts";
import { systemProgram } from "./toolchain.ts";
import { encodeInput, type Slot } from "./values.ts";

/** Calls that solvers hold to be faulty, with what they said; the note begins with a blank. */
export interface Solved {
  readonly shots: readonly Aimed[];
  readonly note: string;
}

/** What solvers are asked about. */
export interface Question {
  readonly order: Order;
  readonly slots: readonly Slot[];
  /** The function with the weak place. */
  readonly weak: string;
}

/** Asks CBMC, then KLEE where that named no call: each where it is installed and the risk is worth the time. `key` names the unchanged code and its function. */
export async function askSolvers(
  context: CheckContext,
  sandbox: Sandbox,
  question: Question,
  key: string,
  signal: AbortSignal,
): Promise<Solved> {
  const [cbmc, klee] = await Promise.all(["cbmc", "klee"].map((name) => systemProgram(context.findExecutable, name)));
  if (cbmc === undefined && klee === undefined) return { shots: [], note: "" };
  const barred = notProved(context);
  if (barred !== undefined) return { shots: [], note: ` ${barred}` };
  const { called, toolchain } = question.order;
  const ask = async (name: string, work: Parameters<typeof withBuilt<Checked>>[5]): Promise<Checked> => {
    const answer = await context.once(`c-${name} ${key}`, () =>
      withBuilt(context, sandbox, context.before, question.order, signal, work),
    );
    return typeof answer !== "string" && "kind" in answer ? `${name} was not asked: ${answer.detail}` : answer;
  };
  const checked = cbmc === undefined ? "" : await ask("CBMC", (built) => modelCheck(built, cbmc, called, question.weak));
  if (typeof checked !== "string") return solved(question, checked, PROVED, "CBMC");
  const note = checked === "" ? "" : ` ${checked}`;
  if (klee === undefined) return { shots: [], note };
  if (toolchain.name !== "clang") return { shots: [], note: `${note} KLEE was not asked: its bytecode comes of clang.` };
  const programs = { klee, clang: toolchain.program };
  const followed = await ask("KLEE", (built) => symbolicRun(built, programs, called, question.weak));
  if (typeof followed === "string") return { shots: [], note: `${note} ${followed}` };
  const found = solved(question, followed, FOLLOWED, "KLEE");
  return { shots: found.shots, note: `${note}${found.note}` };
}

function solved({ slots }: Question, calls: Exclude<Checked, string>, prefix: string, name: string): Solved {
  const shots = calls.map(
    (values, index): Aimed => ({ id: `${prefix}-${index}`, values, input: encodeInput(slots, values), control: false }),
  );
  return { shots, note: ` ${name} named ${calls.length === 1 ? "a call" : `${calls.length} calls`}.` };
}
