import { z } from "zod";
import { addSpent, exhausted } from "#domain/budget.ts";
import type { Defect } from "#domain/defect.ts";
import { Explanation } from "#domain/explanation.ts";
import { Concern, type Repair } from "#domain/report.ts";
import { decodeStrict } from "#ports/overlay.ts";
import { attemptDiff } from "#stages/repair/attempt-diff.ts";
import { criticise } from "#stages/repair/critic.ts";
import { type Hint, hintsFrom } from "#stages/repair/hint.ts";
import { rank } from "#stages/repair/rank.ts";
import { type Redaction, redact } from "#stages/repair/redact.ts";
import { factsOf, phrase } from "#stages/repair/why.ts";
import { mayAskModel, type RepairWork } from "./repair-work.ts";
import { settle, type Settling } from "./settle.ts";
import { type LoopRequest, type LoopState, timedStep, type World } from "./world.ts";

/** Wishes that are answered for one defect. */
const MOST_WISHES = 8;
/** Wishes and questions of one defect; then it waits. */
const MOST_TURNS = 50;

const Heard = z.object({ concerns: z.array(Concern).readonly(), tokens: z.int(), money: z.number() });
const Answered = z.object({ explanation: Explanation, tokens: z.int(), money: z.number() });

/** The repair of one defect, all that its conversation needs. */
export interface Talk {
  readonly world: World;
  readonly request: LoopRequest;
  readonly state: LoopState;
  readonly defect: Defect;
  readonly work: RepairWork;
  /** Why nothing was accepted, where nothing was. */
  readonly reason: string;
  /** One more round of attempts. */
  readonly round: (number: number, hints: readonly Hint[]) => Promise<readonly string[]>;
}

/**
 * Settles. A wish of the reviewer is a constraint of one more round, a question is answered from the log; then he is asked again. Every turn is a step of the log
 * with its events.
 */
export async function converse(talk: Talk, signal: AbortSignal): Promise<Repair> {
  const { world, request, state, defect, work, reason, round } = talk;
  let answered: Settling["answered"];
  for (let turn = 0; ; turn++) {
    await hearCritics(talk, turn, signal);
    const { attempts, declined, wishes } = work;
    const answerable = wishes.length < MOST_WISHES && mayAskModel(world, request) && !isSpent(talk);
    const asked = { defect, attempts, order: rank(attempts), reason, declined, turn, answerable, answered };
    const settled = await settle(turn < MOST_TURNS ? world : waiting(world), request, state.workspace, asked, signal);
    if (settled.kind === "repair") return settled.repair;
    if (settled.kind === "question") {
      answered = { index: settled.index, explanation: await answer(talk, settled.index, settled.text, turn, signal) };
      continue;
    }
    answered = undefined;
    world.emit({ kind: "wish-spoken", defect: defect.id, text: settled.wish });
    wishes.push(settled.wish);
    await round(request.budget.iterations + wishes.length, hintsFrom(attempts));
  }
}

/** Whoever asks for ever is not asked any more. */
function waiting(world: World): World {
  const id = world.reviewer?.id ?? "";
  return { ...world, reviewer: { id, review: async () => ({ kind: "wait" }) } };
}

/** The facts of the log about an attempt; where there is a model, also in its words. */
async function answer(talk: Talk, index: number, text: string, turn: number, signal: AbortSignal): Promise<Explanation> {
  const { world, request, defect, work } = talk;
  const attempt = work.attempts[index];
  if (attempt === undefined) throw new Error(`no attempt ${index} of ${defect.id}`);
  const about = { defect: defect.id, candidate: attempt.candidate.id };
  world.emit({ kind: "question-asked", ...about, text });
  const facts = factsOf(defect, attempt, work.attempts, work.wishes);
  const { model } = world;
  if (model === undefined || !mayAskModel(world, request) || isSpent(talk)) {
    world.emit({ kind: "question-answered", ...about, answer: { facts } });
    return { facts };
  }
  const { value, seconds } = await timedStep(world, `answer:${defect.id}:${turn}`, Answered, async () => {
    const clean = await redaction(talk);
    const { words, tokens, money } = await phrase(model, text, facts, (part) => clean.hide(part), signal);
    return { explanation: { facts, ...(words === undefined ? {} : { words }) }, tokens, money };
  });
  work.spent = addSpent(work.spent, { ...value, seconds });
  world.emit({ kind: "question-answered", ...about, answer: value.explanation });
  return value.explanation;
}

/** Where several attempts may be chosen, the model says what is wrong with each; that lowers a rank and decides nothing. */
async function hearCritics(talk: Talk, turn: number, signal: AbortSignal): Promise<void> {
  const { world, request, state, defect, work } = talk;
  const { model } = world;
  const offered = work.attempts.filter(({ decision }) => decision.outcome !== "reject");
  if (!world.critics || model === undefined || offered.length < 2 || !mayAskModel(world, request)) return;
  for (const [index, attempt] of work.attempts.entries()) {
    if (attempt.concerns !== undefined || !offered.includes(attempt) || isSpent(talk)) continue;
    const { value, seconds } = await timedStep(world, `criticise:${attempt.candidate.id}:${turn}`, Heard, async () => {
      const diff = (await redaction(talk)).hide(await attemptDiff(state.workspace, attempt));
      return criticise(model, { defect, diff, verdicts: attempt.verdicts }, signal);
    });
    work.spent = addSpent(work.spent, { ...value, seconds });
    work.attempts[index] = { ...attempt, concerns: value.concerns };
  }
}

function isSpent({ request, work }: Talk): boolean {
  return exhausted(request.budget, work.spent) !== undefined;
}

async function redaction({ state, defect }: Talk): Promise<Redaction> {
  return redact(decodeStrict(await state.workspace.read(defect.location.path)) ?? "", state.report.findings);
}
