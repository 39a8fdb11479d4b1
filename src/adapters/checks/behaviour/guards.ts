import { findAttack } from "#adapters/checks/attack/find-attack.ts";
import { isFamily } from "#adapters/checks/attack/payloads.ts";
import { runSide } from "#adapters/checks/attack/run-side.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import { guardQuestions } from "#analysis/symbolic/guard-questions.ts";
import type { CheckContext } from "#ports/check.ts";
import { solve } from "./solver.ts";
import type { Target } from "./targets.ts";

/** What came of looking for an input that passes the patched function's guards and is an attack all the same. */
export interface Guards {
  readonly bypassed: boolean;
  /** One sentence. */
  readonly note: string;
}

const MOST_WRAPS = 6;

/**
 * Asks a solver, over a bounded model of texts, and tries what it finds in the sandbox. Only an attack that has an effect counts; that none
 * was found proves nothing beyond the model. Undefined where the function raises no question.
 */
export async function examineGuards(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  { fresh, label }: Target,
  family: string,
  signal: AbortSignal,
): Promise<Guards | undefined> {
  const lower = file.language && loweringOf(file.language.id);
  if (lower === undefined || file.trees === undefined || !isFamily(family)) return undefined;
  const { after } = file.trees;
  const span = { start: after.starts[fresh.node] as number, end: after.ends[fresh.node] as number };
  const questions = guardQuestions(
    lower(file.path, after),
    span,
    family,
    file.language?.id === "python" ? "python" : "javascript",
  );
  if (questions.length === 0) return undefined;
  const said = (note: string, bypassed = false): Guards => ({ bypassed, note });
  const answers = await solve(
    context,
    sandbox,
    questions.map(({ smt }) => smt),
    signal,
  );
  if (answers === undefined) return said("Guards were not examined: no solver is installed (z3).");
  const found = answers.flatMap((answer) => (answer.kind === "found" ? [{ before: answer.before, after: answer.after }] : []));
  const none = answers.filter(({ kind }) => kind === "none").length;
  if (found.length === 0) {
    return said(
      none === answers.length
        ? `A solver found no input that comes through ${label} in ${none} forms of attack, in a bounded model.`
        : `A solver could not say whether an input comes through ${label} (${none} of ${answers.length} forms of attack ruled out).`,
    );
  }
  const attack = await findAttack(context, file, family);
  if (typeof attack === "string")
    return said(`A solver sees inputs that may come through ${label}; they could not be tried: ${attack}`);
  const wraps = [...new Map(found.map((wrap) => [JSON.stringify(wrap), wrap])).values()].slice(0, MOST_WRAPS);
  const side = await runSide(context, sandbox, context.after, { ...attack.attack, wraps }, signal);
  if (side.kind === "problem")
    return said(`A solver sees inputs that may come through ${label}; they could not be tried: ${side.detail}`);
  const effective = side.results.find(({ effect }) => effect !== undefined);
  if (effective === undefined)
    return said(`A solver sees inputs that may come through ${label}; none of them had an effect when tried.`);
  return said(`${JSON.stringify(effective.payload)} comes through the guards of ${label}: ${effective.effect ?? ""}.`, true);
}
