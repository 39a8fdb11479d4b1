import { z } from "zod";
import { exhausted, type Spent } from "#domain/budget.ts";
import { Candidate } from "#domain/candidate.ts";
import type { Decision } from "#domain/decision.ts";
import type { Defect } from "#domain/defect.ts";
import { type Attempt, type Repair, ScanReport } from "#domain/report.ts";
import { Verdict } from "#domain/verdict.ts";
import { decide } from "#stages/decide/decide.ts";
import { proposeByModel } from "#stages/repair/by-model.ts";
import { proposeByRecipes } from "#stages/repair/candidates.ts";
import type { Hint } from "#stages/repair/hint.ts";
import { hintsFrom } from "#stages/repair/hint.ts";
import { rank } from "#stages/repair/rank.ts";
import { validate } from "#stages/validate/validate.ts";
import { settle } from "./settle.ts";
import { type LoopRequest, type LoopState, timedStep, type World } from "./world.ts";

export interface RepairOutcome {
  readonly repair: Repair;
  readonly spent: Spent;
  /** Scan of the touched files and dependents with the chosen candidate applied, and which files that were. */
  readonly rescan: ScanReport | undefined;
  readonly rescanned: readonly string[];
}

const Proposal = z.object({
  candidates: z.array(Candidate).readonly(),
  declined: z.array(z.string()).readonly(),
  tokens: z.int(),
  money: z.number(),
});
const Validation = z.object({
  verdicts: z.array(Verdict).readonly(),
  rescan: ScanReport.optional(),
  rescanned: z.array(z.string()).readonly(),
});
type Validation = z.infer<typeof Validation>;

/**
 * Repairs one defect in bounded rounds: propose, validate, decide. Every round starts from the same code; what failed is dropped and
 * only its lesson (the hints) goes into the next round.
 */
export async function repairDefect(
  world: World,
  request: LoopRequest,
  state: LoopState,
  defect: Defect,
  signal: AbortSignal,
): Promise<RepairOutcome> {
  let spent = state.spent;
  const attempts: Attempt[] = [];
  const validations: Validation[] = [];
  const declined: string[] = [];
  let hints: readonly Hint[] = [];
  let reason = "no-candidate";
  for (let round = 1; round <= request.budget.iterations && attempts.length < request.budget.candidates; round++) {
    const proposal = await timedStep(world, `propose:${defect.id}:${round}`, Proposal, () =>
      propose(world, request, state, defect, round, hints, signal),
    );
    spent = add(spent, proposal.seconds, proposal.value.tokens, proposal.value.money);
    declined.push(...proposal.value.declined);
    const fresh = proposal.value.candidates.filter(
      (candidate) => !attempts.some((attempt) => attempt.candidate.id === candidate.id),
    );
    if (fresh.length === 0) {
      if (!mayAskModel(world, request)) break;
      const limit = exhausted(request.budget, spent);
      if (limit !== undefined) {
        reason = limit;
        break;
      }
      hints = proposal.value.declined.map((detail) => ({
        check: "reply",
        reason: "no-edit",
        detail,
        attempt: "the last answer",
      }));
      continue;
    }
    for (const candidate of fresh.slice(0, request.budget.candidates - attempts.length)) {
      if (exhausted(request.budget, spent) === "out-of-time") break;
      world.emit({ kind: "candidate-proposed", candidate });
      if (world.reviewer === undefined && attempts.some((attempt) => attempt.decision.outcome === "accept")) {
        attempts.push(notNeeded(candidate));
        validations.push({ verdicts: [], rescanned: [] });
        continue;
      }
      const { value, seconds } = await timedStep(world, `validate:${candidate.id}`, Validation, () =>
        check(world, state, defect, candidate, signal),
      );
      spent = add(spent, seconds, 0, 0);
      for (const verdict of value.verdicts) world.emit({ kind: "verdict-given", candidate: candidate.id, verdict });
      const { decision, level } = decide(candidate, value.verdicts, world.policy);
      attempts.push({ candidate, verdicts: value.verdicts, decision, ...(level === undefined ? {} : { level }) });
      validations.push(value);
      announce(world, candidate, decision);
    }
    reason = "all-rejected";
    const limit = exhausted(request.budget, spent);
    if (attempts.some((attempt) => attempt.decision.outcome !== "reject") || limit !== undefined) {
      reason = limit ?? reason;
      break;
    }
    hints = hintsFrom(attempts);
  }
  if (attempts.length === 0 && declined.length > 0 && reason === "no-candidate") reason = "declined";
  const repair = await settle(world, request, state.workspace, defect, attempts, rank(attempts), reason, declined, signal);
  const validation = repair.chosen === undefined ? undefined : validations[repair.chosen];
  return { repair, spent, rescan: validation?.rescan, rescanned: validation?.rescanned ?? [] };
}

async function propose(
  world: World,
  request: LoopRequest,
  state: LoopState,
  defect: Defect,
  round: number,
  hints: readonly Hint[],
  signal: AbortSignal,
): Promise<z.infer<typeof Proposal>> {
  const tree = await world.treeOf(state.workspace, defect.location.path);
  if (tree === undefined) return { candidates: [], declined: ["the file could not be parsed"], tokens: 0, money: 0 };
  const byRecipes =
    round === 1 && (request.by ?? ["recipe"]).includes("recipe")
      ? await proposeByRecipes(defect, state.workspace, tree, world.recipes)
      : { candidates: [], declined: [] };
  if (world.model === undefined || !mayAskModel(world, request)) return { ...byRecipes, tokens: 0, money: 0 };
  const { findings, suppressed } = state.report;
  const secrets = [...findings, ...suppressed.map(({ finding }) => finding)].filter(
    (finding) => finding.location.path === defect.location.path,
  );
  const byModel = await proposeByModel(
    world.model,
    { defect, tree, workspace: state.workspace, hints, wishes: [], findings: secrets, round, answers: world.answers },
    signal,
  );
  return {
    candidates: [...byRecipes.candidates, ...byModel.candidates],
    declined: [...byRecipes.declined, ...byModel.declined],
    tokens: byModel.tokens,
    money: byModel.money,
  };
}

function mayAskModel({ model }: World, { budget, by = ["model"] }: LoopRequest): boolean {
  return model !== undefined && by.includes("model") && budget.tokens > 0 && budget.money > 0;
}

async function check(
  world: World,
  state: LoopState,
  defect: Defect,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<Validation> {
  const subject = { defect, candidate, before: state.workspace, beforeScan: state.report };
  const { verdicts, rescan } = await validate(world.ladder, subject, signal);
  return { verdicts, ...(rescan === undefined ? {} : { rescan: rescan.report }), rescanned: rescan?.files ?? [] };
}

function announce(world: World, candidate: Candidate, decision: Decision): void {
  const kinds = { accept: "candidate-accepted", reject: "candidate-rejected", ask: "candidate-held" } as const;
  world.emit({ kind: kinds[decision.outcome], candidate: candidate.id, decision });
}

function notNeeded(candidate: Candidate): Attempt {
  const reason = "an option proposed before it was accepted, so this one was not validated";
  return { candidate, verdicts: [], decision: { outcome: "reject", rule: "better-accepted", reason, tier: 0 } };
}

function add(spent: Spent, seconds: number, tokens: number, money: number): Spent {
  return { seconds: spent.seconds + seconds, tokens: spent.tokens + tokens, money: spent.money + money };
}
