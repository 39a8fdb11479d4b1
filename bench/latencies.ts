import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAnalyser } from "#adapters/scanner-host/analyser.ts";
import { openSession } from "#adapters/scanner-host/session.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { Assay } from "#app/api.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import { LEVELS } from "#domain/verdict.ts";
import type * as library from "#index.ts";
import { allBuiltinRules } from "#rules/builtin.ts";
import { measure } from "./measure.ts";
import { modelShare } from "./model-share.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface Latency {
  readonly id: string;
  readonly title: string;
  readonly runs: number;
  readonly milliseconds: Spread;
  /** 95th percentile, where that is what a person notices. */
  readonly p95?: number;
  /** What the 95th percentile, else the median, should stay under; undefined where the figure only informs. */
  readonly target: number | undefined;
}

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const LIBRARY = new URL("../dist/index.js", import.meta.url).href;
const WARM_UPS = 5;
const WARM_RUNS = 20;
const PROCESS_RUNS = 7;
const never = new AbortController().signal;
const silent = (): void => {};

/** Everything a person waits for. `scratch` is an existing folder whose contents do not matter. */
export async function measureLatencies(scratch: string): Promise<Latency[]> {
  const project = writeProject(scratch);
  const state = join(scratch, "state");
  const own = ["--engine", "assay", "--state", state, "--quiet", "--exit-zero", "--no-cache"];
  const latencies = [
    await ofProcess("interpreter", "`node --version`, whole process: what starting costs here", undefined, project, undefined),
    await ofProcess("version", "`assay --version`, whole process", ["--version"], project, 150),
    await ofProcess(
      "check-process",
      "`assay check` of one file, whole process, own engine",
      ["check", ...own, "app.py"],
      project,
      undefined,
    ),
    await ofProcess(
      "fix-process",
      "`assay fix` of one file, whole process, own engine",
      ["fix", ...own, "small.py"],
      project,
      undefined,
    ),
  ];
  latencies.push(await sessionCheck(project));
  const { open } = (await import(LIBRARY)) as typeof library;
  latencies.push({
    id: "model-share",
    title: "repair by a model that answers at once, to E3, own engine: all but waiting for the endpoint",
    target: 1000,
    ...(await modelShare(open, scratch)),
  });
  for (const engines of [["assay"], ["assay", "eslint", "ruff"]]) {
    const assay = await open({ cwd: project, near: project, engines, stateFolder: state, unsafeNoSandbox: false, cache: false });
    const named = engines.length === 1 ? "own engine" : "all library engines";
    try {
      for (const file of ["app.py", "app.js"]) latencies.push(await warmCheck(assay, file, `${file}-${engines.length}`, named));
      latencies.push(...(await fixes(assay, `${engines.length}`, named)));
    } finally {
      await assay.close();
    }
  }
  return latencies;
}

/** Without arguments: the interpreter alone. */
async function ofProcess(
  id: string,
  title: string,
  args: readonly string[] | undefined,
  cwd: string,
  target: number | undefined,
): Promise<Latency> {
  const values: number[] = [];
  for (let run = 0; run <= PROCESS_RUNS; run++) {
    const { seconds } = await measure({
      argv: [process.execPath, ...(args === undefined ? ["--version"] : [CLI, ...args])],
      cwd,
      okExits: [0, 3, 4],
    });
    if (run > 0) values.push(seconds * 1000);
  }
  return { id, title, runs: PROCESS_RUNS, milliseconds: spreadOf(values), target };
}

async function warmCheck(assay: Assay, file: string, id: string, engines: string): Promise<Latency> {
  const check = async (): Promise<void> => {
    const { defects } = await assay.check({ target: { paths: [file] } }, silent, never);
    if (defects.length === 0) throw new Error(`nothing was found in ${file}: what was timed was no check`);
  };
  for (let run = 0; run < WARM_UPS; run++) await check();
  const milliseconds = await timed(WARM_RUNS, check);
  return {
    id: `check-${id}`,
    title: `warm check of ${file} (200 lines) in process, ${engines}`,
    runs: WARM_RUNS,
    milliseconds,
    target: 50,
  };
}

