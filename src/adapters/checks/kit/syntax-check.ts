import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { fail, inconclusive, pass } from "./answers.ts";
import { askProgram } from "./ask-program.ts";
import type { Runtime } from "./runtimes.ts";

export interface SyntaxCheck {
  /** Which of the patch's files it speaks for. */
  readonly applies: (path: string) => boolean;
  /** For people: `Python files`. */
  readonly subject: string;
  readonly runtime: () => Promise<Runtime | undefined>;
  /** The reason when there is no runtime. */
  readonly missing: string;
  readonly args: readonly string[];
  /** The reason of a pass. */
  readonly passes: string;
  readonly praise: string;
}

/** Compiles both states of the patch's files without running them; what did not compile before is not held against the patch. */
export async function checkSyntax(
  { candidate, before, after, sandbox }: CheckContext,
  check: SyntaxCheck,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const paths = candidate.patch.files.map((file) => file.path).filter(check.applies);
  if (paths.length === 0) return inconclusive("not-applicable", `The patch touches no ${check.subject}.`);
  if (sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so no compiler was run.");
  const runtime = await check.runtime();
  if (runtime === undefined) return inconclusive(check.missing, `The machine has nothing to compile ${check.subject} with.`);
  const files = await Promise.all(
    paths.map(async (path) => ({ path, before: await before.read(path), after: await after.read(path) })),
  );
  const asked = await askProgram(sandbox, runtime, check.args, files, signal);
  if (asked.kind === "unanswered") return inconclusive("compiler-failed", asked.detail);
  const broken = asked.answers.find((answer) => answer.after !== null && answer.before === null);
  if (broken !== undefined) return fail("new-diagnostic", `${broken.path}: ${broken.after ?? ""}`);
  const unclear = asked.answers.find((answer) => answer.after !== null);
  if (unclear !== undefined)
    return inconclusive("broken-before", `${unclear.path} did not compile before either: ${unclear.after ?? ""}`);
  if (asked.answers.length !== files.length) return inconclusive("compiler-failed", "The compiler did not speak of every file.");
  return pass(check.passes, check.praise);
}
