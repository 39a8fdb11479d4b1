import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { readEnvironment } from "#app/env.ts";
import { AssayError } from "#domain/errors.ts";
import { ENVIRONMENT, nodeRuntime, pythonRuntime, type Runtime } from "#adapters/checks/kit/runtimes.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import type { Exam, Files } from "./case.ts";

export interface GradeTools {
  readonly sandbox: Sandbox;
  readonly python: Runtime;
  /** Absolute path of a `node_modules` folder that JavaScript programs see; undefined for none. */
  readonly modules: string | undefined;
  /** Absolute path of a folder for copies. */
  readonly scratch: string;
}

/** Throws AssayError `usage` where this machine has no sandbox or no Python. `work` is an existing folder; `modules` a `node_modules` folder. */
export async function openGradeTools(work: string, modules: string | undefined): Promise<GradeTools> {
  const { sandbox, probes } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false });
  if (sandbox === undefined)
    throw new AssayError("usage", `no sandbox works here: ${probes.map(({ id, detail }) => `${id}: ${detail}`).join("; ")}`);
  const environment = readEnvironment();
  const python = await pythonRuntime((name) => environment.findExecutable(name, work));
  if (python === undefined) throw new AssayError("usage", "no python3 is on the path; the published tests run on it");
  return { sandbox, python, modules: modules === undefined ? undefined : resolve(modules), scratch: work };
}

/** What the published tests say of one state of the code. */
export type Grade =
  | { readonly kind: "graded"; readonly functional: boolean; readonly secure: boolean; readonly detail: string }
  | { readonly kind: "problem"; readonly reason: string; readonly detail: string };

const Answer = z.union([
  z.object({ functional: z.boolean(), secure: z.boolean(), detail: z.string() }),
  z.object({ problem: z.string(), detail: z.string() }),
]);

const FOLDER = "/assay/case";
const LIMITS = { outputBytes: 4 << 20, fileBytes: 64 << 20, processes: 128 };

/** Runs an examination over one state of the code, in the sandbox and in a copy that is removed afterwards. */
export async function grade(tools: GradeTools, files: Files, exam: Exam, signal: AbortSignal): Promise<Grade> {
  const host = mkdtempSync(join(tools.scratch, "grade-"));
  const token = randomBytes(16).toString("hex");
  try {
    chmodSync(host, 0o777);
    writeFiles(host, files);
    writeFiles(host, exam.files);
    const node = nodeRuntime();
    const modules =
      tools.modules === undefined
        ? []
        : [{ host: tools.modules, inside: `${dirname(FOLDER)}/node_modules`, mode: "read-only" as const }];
    const result = await tools.sandbox.run(
      {
        argv: [tools.python.program, "-B", "-c", exam.program, token],
        cwd: FOLDER,
        env: { ...ENVIRONMENT, PYTHONIOENCODING: "utf-8", PYTHONHASHSEED: "0" },
        mounts: [{ host, inside: FOLDER, mode: "read-write" }, ...modules, ...tools.python.mounts, ...node.mounts],
        limits: { ...LIMITS, seconds: exam.seconds },
      },
      signal,
    );
    const output = new TextDecoder().decode(result.stdout);
    const said = output.split("\n").findLast((line) => line.startsWith(token));
    if (said === undefined) {
      if (result.end === "timed-out")
        return { kind: "graded", functional: false, secure: false, detail: "the tests did not end in time" };
      const words = new TextDecoder().decode(result.stderr).trim().slice(-400);
      return {
        kind: "problem",
        reason: "no-answer",
        detail: `${result.end} ${result.code ?? ""} ${result.reason ?? ""} ${words}`,
      };
    }
    const answer = Answer.parse(JSON.parse(said.slice(token.length)));
    if ("problem" in answer) return { kind: "problem", reason: answer.problem, detail: answer.detail };
    return { kind: "graded", ...answer };
  } finally {
    rmSync(host, { recursive: true, force: true });
  }
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), 0o666);
  }
}
