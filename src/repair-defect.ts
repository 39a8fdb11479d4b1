import { z } from "zod";
import { addSpent, exhausted, type Spent } from "#domain/budget.ts";
import { Candidate, type Proposer } from "#domain/candidate.ts";
import type { Decision } from "#domain/decision.ts";
import { Decline } from "#domain/decline.ts";
import { optionNamed } from "#domain/option.ts";
import type { Defect } from "#domain/defect.ts";
import type { Attempt, Repair, ScanReport } from "#domain/report.ts";
import { decide } from "#stages/decide/decide.ts";
import { proposeByModel } from "#stages/repair/by-model.ts";
import { proposeByRules } from "#stages/repair/by-rule.ts";
import { proposeByRecipes } from "#stages/repair/candidates.ts";
import type { Hint } from "#stages/repair/hint.ts";
import { hintsFrom } from "#stages/repair/hint.ts";
import { workAhead } from "#stages/validate/ahead.ts";
import { validate } from "#stages/validate/validate.ts";
import { converse } from "./converse.ts";
import { mayAskModel, type RepairWork, Validated } from "./repair-work.ts";
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
  declined: z.array(Decline).readonly(),
  tokens: z.int(),
  money: z.number(),
});

const NOTHING = { candidates: [], declined: [] };

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
  const work: RepairWork = { spent: state.spent, attempts: [], validations: [], declined: [], wishes: [] };
  const round = (number: number, hints: readonly Hint[]): Promise<readonly string[]> =>
    tryRound(world, request, state, defect, work, { number, hints, wishes: work.wishes }, signal);
  let hints: readonly Hint[] = [];
  let reason = "no-candidate";
  const { budget } = request;
  for (let number = 1; number <= budget.iterations && work.attempts.length < budget.candidates; number++) {
    const tried = work.attempts.length;
    const unusable = await round(number, hints);
    if (work.attempts.length === tried && !mayAskModel(world, request)) break;
    const limit = exhausted(budget, work.spent);
    if (work.attempts.length > tried) reason = "all-rejected";
    if (limit !== undefined || work.named === true || work.attempts.some((attempt) => attempt.decision.outcome !== "reject")) {
      reason = limit ?? reason;
      break;
    }
    hints = work.attempts.length > tried ? hintsFrom(work.attempts) : unusable.map(noEdit);
  }
  if (work.attempts.length === 0 && work.declined.length > 0 && reason === "no-candidate") reason = "declined";
  const repair = await converse({ world, request, state, defect, work, reason, round }, signal);
  const validation = repair.chosen === undefined ? undefined : work.validations[repair.chosen];
  return { repair, spent: work.spent, rescan: validation?.rescan, rescanned: validation?.rescanned ?? [] };
}

interface Round {
  readonly number: number;
  readonly hints: readonly Hint[];
  readonly wishes: readonly string[];
}

/** Proposes and judges; gives what made answers unusable. */
async function tryRound(
  world: World,
  request: LoopRequest,
  state: LoopState,
  defect: Defect,
  done: RepairWork,
  round: Round,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { attempts, validations } = done;
  const proposal = await timedStep(world, `propose:${defect.id}:${round.number}`, Proposal, () =>
    propose(world, request, state, defect, round, signal),
  );
  done.spent = addSpent(done.spent, { ...proposal.value, seconds: proposal.seconds });
  done.declined.push(...proposal.value.declined);
  const known = new Set<string>(attempts.map(({ candidate }) => candidate.id));
  const fresh = proposal.value.candidates.filter(({ id }) => !known.has(id));
  const room = round.wishes.length > 0 ? fresh.length : request.budget.candidates - attempts.length;
  const chosen = fresh.slice(0, room);
  const word = round.number === 1 ? request.option?.(defect) : undefined;
  const named = word === undefined ? undefined : chosen[optionNamed(word, chosen)];
  if (named !== undefined) done.named = true;
  // Where the first that is accepted ends the round, only answers of a model are worth the work in advance: a recipe's first is mostly accepted.
  const goesOn = ({ origin }: Candidate): boolean => world.reviewer !== undefined || origin === "model";
  const work = (candidate: Candidate, inner: AbortSignal) => check(world, state, defect, candidate, inner);
  const ahead = workAhead(named === undefined ? chosen : [named], { most: world.parallel, goesOn }, work, signal);
  try {
    for (const candidate of chosen) {
      if (exhausted(request.budget, done.spent) === "out-of-time") break;
      world.emit({ kind: "candidate-proposed", candidate });
      const other = named !== undefined && candidate !== named;
      if (other || (world.reviewer === undefined && attempts.some((attempt) => attempt.decision.outcome === "accept"))) {
        attempts.push(notNeeded(candidate, other));
        validations.push({ verdicts: [], rescanned: [] });
        continue;
      }
      const step = `validate:${candidate.id}`;
      const { value, seconds } = await timedStep(world, step, Validated, () => ahead.of(candidate));
      done.spent = addSpent(done.spent, { seconds, tokens: 0, money: 0 });
      for (const verdict of value.verdicts) world.emit({ kind: "verdict-given", candidate: candidate.id, verdict });
      const { decision, level } = decide(candidate, value.verdicts, world.policy);
      attempts.push({ candidate, verdicts: value.verdicts, decision, ...(level === undefined ? {} : { level }) });
      validations.push(value);
      announce(world, candidate, decision);
    }
  } finally {
    await ahead.stop();
  }
  return proposal.value.declined.map(({ by, reason: why }) => `${by}: ${why}`);
}

