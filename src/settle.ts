import { z } from "zod";
import type { Defect } from "#domain/defect.ts";
import type { Attempt, Repair } from "#domain/report.ts";
import { attemptDiff } from "#stages/repair/attempt-diff.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { LoopRequest, World } from "./world.ts";

const Answer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accept"), index: z.int().min(0) }),
  z.object({ kind: z.literal("reject"), reason: z.string() }),
  z.object({ kind: z.literal("wait") }),
]);
type Answer = z.infer<typeof Answer>;

/** Ends the repair of one defect: by policy alone, by the user's blanket approval, or by asking the reviewer. */
export async function settle(
  world: World,
  request: LoopRequest,
  base: Workspace,
  defect: Defect,
  attempts: readonly Attempt[],
  order: readonly number[],
  reason: string,
  declined: readonly string[],
  signal: AbortSignal,
): Promise<Repair> {
  const offered = order.filter((index) => attempts[index]?.decision.outcome !== "reject");
  const best = offered[0];
  const repair = (status: Repair["status"], why: string, chosen?: number): Repair => ({
    defect: defect.id,
    status,
    reason: why,
    declined: [...declined],
    attempts: [...attempts],
    ...(chosen === undefined ? {} : { chosen }),
  });
  if (best === undefined) return repair("unfixed", reason);
  if (world.reviewer !== undefined) {
    const answer = await world.journal.step(`review:${defect.id}`, Answer, () =>
      ask(world, base, defect, attempts, offered, signal),
    );
    if (answer.kind === "accept") return repair("fixed", "approved-by-reviewer", answer.index);
    return answer.kind === "wait" ? repair("ask", "waits-for-reviewer", best) : repair("unfixed", "rejected-by-reviewer");
  }
  if (attempts[best]?.decision.outcome === "accept") return repair("fixed", "accepted", best);
  return request.approve ? repair("fixed", "approved", best) : repair("ask", attempts[best]?.decision.rule ?? "ask", best);
}

async function ask(
  world: World,
  base: Workspace,
  defect: Defect,
  attempts: readonly Attempt[],
  offered: readonly number[],
  signal: AbortSignal,
): Promise<Answer> {
  const choices = offered.map((index) => attempts[index] as Attempt);
  const answer = await world.reviewer?.review(
    { defect, attempts: choices, diff: (attempt) => attemptDiff(base, attempt) },
    signal,
  );
  // Whoever is interrupted has not answered: the question is asked again when the run is resumed.
  signal.throwIfAborted();
  if (answer === undefined || answer.kind === "wait") return { kind: "wait" };
  if (answer.kind === "reject") return answer;
  const index = attempts.indexOf(answer.attempt);
  if (!offered.includes(index)) throw new Error(`reviewer ${world.reviewer?.id} accepted what was not offered for ${defect.id}`);
  return { kind: "accept", index };
}
