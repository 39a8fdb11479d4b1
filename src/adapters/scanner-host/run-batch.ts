import { writeFile } from "node:fs/promises";
import type { Problem } from "#domain/completeness.ts";
import { DEFAULT_LIMITS, type Mount, type Sandbox, type SandboxLimits, type SandboxRequest } from "#ports/sandbox.ts";
import type { CommandScanner, LibraryResult, ParsedReport } from "#ports/scanner.ts";
import type { StagedTree, Stager } from "#ports/stage.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";
import { appended, judge, type PlacedControl, stageFile, type StagedFile } from "./judge.ts";
import { decodeSource, INVALID_UTF_8 } from "./source-text.ts";
import { type Failure, failureOf, REPORT_BYTES, reportOf } from "./run-report.ts";
import type { ToolPlan } from "./tool-mounts.ts";

export type RunnableTool = Extract<ToolPlan, { kind: "runnable" }> & { readonly version: string };

export interface BatchTask {
  readonly scanner: CommandScanner;
  readonly tool: RunnableTool;
  readonly sandbox: Sandbox;
  readonly stager: Stager;
  readonly workspace: Workspace;
  readonly files: readonly SourceFile[];
  readonly putRaw: ((bytes: Uint8Array) => Promise<string>) | undefined;
}

/** `failed`: the tool gave no report to judge; `splits` says whether fewer files might help. */
export type BatchOutcome = { readonly seconds: number } & (
  | { readonly kind: "judged"; readonly result: LibraryResult }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly splits: boolean }
);

const MEMORY_BYTES = 4 * 2 ** 30;

/** Stages the files with our traps, runs the tool over the copy in the sandbox, judges its report. Removes what it made. */
export async function runBatch(task: BatchTask, signal: AbortSignal): Promise<BatchOutcome> {
  const { scanner } = task;
  const { texts, problems } = await readAll(task);
  if (texts.length === 0) return { kind: "judged", seconds: 0, result: { findings: [], problems, covered: [] } };
  const files = texts.map(({ file }) => file);
  const controls = placeControls(scanner, files);
  const tails = new Map(files.map((file) => [file.path, appended(scanner, file)]));
  const defused = texts.filter((text) => text.defused).map(({ file, staged }) => [file.path, staged] as const);
  const extra = Object.fromEntries([...defused, ...controls.map(({ path, text }) => [path, text] as const)]);
  const only = files.map(({ path }) => path).filter((path) => extra[path] === undefined);
  const part = scanner.wholeProject === true ? {} : { only };
  const append = (path: string): string | undefined => tails.get(path);
  const copy = await task.stager.stage({ workspace: task.workspace, ...part, append, extra }, signal);
  try {
    const scratch = await task.stager.scratch();
    try {
      const ran = await runTool(task, files, copy, scratch.host, signal);
      if (!(ran.report instanceof Uint8Array)) return { kind: "failed", seconds: ran.seconds, ...ran.report };
      const digest = await task.putRaw?.(ran.report);
      const parsed = parseReport(scanner, ran.report, ran.staged, texts, controls);
      const result = judge(scanner, parsed, texts, controls);
      const raw = digest === undefined ? {} : { raw: [digest] };
      return { kind: "judged", seconds: ran.seconds, result: { ...result, problems: [...problems, ...result.problems], ...raw } };
    } finally {
      await scratch.dispose();
    }
  } finally {
    await copy.dispose();
  }
}

async function readAll({ scanner, workspace, files }: BatchTask): Promise<{ texts: StagedFile[]; problems: Problem[] }> {
  const texts: StagedFile[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const bytes = await workspace.read(file.path).catch((error: unknown) => String(error));
    if (typeof bytes === "string") problems.push({ path: file.path, code: "unreadable", message: bytes.slice(0, 300) });
    else {
      const { text, valid } = decodeSource(bytes);
      texts.push(stageFile(scanner, file, text));
      if (!valid) problems.push({ path: file.path, ...INVALID_UTF_8 });
    }
  }
  return { texts, problems };
}

