import { constants } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import type { Problem } from "#domain/completeness.ts";
import { DEFAULT_LIMITS, type Sandbox, type SandboxLimits, type SandboxResult } from "#ports/sandbox.ts";
import type { CommandPlan, CommandScanner, LibraryResult, ParsedReport } from "#ports/scanner.ts";
import type { Stager } from "#ports/stage.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";
import { showInvisible } from "#lib/text.ts";
import { appended, judge, type PlacedControl, stageFile, type StagedFile } from "./judge.ts";
import { decodeSource, INVALID_UTF_8 } from "./source-text.ts";
import type { ToolPlan } from "./tool-mounts.ts";

export type RunnableTool = Extract<ToolPlan, { kind: "runnable" }>;

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

const REPORT_BYTES = 64 << 20;
const MEMORY_BYTES = 4 * 2 ** 30;

/** Stages the files with our traps, runs the tool over the copy in the sandbox, judges its report. Removes what it made. */
export async function runBatch(task: BatchTask, signal: AbortSignal): Promise<BatchOutcome> {
  const { scanner } = task;
  const { texts, problems } = await readAll(task);
  if (texts.length === 0) return { kind: "judged", seconds: 0, result: { findings: [], problems, covered: [] } };
  const files = texts.map(({ file }) => file);
  const controls = placeControls(scanner, files);
  const tails = new Map(files.map(({ path, language }) => [path, appended(scanner, language)]));
  const extra = Object.fromEntries(controls.map(({ path, text }) => [path, text]));
  const only = files.map(({ path }) => path);
  const copy = await task.stager.stage({ workspace: task.workspace, only, append: (path) => tails.get(path), extra }, signal);
  try {
    const scratch = await task.stager.scratch();
    try {
      const ran = await runTool(task, files, { staged: copy.host, scratch: scratch.host }, signal);
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
  host: { staged: string; scratch: string },
  signal: AbortSignal,
): Promise<{ report: Uint8Array | Failure; staged: string; seconds: number }> {
  const { scanner, sandbox, tool } = task;
  // A sandbox without walls shows no other paths than the host's.
  const inside = sandbox.id === "none" ? host : { staged: "/assay/staged", scratch: "/assay/scratch" };
  const plan = scanner.command({ executable: tool.argv.at(-1) ?? scanner.executable, ...inside, files });
  for (const [name, text] of Object.entries(plan.settings))
    await writeFile(`${host.scratch}/${name}`, text, { flag: "wx", mode: 0o644 });
  const request = {
    argv: [...tool.argv, ...plan.argv.slice(1)],
    cwd: inside.scratch,
    env: { ...tool.env, ...plan.env },
    mounts: [
      ...tool.mounts,
      { host: host.staged, inside: inside.staged, mode: "read-only" as const },
      { host: host.scratch, inside: inside.scratch, mode: "read-write" as const },
    ],
    limits: limitsFor(files, tool),
  };
  const ran = await sandbox.run(request, signal);
  signal.throwIfAborted();
  return { report: await reportOf(ran, plan, host.scratch), staged: inside.staged, seconds: ran.seconds };
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

type Failure = { readonly code: string; readonly message: string; readonly splits: boolean };

const ENDS: Readonly<Record<Exclude<SandboxResult["end"], "exited">, Omit<Failure, "message">>> = {
  killed: { code: "engine-crashed", splits: true },
  "timed-out": { code: "timed-out", splits: true },
  "output-flooded": { code: "output-flooded", splits: true },
  refused: { code: "no-sandbox", splits: false },
  aborted: { code: "aborted", splits: false },
};

async function reportOf(ran: SandboxResult, plan: CommandPlan, scratch: string): Promise<Uint8Array | Failure> {
  if (ran.end !== "exited") return { ...ENDS[ran.end], message: ran.reason ?? `the tool was ${ran.end}` };
  if (ran.code === undefined || !plan.okExits.includes(ran.code)) {
    return { code: "engine-crashed", message: `exit code ${ran.code}${lastWords(ran.stderr)}`, splits: true };
  }
  if (plan.output === "stdout") return ran.stdout;
  return plan.output === "stderr" ? ran.stderr : readReport(`${scratch}/${plan.output.file}`, lastWords(ran.stderr));
}

/** The report file, which the tool may have left out, made a link of, or let grow without end. */
async function readReport(path: string, words: string): Promise<Uint8Array | Failure> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => error.code ?? "unreadable",
  );
  if (typeof file === "string")
    return { code: "report-missing", message: `the tool left no report (${file})${words}`, splits: true };
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > REPORT_BYTES)
      return { code: "report-unreadable", message: `the report is no file, or too large: ${stats.size} bytes`, splits: true };
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function lastWords(stderr: Uint8Array): string {
  const text = new TextDecoder().decode(stderr).trim();
  return text === "" ? "" : `: ${showInvisible(text.slice(-300))}`;
}
