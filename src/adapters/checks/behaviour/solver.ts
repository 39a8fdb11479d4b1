import { createRequire } from "node:module";
import { dirname } from "node:path";
import { ENVIRONMENT, libraries, nodeRuntime } from "#adapters/checks/kit/runtimes.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Mount } from "#ports/sandbox.ts";

/** What a solver says of one question: an input that comes through, that there is none, or nothing. */
export type Solved =
  | { readonly kind: "found"; readonly before: string; readonly after: string }
  | { readonly kind: "none" | "unknown" };

const QUESTION_MS = 1000;
const LIMITS = { seconds: 8, outputBytes: 1 << 20, fileBytes: 1 << 20, processes: 64 };
const MARK = "assay-question";

/** Z3 as WebAssembly, from the package z3-solver: reads SMT-LIB on its standard input as the program does. */
const PACKAGE = String.raw`
const { init } = require("/assay/node_modules/z3-solver");
init().then(async ({ Z3 }) => {
  const context = Z3.mk_context(Z3.mk_config());
  process.stdout.write(await Z3.eval_smtlib2_string(context, require("fs").readFileSync(0, "utf8")), () => process.exit(0));
});
`;

interface Solver {
  readonly argv: readonly string[];
  readonly mounts: readonly Mount[];
}

/** Answers in the order of the questions, from the machine's z3 or the package z3-solver; undefined when neither is installed. */
export async function solve(
  { findExecutable }: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  questions: readonly string[],
  signal: AbortSignal,
): Promise<readonly Solved[] | undefined> {
  const solver = (await program(findExecutable)) ?? wasm();
  if (solver === undefined) return undefined;
  const text = questions
    .map((question, index) => `(reset)\n(set-option :timeout ${QUESTION_MS})\n(echo "${MARK} ${index}")\n${question}`)
    .join("\n");
  const result = await sandbox.run(
    { ...solver, cwd: "/tmp", env: ENVIRONMENT, stdin: new TextEncoder().encode(text), limits: LIMITS },
    signal,
  );
  signal.throwIfAborted();
  return parseAnswers(new TextDecoder().decode(result.stdout), questions.length);
}

/** Which solver would be asked, in words; undefined when none is installed. */
export async function solverHere(findExecutable: CheckContext["findExecutable"]): Promise<string | undefined> {
  const found = await findExecutable("z3");
  return found ?? (wasm() === undefined ? undefined : "the package z3-solver");
}

async function program(findExecutable: CheckContext["findExecutable"]): Promise<Solver | undefined> {
  const found = await findExecutable("z3");
  return found === undefined ? undefined : { argv: [found, "-in"], mounts: await libraries(found) };
}

function wasm(): Solver | undefined {
  const { program: node, mounts } = nodeRuntime();
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve("z3-solver/package.json");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
  const folder: Mount = { host: dirname(dirname(entry)), inside: "/assay/node_modules", mode: "read-only" };
  return { argv: [node, "-e", PACKAGE], mounts: [...mounts, folder] };
}

/** Reads what a solver printed; a question that it did not come to is unknown. */
export function parseAnswers(output: string, count: number): Solved[] {
  const parts = new Map(
    output.split(`${MARK} `).flatMap((part): [number, string][] => {
      const number = /^(\d+)\s/.exec(part)?.[1];
      return number === undefined ? [] : [[Number(number), part.slice(number.length).trim()]];
    }),
  );
  return Array.from({ length: count }, (_, index): Solved => {
    const said = parts.get(index) ?? "";
    if (said.startsWith("unsat")) return { kind: "none" };
    const values = /^sat\s+\(\(before "((?:[^"]|"")*)"\)\s+\(after "((?:[^"]|"")*)"\)\)/.exec(said);
    return values === null
      ? { kind: "unknown" }
      : { kind: "found", before: plain(values[1] ?? ""), after: plain(values[2] ?? "") };
  });
}

function plain(text: string): string {
  return text
    .replaceAll('""', '"')
    .replaceAll(/\\u\{([0-9a-f]+)\}|\\u([0-9a-f]{4})/gi, (_, braced: string | undefined, four: string | undefined) =>
      String.fromCodePoint(Number.parseInt(braced ?? four ?? "0", 16)),
    );
}
