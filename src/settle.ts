import { z } from "zod";
import type { Decline } from "#domain/decline.ts";
import type { Defect } from "#domain/defect.ts";
import type { Explanation } from "#domain/explanation.ts";
import type { Attempt, Repair } from "#domain/report.ts";
import { attemptDiff } from "#stages/repair/attempt-diff.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { LoopRequest, World } from "./world.ts";

const Answer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accept"), index: z.int().min(0) }),
  z.object({ kind: z.literal("reject"), reason: z.string() }),
  z.object({ kind: z.literal("wish"), text: z.string() }),
  z.object({ kind: z.literal("question"), index: z.int().min(0), text: z.string() }),
  z.object({ kind: z.literal("wait") }),
]);
type Answer = z.infer<typeof Answer>;

export interface Settling {
  readonly defect: Defect;
  readonly attempts: readonly Attempt[];
  /** Indices into `attempts`, best first. */
  readonly order: readonly number[];
  /** Why nothing was accepted, where nothing was. */
  readonly reason: string;
  readonly declined: readonly Decline[];
  /** How many wishes and questions have been answered. */
  readonly turn: number;
  /** The answer to the question of the turn before; `index` is into `attempts`. */
  readonly answered?: { readonly index: number; readonly explanation: Explanation } | undefined;
  /** Whether a further wish can be answered. */
  readonly answerable: boolean;
}

export type Settled =
  | { readonly kind: "repair"; readonly repair: Repair }
  | { readonly kind: "wish"; readonly wish: string }
  | { readonly kind: "question"; readonly index: number; readonly text: string };

/** Ends the repair of one defect, by policy alone, by the user's blanket approval, or by asking the reviewer; or gives what the reviewer wants instead. */
export async function settle(
  world: World,
  request: LoopRequest,
  base: Workspace,
  settling: Settling,
  signal: AbortSignal,
): Promise<Settled> {
  const { defect, attempts, order, reason, declined, turn } = settling;
  const offered = order.filter((index) => attempts[index]?.decision.outcome !== "reject");
  const best = offered[0];
  const repair = (status: Repair["status"], why: string, chosen?: number): Settled => ({
    kind: "repair",
    repair: {
      defect: defect.id,
      status,
      reason: why,
      declined: [...declined],
      attempts: [...attempts],
      ...(chosen === undefined ? {} : { chosen }),
    },
  });
  if (best === undefined) return repair("unfixed", reason);
  if (world.reviewer !== undefined) {
    const name = turn === 0 ? `review:${defect.id}` : `review:${defect.id}:${turn}`;
    const answer = await world.journal.step(name, Answer, () => ask(world, base, settling, offered, signal));
    if (answer.kind === "wish") return { kind: "wish", wish: answer.text };
    if (answer.kind === "question") return answer;
    if (answer.kind === "accept") return repair("fixed", "approved-by-reviewer", answer.index);
    return answer.kind === "wait" ? repair("ask", "waits-for-reviewer", best) : repair("unfixed", "rejected-by-reviewer");
  }
  if (attempts[best]?.decision.outcome === "accept") return repair("fixed", "accepted", best);
  return request.approve ? repair("fixed", "approved", best) : repair("ask", attempts[best]?.decision.rule ?? "ask", best);
}

async function ask(
  world: World,
  base: Workspace,
  { defect, attempts, answerable, answered }: Settling,
  offered: readonly number[],
  signal: AbortSignal,
): Promise<Answer> {
  const choices = offered.map((index) => attempts[index] as Attempt);
  const about = answered === undefined ? undefined : attempts[answered.index];
  const answer = await world.reviewer?.review(
    {
      defect,
      attempts: choices,
      diff: (attempt) => attemptDiff(base, attempt),
      answerable,
      ...(answered !== undefined && about !== undefined && { answered: { attempt: about, explanation: answered.explanation } }),
    },
    signal,
  );
  // Whoever is interrupted has not answered: the question is asked again when the run is resumed.
  signal.throwIfAborted();
  if (answer === undefined || answer.kind === "wait") return { kind: "wait" };
  if (answer.kind === "reject") return answer;
  // What cannot be answered waits: nobody has decided.
  if (answer.kind === "wish") return answerable ? answer : { kind: "wait" };
  const index = attempts.indexOf(answer.attempt);
  if (!offered.includes(index)) throw new Error(`reviewer ${world.reviewer?.id} chose what was not offered for ${defect.id}`);
  if (answer.kind === "question") return { kind: "question", index, text: answer.text };
  return { kind: "accept", index };
}
