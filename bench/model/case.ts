import { z } from "zod";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { languageById } from "#analysis/languages/registry.ts";
import type { Row } from "#bench/detect/rows.ts";
import type { Exam, Files } from "#bench/repair/case.ts";
import { CWEVAL } from "#bench/repair/cweval.ts";
import { SECCODEPLT } from "#bench/repair/seccodeplt.ts";

/** One thing that a model is asked to write, or to repair. */
export interface ModelCase {
  readonly id: string;
  /** Cases of one group are variants of one task; intervals are made over groups. */
  readonly group: string;
  /** Id of a language pack. */
  readonly language: string;
  /** File that the code is for. */
  readonly path: string;
  /** What is wanted, in words; the same for every arm. */
  readonly request: string;
  /** The unsafe project, where a repair is asked for. */
  readonly unsafe: Files | undefined;
  /** Published tests; without them only what the analyser says of the result counts. */
  readonly exam: Exam | undefined;
}

export const TASKS = ["generate", "repair"] as const;
export type Task = (typeof TASKS)[number];
export const MODEL_SETS = ["cweval", "seccodeplt", "own"] as const;
export type ModelSet = (typeof MODEL_SETS)[number];

const CwEval = z.object({ stem: z.string(), files: z.record(z.string(), z.string()) });
const Plt = z.object({
  task: z.object({
    function_name: z.string(),
    description: z.string(),
    arguments: z.string(),
    return: z.string(),
    raise: z.string(),
  }),
  gt: z.object({ code_before: z.string() }),
  unittest: z.object({ setup: z.string() }),
});
const Own = z.object({ id: z.string(), language: z.string(), request: z.string().optional(), code: z.string().optional() });

/** Cases of one row. Throws a ZodError for a row of no known form. */
export async function modelCases(set: ModelSet, task: Task, row: Row, index: number, parser: TreeParser): Promise<ModelCase[]> {
  if (set === "own") return own(task, row);
  const published = await (set === "cweval" ? CWEVAL : SECCODEPLT).read(row, index, parser);
  return published.slice(0, task === "generate" ? 1 : published.length).map(({ id, group, language, unsafe, exam }) => {
    const [path = ""] = Object.keys(unsafe);
    const wanted = set === "cweval" ? signature(CwEval.parse(row).files, path) : described(Plt.parse(row));
    return task === "generate"
      ? { id, group, language, path, request: wanted, unsafe: undefined, exam }
      : { id, group, language, path, request: repairWords(path, unsafe[path] ?? ""), unsafe, exam };
  });
}

function own(task: Task, row: Row): ModelCase[] {
  const { id, language, request, code } = Own.parse(row);
  const extension = languageById(language)?.extensions[0];
  if (extension === undefined || (task === "generate" ? request : code) === undefined) return [];
  const path = `task${extension}`;
  const words = task === "generate" ? (request ?? "") : repairWords(path, code ?? "");
  return [
    {
      id,
      group: id,
      language,
      path,
      request: words,
      unsafe: task === "generate" ? undefined : { [path]: code ?? "" },
      exam: undefined,
    },
  ];
}

/** What stands before the solution: imports, signature and docstring. */
function signature(files: Readonly<Record<string, string>>, path: string): string {
  const [head = ""] = (files[path] ?? "").split(/^[^\n]*BEGIN SOLUTION/mu);
  return `Complete this code. Keep what stands here and its names, and give the whole file:\n\n${head.trimEnd()}`;
}

function described({ task, gt, unittest }: z.infer<typeof Plt>): string {
  const parts = [
    task.description,
    `Arguments: ${task.arguments}`,
    `Return: ${task.return}`,
    `Errors: ${task.raise}`,
    `The function is called ${task.function_name} and begins so:\n${unittest.setup}\n${gt.code_before}`,
  ];
  return parts.join("\n");
}

function repairWords(path: string, code: string): string {
  return `Repair the security defects of ${path}, keep what it does, and give the whole file:\n\n${code}`;
}