async function runTool(
  task: BatchTask,
  files: readonly SourceFile[],
  copy: StagedTree,
  scratch: string,
  signal: AbortSignal,
): Promise<{ report: Uint8Array | Failure; staged: string; seconds: number }> {
  const { scanner, sandbox, tool } = task;
  // A sandbox without walls shows no other paths than the host's.
  const inside = sandbox.id === "none" ? { staged: copy.host, scratch } : { staged: "/assay/staged", scratch: "/assay/scratch" };
  const plan = scanner.command({ executable: tool.argv.at(-1) ?? scanner.executable, version: tool.version, ...inside, files });
  for (const [name, text] of Object.entries(plan.settings))
    await writeFile(`${scratch}/${name}`, text, { flag: "wx", mode: 0o644 });
  const request = (argv: readonly string[]): SandboxRequest => ({
    argv: [...tool.argv, ...argv.slice(1)],
    cwd: plan.cwd === "staged" ? inside.staged : inside.scratch,
    env: { ...tool.env, ...plan.env },
    mounts: [
      ...tool.mounts,
      { host: copy.host, inside: inside.staged, mode: "read-only" as const },
      ...copy.linked.map((path) => linkedMount(task.workspace.root, path, inside.staged)),
      { host: scratch, inside: inside.scratch, mode: "read-write" as const },
    ],
    limits: limitsFor(files, tool),
  });
  let seconds = 0;
  for (const argv of plan.before ?? []) {
    const ran = await sandbox.run(request(argv), signal);
    signal.throwIfAborted();
    seconds += ran.seconds;
    const failure = failureOf(ran, [0]);
    if (failure !== undefined) return { report: failure, staged: inside.staged, seconds };
  }
  const ran = await sandbox.run(request(plan.argv), signal);
  signal.throwIfAborted();
  return { report: await reportOf(ran, plan, scratch), staged: inside.staged, seconds: seconds + ran.seconds };
}

function linkedMount(root: string, path: string, staged: string): Mount {
  return { host: `${root}/${path}`, inside: `${staged}/${path}`, mode: "read-only" };
}

function parseReport(
  scanner: CommandScanner,
  raw: Uint8Array,
  staged: string,
  texts: readonly StagedFile[],
  controls: readonly PlacedControl[],
): ParsedReport {
  const known = new Map(texts.map((text) => [text.file.path, text.staged]));
  for (const { path, text } of controls) known.set(path, text);
  const files = [
    ...texts.map(({ file }) => file),
    ...controls.map(({ path, language, text }) => ({ path, language, bytes: text.length })),
  ];
  return scanner.parse(raw, { staged, files, text: (path) => known.get(path) });
}

/** Seconds a run over these files may take: ten times what a slow tool needs. */
export function secondsFor(files: readonly SourceFile[]): number {
  return 60 + Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 50_000);
}

function limitsFor(files: readonly SourceFile[], tool: RunnableTool): SandboxLimits {
  const limits = { ...DEFAULT_LIMITS, seconds: secondsFor(files), outputBytes: REPORT_BYTES };
  return tool.limitMemory ? { ...limits, memoryBytes: MEMORY_BYTES } : limits;
}

/** One control file for each language of the batch that has one, in a folder that no file of the batch lies in. */
function placeControls(scanner: CommandScanner, files: readonly SourceFile[]): PlacedControl[] {
  let folder = "assay-control";
  while (files.some(({ path }) => path === folder || path.startsWith(`${folder}/`))) folder += "-";
  return [...new Set(files.map(({ language }) => language))].toSorted().flatMap((language) => {
    const control = scanner.control[language];
    return control === undefined
      ? []
      : [{ path: `${folder}/${language}/${control.name}`, language, text: control.text, rule: control.rule }];
  });
}