function noEdit(detail: string): Hint {
  return { check: "reply", reason: "no-edit", detail, attempt: "the last answer" };
}

async function propose(
  world: World,
  request: LoopRequest,
  state: LoopState,
  defect: Defect,
  { number, hints, wishes }: Round,
  signal: AbortSignal,
): Promise<z.infer<typeof Proposal>> {
  const tree = await world.treeOf(state.workspace, defect.location.path);
  if (tree === undefined)
    return {
      candidates: [],
      declined: [{ by: "assay", code: "syntax-error", reason: "the file could not be parsed" }],
      tokens: 0,
      money: 0,
    };
  const { findings, suppressed } = state.report;
  const asked = (who: Proposer): boolean => number === 1 && (request.by?.includes(who) ?? true);
  const byRecipes = asked("recipe") ? await proposeByRecipes(defect, state.workspace, tree, world.recipes) : NOTHING;
  const byRules = asked("rule") ? await proposeByRules(defect, state.workspace, findings) : NOTHING;
  const known = {
    candidates: [...byRecipes.candidates, ...byRules.candidates],
    declined: [...byRecipes.declined, ...byRules.declined],
  };
  if (world.model === undefined || !mayAskModel(world, request)) return { ...known, tokens: 0, money: 0 };
  const secrets = [...findings, ...suppressed.map(({ finding }) => finding)].filter(
    (finding) => finding.location.path === defect.location.path,
  );
  const { workspace } = state;
  const { model, answers, memory } = world;
  world.emit({ kind: "model-asked", model: model.id });
  const onReceived = (tokens: number): void => world.emit({ kind: "model-progressed", tokens });
  const input = { defect, tree, workspace, hints, wishes, findings: secrets, round: number, answers, memory, onReceived };
  const byModel = await proposeByModel(model, input, signal);
  return {
    candidates: [...known.candidates, ...byModel.candidates],
    declined: [...known.declined, ...byModel.declined],
    tokens: byModel.tokens,
    money: byModel.money,
  };
}

async function check(
  world: World,
  state: LoopState,
  defect: Defect,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<Validated> {
  const subject = { defect, candidate, before: state.workspace, beforeScan: state.report };
  const { verdicts, rescan } = await validate(world.ladder, subject, signal);
  return { verdicts, ...(rescan === undefined ? {} : { rescan: rescan.report }), rescanned: rescan?.files ?? [] };
}

function announce(world: World, candidate: Candidate, decision: Decision): void {
  const kinds = { accept: "candidate-accepted", reject: "candidate-rejected", ask: "candidate-held" } as const;
  world.emit({ kind: kinds[decision.outcome], candidate: candidate.id, decision });
}

function notNeeded(candidate: Candidate, named: boolean): Attempt {
  const other = { rule: "other-option", reason: "another option was asked for, so this one was not validated" };
  const better = { rule: "better-accepted", reason: "an option proposed before it was accepted, so this one was not validated" };
  return { candidate, verdicts: [], decision: { outcome: "reject", ...(named ? other : better), tier: 0 } };
}
