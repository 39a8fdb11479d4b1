import { z } from "zod";

/** Limits of one run. Every field is a hard stop with a stated reason. */
export const Budget = z
  .object({
    seconds: z.number().positive(),
    tokens: z.int().min(0),
    /** US dollars. */
    money: z.number().min(0),
    /** Candidates validated for one defect. */
    candidates: z.int().min(1),
    /** Rounds of repair for one defect; failed verdicts of a round become hints of the next. */
    iterations: z.int().min(1),
  })
  .readonly();
export type Budget = z.infer<typeof Budget>;

export const DEFAULT_BUDGET: Budget = { seconds: 900, tokens: 200_000, money: 5, candidates: 6, iterations: 3 };

/** Limits of which some are said; what is not said, or undefined, is taken from elsewhere. */
export type Limits = { readonly [Name in keyof Budget]?: Budget[Name] | undefined };

/** The budget with the limits that are said in place of its own. */
export function withLimits(budget: Budget, limits: Limits): Budget {
  const said = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  return { ...budget, ...(Object.fromEntries(said) as Partial<Budget>) };
}

/** What a run has used so far. */
export const Spent = z.object({ seconds: z.number(), tokens: z.int(), money: z.number() }).readonly();
export type Spent = z.infer<typeof Spent>;

export const NOTHING_SPENT: Spent = { seconds: 0, tokens: 0, money: 0 };

export function addSpent(spent: Spent, { seconds, tokens, money }: Spent): Spent {
  return { seconds: spent.seconds + seconds, tokens: spent.tokens + tokens, money: spent.money + money };
}

export const StopReason = z.enum([
  "finished",
  "nothing-to-do",
  "out-of-time",
  "out-of-tokens",
  "out-of-money",
  "interrupted",
  "scan-failed",
]);
export type StopReason = z.infer<typeof StopReason>;

/** The limit that is reached, or undefined while work may go on. A limit of 0 tokens or money forbids models, it does not stop the run. */
export function exhausted(budget: Budget, spent: Spent): StopReason | undefined {
  if (spent.seconds >= budget.seconds) return "out-of-time";
  if (budget.tokens > 0 && spent.tokens >= budget.tokens) return "out-of-tokens";
  if (budget.money > 0 && spent.money >= budget.money) return "out-of-money";
  return undefined;
}
