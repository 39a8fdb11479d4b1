import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { LANGUAGES } from "#analysis/languages/registry.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { type ComparedFile, compareEngines } from "#domain/comparison.ts";
import { AssayError } from "#domain/errors.ts";
import type { Emit } from "#domain/event.ts";
import type { ScanReport } from "#domain/report.ts";
import { atLeast } from "#domain/severity.ts";
import type { Workspace } from "#ports/workspace.ts";
import { correlateWorkspace, scanWorkspace } from "./check-run.ts";
import type { CompareOutcome, CompareRequest } from "./compare-api.ts";
import type { Project } from "./project.ts";
import { NO_SUPPRESSIONS } from "./suppressions.ts";
import { openTarget } from "./target.ts";

const THRESHOLD = { severity: "medium", probability: 0.3 } as const;
const MOST_BYTES = 1 << 30;

/** One line of labelled data; other keys are passed over. */
const Word = z.string().optional();
const Row = z.object({ vulnerable: z.boolean(), code: z.string(), lang: Word, language: Word, path: Word, file: Word, id: Word });

/**
 * Scans once with every engine and tells what each, each pair and all together would have said. What stands in a suppression file counts here; rows are
 * files of one project, named by their number. Rejects with AssayError `usage` for a row that has no label.
 */
export async function compareRun(
  project: Project,
  request: CompareRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<CompareOutcome> {
  const { workspace, listing, labels } = await opened(project, request, signal);
  const report = await scanWorkspace(project, workspace, listing, emit, signal, NO_SUPPRESSIONS);
  const defects = await correlateWorkspace(project, report, workspace);
  const engineOf = new Map(report.findings.map(({ id, engine }) => [id as string, engine]));
  const counted = defects.filter(
    ({ severity, probability }) => atLeast(severity, THRESHOLD.severity) && probability >= THRESHOLD.probability,
  );
  const byPath = Map.groupBy(counted, ({ location }) => location.path);
  const states = fileStates(report);
  const paths = listing.files.map(({ path }) => path);
  const files = paths.map((path): ComparedFile => {
    const here = (byPath.get(path) ?? []).map(({ witnesses, probability }) => ({
      engines: [...new Set(witnesses.flatMap((id) => engineOf.get(id) ?? []))],
      probability,
    }));
    return {
      vulnerable: labels?.get(path),
      states: states(path),
      flagged: new Set(here.flatMap(({ engines }) => engines)),
      defects: here,
    };
  });
  const took = report.engines.filter(({ covered, reasons }) => covered.length + reasons.length > 0);
  const known = await project.everyEngine();
  return {
    comparison: compareEngines(files, took),
    files: files.length,
    versions: Object.fromEntries(took.map(({ id, version }) => [id, version])),
    absent: known.flatMap(({ id, scanner, detail }) => (scanner === undefined ? [{ id, why: detail }] : [])),
    threshold: THRESHOLD,
  };
}

/** `failed`: the engine knows the language and did not analyse the file; absent: none of its languages. */
function fileStates(report: ScanReport): (path: string) => ComparedFile["states"] {
  const engines = report.engines.map(({ id, covered, reasons }) => ({
    id,
    covered: new Set<string>(covered),
    troubled: new Set<string | undefined>(reasons.map(({ path }) => path)),
  }));
  return (path) => {
    const states = new Map<string, "complete" | "partial" | "failed">();
    for (const { id, covered, troubled } of engines) {
      if (covered.has(path)) states.set(id, troubled.has(path) ? "partial" : "complete");
      else if (troubled.has(path)) states.set(id, "failed");
    }
    return states;
  };
}

interface Opened {
  readonly workspace: Workspace;
  readonly listing: Awaited<ReturnType<Workspace["list"]>>;
  readonly labels: ReadonlyMap<string, boolean> | undefined;
}

async function opened(project: Project, { path, most }: CompareRequest, signal: AbortSignal): Promise<Opened> {
  const file = resolve(project.cwd, path);
  const stats = await stat(file).catch((cause: unknown) => {
    throw new AssayError("path-missing", `${path} cannot be read`, { cause });
  });
  if (stats.isDirectory()) return { ...(await openTarget(project, { paths: [path] }, signal)), labels: undefined };
  if (stats.size > MOST_BYTES) throw new AssayError("usage", `${path} is larger than ${MOST_BYTES} bytes`);
  const labels = new Map<string, boolean>();
  const files: Record<string, string> = {};
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  for (const [index, line] of lines.slice(0, most).entries()) {
    const { vulnerable, code, extension } = labelled(line, index + 1, path);
    const name = `${String(index + 1).padStart(6, "0")}${extension}`;
    labels.set(name, vulnerable);
    files[name] = code;
  }
  const workspace = createMemoryWorkspace({ root: project.root, files });
  return { workspace, listing: await workspace.list({ paths: [] }, signal), labels };
}

/** The language is named, or told by the ending of `path`, `file` or `id`. */
function labelled(line: string, number: number, path: string) {
  const { lang, language, path: of, file, id, vulnerable, code } = parsed(line, number, path);
  const ending = /\.(\w+)$/u.exec(of ?? file ?? id ?? "")?.[1];
  const name = (lang ?? language ?? ending ?? "").toLowerCase();
  if (name === "") throw new AssayError("usage", `line ${number} of ${path} does not say its language (\`lang\`)`);
  const pack = LANGUAGES.find((one) =>
    [one.id, ...one.aliases, ...one.extensions].some((word) => word === name || word === `.${name}`),
  );
  return { vulnerable, code, extension: pack?.extensions[0] ?? `.${name.replace(/[^a-z0-9].*$/u, "") || "txt"}` };
}

function parsed(line: string, number: number, path: string): z.infer<typeof Row> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new AssayError("usage", `line ${number} of ${path} is not JSON`, { cause });
  }
  const row = Row.safeParse(value);
  if (row.success) return row.data;
  throw new AssayError("usage", `line ${number} of ${path}: a row holds \`code\`, \`vulnerable\` and \`lang\``);
}