/** One file of a project that stays open, changed each time, as an editor would ask; what else there is was read once. */
async function sessionCheck(project: string): Promise<Latency> {
  const rules = await allBuiltinRules();
  const analyser = await createAnalyser({ loadGrammar, rules, teamRules: [] });
  const names = ["app.py", "app.js", "small.py"];
  const workspace = createMemoryWorkspace({
    root: project,
    files: Object.fromEntries(names.map((name) => [name, readFileSync(join(project, name), "utf8")])),
  });
  const files = names.map((path) => ({ path, language: path.endsWith(".py") ? "python" : "javascript", bytes: 1 }));
  const task = { files, workspace, progress: silent };
  const session = await openSession({ analyser, teamIds: new Set(), threatModel: undefined }, task, never);
  const text = readFileSync(join(project, "large.py"), "utf8");
  // In front of a function in the middle of the file: places move behind it, and not before it.
  const middle = text.indexOf("\ndef ", text.length / 2) + 1;
  let edit = 0;
  const check = async (): Promise<void> => {
    const { findings } = await session.check(
      "large.py",
      `${text.slice(0, middle)}edited = ${edit++}\n${text.slice(middle)}`,
      never,
    );
    if (findings.length === 0) throw new Error("nothing was found in large.py: what was timed was no check");
  };
  for (let run = 0; run < 2 * WARM_RUNS; run++) await check();
  const values: number[] = [];
  for (let run = 0; run < 2 * WARM_RUNS; run++) values.push((await timed(1, check)).median);
  const sorted = values.toSorted((a, b) => a - b);
  return {
    id: "session-check",
    title: "re-check of one changed file of 2,000 lines in an open project",
    runs: values.length,
    milliseconds: spreadOf(values),
    p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0,
    target: 50,
  };
}

async function fixes(assay: Assay, id: string, engines: string): Promise<Latency[]> {
  /** Milliseconds of one repair without the checks above E2. */
  const toE2: number[] = [];
  const fix = async (): Promise<void> => {
    const started = performance.now();
    const outcome = await assay.fix({ target: { paths: ["small.py"] }, apply: false, approve: false, only: [] }, silent, never);
    const [repair] = outcome.repairs;
    const whole = performance.now() - started;
    const verdicts = repair?.attempts.at(-1)?.verdicts ?? [];
    const passed = new Set(verdicts.flatMap((verdict) => (verdict.outcome === "pass" ? [verdict.level] : [])));
    for (const level of ["E0", "E1", "E2"] as const) {
      if (!passed.has(level)) throw new Error(`${level} did not pass: what was timed was no repair: ${JSON.stringify(verdicts)}`);
    }
    const above = verdicts.filter(({ level }) => LEVELS.indexOf(level) > LEVELS.indexOf("E2"));
    toE2.push(whole - 1000 * above.reduce((sum, { seconds }) => sum + seconds, 0));
  };
  const first = await timed(1, fix);
  const warm = await timed(WARM_RUNS / 2, fix);
  return [
    {
      id: `fix-first-${id}`,
      title: `first repair of a one-defect file in process (scan, recipe, every rung of the ladder that can run, decision, signature), ${engines}`,
      runs: 1,
      milliseconds: first,
      target: undefined,
    },
    {
      id: `fix-warm-${id}`,
      title: `repair of a one-defect file in an open project, the same steps, ${engines}`,
      runs: WARM_RUNS / 2,
      milliseconds: warm,
      target: undefined,
    },
    {
      id: `fix-to-e2-${id}`,
      title: `the same repairs up to E2: scan, recipe, checks, decision, signature, without the checks of the rungs above, ${engines}`,
      runs: toE2.length,
      milliseconds: spreadOf(toE2),
      target: 1000,
    },
  ];
}

async function timed(runs: number, work: () => Promise<void>): Promise<Spread> {
  const values: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await work();
    values.push(performance.now() - started);
  }
  return spreadOf(values);
}

/** A folder with a 200-line file in each language and a small one with a single weakness. Returns its path. */
function writeProject(scratch: string): string {
  const folder = join(scratch, "latency");
  mkdirSync(folder, { recursive: true });
  const python = [
    "import hashlib",
    "import subprocess",
    "",
    "",
    "def run(command):",
    "    return subprocess.run(command, shell=True)",
    "",
    "",
  ];
  const script = [
    'import { exec } from "node:child_process";',
    "",
    "export function run(name) {",
    "  exec(`ls ${name}`);",
    "}",
    "",
  ];
  for (let index = 0; python.length < 200; index++) {
    python.push(`def total_${index}(rows, limit=${index}):`, "    kept = [row for row in rows if row.size > limit]");
    python.push(
      "    for row in kept:",
      '        row.label = f"{row.name}:{limit}"',
      "    return sum(row.size for row in kept)",
      "",
      "",
    );
  }
  for (let index = 0; script.length < 200; index++) {
    script.push(
      `export function total${index}(rows, limit = ${index}) {`,
      "  const kept = rows.filter((row) => row.size > limit);",
    );
    script.push(
      "  for (const row of kept) row.label = `${row.name}:${limit}`;",
      "  return kept.reduce((sum, row) => sum + row.size, 0);",
      "}",
      "",
    );
  }
  const large = Array.from({ length: 10 }, (_, copy) =>
    python.slice(0, 200).map((line) => line.replace("total_", `total_${copy}_`)),
  ).flat();
  writeFileSync(join(folder, "large.py"), `${large.join("\n")}\n`);
  writeFileSync(join(folder, "app.py"), `${python.slice(0, 200).join("\n")}\n`);
  writeFileSync(join(folder, "app.js"), `${script.slice(0, 200).join("\n")}\n`);
  writeFileSync(join(folder, "small.py"), "import yaml\n\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.Loader)\n");
  return folder;
}
