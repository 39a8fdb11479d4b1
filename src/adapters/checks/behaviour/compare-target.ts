import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { CheckContext } from "#ports/check.ts";
import { prepare, type Prepared } from "./drive.ts";
import { makeInputs } from "./inputs.ts";
import { AGAIN, type Divergence, type Judged, judgeCalls, type Question, showCall } from "./judge-calls.ts";
import type { Call } from "./plan.ts";
import { type Drive, runCalls, type Seen } from "./run-calls.ts";
import { simplerCalls, sizeOf } from "./shrink.ts";
import type { Target } from "./targets.ts";

export type Compared =
  | {
      readonly kind: "compared";
      readonly judged: Judged;
      /** The first difference on harmless input, as simple as it could be made. */
      readonly simplest: Divergence | undefined;
      /** Writes a call for people. */
      readonly show: (call: Call) => string;
      /** 1-based lines of the patched file. */
      readonly able: ReadonlySet<number>;
      readonly ran: ReadonlySet<number>;
    }
  | {
      readonly kind: "problem";
      readonly reason: "driver-failed" | "timed-out" | "no-sandbox" | "no-python" | "not-staged";
      readonly detail: string;
      readonly output: string;
    };

/** Calls that are made twice on the unchanged code, and calls that are made again when they differ. */
const TWICE = 12;
const REPEATED = 20;

/** Calls one function of both states with the same inputs. */
export async function compareTarget(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  target: Target,
  family: string,
  signal: AbortSignal,
): Promise<Compared> {
  const prepared = await prepare(context, file, target, family, signal);
  if (prepared === undefined)
    return { kind: "problem", reason: "driver-failed", detail: `There is no grammar for ${file.path}.`, output: "" };
  const { signature } = prepared;
  const show = shower(target, prepared);
  const ask = askerOf(context, sandbox, file, family, prepared, signal);
  let asked = await ask(makeInputs(signature, false), false);
  if ("kind" in asked) return asked;
  let judged = judgeCalls(asked.question, asked.old, asked.fresh);
  // Where little returns, the guess at the types of arguments was wrong.
  if (judged.returned * 4 < judged.harmless && signature.declared.some(({ type }) => type === "")) {
    const loose = await ask(makeInputs(signature, true), true);
    if ("kind" in loose) return loose;
    const other = judgeCalls(loose.question, loose.old, loose.fresh);
    if (other.distinct > judged.distinct) [asked, judged] = [loose, other];
  }
  const { question, fresh } = asked;
  const [first] = judged.differing.toSorted((a, b) => sizeOf(a.call) - sizeOf(b.call));
  if (first === undefined) return { kind: "compared", judged, simplest: undefined, show, able: fresh.able, ran: fresh.ran };
  const differing = await again(first, judged, question, ask);
  if ("kind" in differing) return differing;
  return { kind: "compared", judged: { ...judged, differing }, simplest: differing[0], show, able: fresh.able, ran: fresh.ran };
}

/** Makes calls that were found in another way once more on both states, and says what still differs on harmless input. */
export async function replayCalls(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  target: Target,
  family: string,
  prepared: Prepared,
  calls: readonly Call[],
  signal: AbortSignal,
): Promise<Compared> {
  const ask = askerOf(context, sandbox, file, family, prepared, signal);
  const asked = await ask(calls, false);
  if ("kind" in asked) return asked;
  const judged = judgeCalls(asked.question, asked.old, asked.fresh);
  const { able, ran } = asked.fresh;
  const show = shower(target, prepared);
  const [simplest] = judged.differing.toSorted((a, b) => sizeOf(a.call) - sizeOf(b.call));
  return { kind: "compared", judged, simplest, show, able, ran };
}

function shower(target: Target, { signature }: Prepared): (call: Call) => string {
  return (call) => showCall(target.label, target.definition, call, signature.request !== undefined);
}

function askerOf(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  family: string,
  { signature, drive }: Prepared,
  signal: AbortSignal,
): Ask {
  const [reads, words] = [signature.request !== undefined, new Set(drive.words)];
  return async (calls, loose) => {
    const [old, fresh] = await Promise.all([
      unchanged(context, sandbox, file, drive, calls, signal),
      runCalls(context, sandbox, context.after, drive, calls, signal),
    ]);
    if (old.kind === "problem") return { ...old, detail: `Unchanged code: ${old.detail}` };
    if (fresh.kind === "problem") return { ...fresh, detail: `Patched code: ${fresh.detail}` };
    return { question: { family, calls, chosen: new Set(), reads, words, loose }, old, fresh };
  };
}

type Ask = (calls: readonly Call[], loose: boolean) => Promise<Asked | Exclude<Compared, { kind: "compared" }>>;

interface Asked {
  readonly question: Question;
  readonly old: Seen;
  readonly fresh: Seen;
}

/** Calls what differed once more, on both sides and under another clock, with simpler calls beside it: the differences that stay, simplest first. */
async function again(
  first: Divergence,
  { differing }: Judged,
  { calls }: Question,
  ask: Ask,
): Promise<readonly Divergence[] | Exclude<Compared, { kind: "compared" }>> {
  const repeated = differing.slice(0, REPEATED).map(({ call }, index) => ({ ...call, id: 200 + index }));
  const simpler = simplerCalls(first, calls[0] ?? first.call, 400);
  const asked = await ask([...repeated, ...simpler], false);
  if ("kind" in asked) return asked;
  const stay = judgeCalls(asked.question, asked.old, asked.fresh).differing;
  const known = new Set(repeated.map(({ id }) => id));
  // A simpler call counts when one that was there before still differs.
  const real = stay.some(({ call }) => known.has(call.id)) ? stay : [];
  return real
    .filter(({ call, difference }) => known.has(call.id) || difference.kind === first.difference.kind)
    .toSorted((a, b) => sizeOf(a.call) - sizeOf(b.call));
}

/** The unchanged code, the first calls twice: what differs there is random by nature. Kept for other candidates. */
function unchanged(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  drive: Drive,
  calls: readonly Call[],
  signal: AbortSignal,
): ReturnType<typeof runCalls> {
  const again = (calls[0]?.id === 0 ? calls.slice(0, TWICE) : calls).map((call) => ({ ...call, id: call.id + AGAIN, seed: 2 }));
  const all = [...calls, ...again];
  return context.once(`behaviour ${digest(file.before)} ${digestJson({ drive, all })}`, () =>
    runCalls(context, sandbox, context.before, drive, all, signal),
  );
}
