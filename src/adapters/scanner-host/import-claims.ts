import { COVERAGE_UNKNOWN, type Problem } from "#domain/completeness.ts";
import { isRepoPath } from "#domain/ids.ts";
import { digest } from "#lib/digest.ts";
import type { LibraryResult, RawFinding } from "#ports/scanner.ts";
import type { Workspace } from "#ports/workspace.ts";
import { inPlaceOrder } from "./each-file.ts";
import type { Claim, ToolReport } from "./formats/claim.ts";
import { placeClaim } from "./formats/place-claim.ts";
import { decodeSource, sourceText, type SourceText } from "./source-text.ts";

interface Scope {
  readonly workspace: Workspace;
  readonly asked: (path: string) => boolean;
}

/** UTF-16 units of the texts that are held at a time. */
const MOST_UNITS = 8 << 20;

/** Claims of one tool as findings in the files of a workspace; each file is read once or a few times, never all at a time. */
export async function claimsIn(runs: readonly ToolReport[], scope: Scope, signal: AbortSignal): Promise<LibraryResult> {
  const roots = [...new Set(runs.flatMap((run) => run.roots))];
  const files = fileFinder(
    scope.workspace,
    roots,
    runs.some(({ hashes }) => hashes !== undefined),
  );
  const findings: RawFinding[] = [];
  const suppressed: { finding: RawFinding; reason: string }[] = [];
  const left = new Map<string, { count: number; example: string }>();
  const problems = new Map<string, Problem>();
  const covered = new Set<string>();
  for (const run of runs) {
    for (const problem of run.problems) problems.set(JSON.stringify(problem), problem);
    for (const name of run.covered ?? []) {
      const path = await files.pathOf(name);
      if (path !== undefined && scope.asked(path)) covered.add(path);
    }
    for (const claim of run.claims) {
      if (!files.knows(claim)) {
        signal.throwIfAborted();
        await files.fetch(claim);
      }
      const path = files.pathNow(claim.place.path);
      if (path !== undefined && !scope.asked(path)) continue;
      const placed = placeClaim(claim, files.textNow);
      if (typeof placed === "string") note(left, placed, claim);
      else if (claim.hidden === undefined) findings.push(placed);
      else suppressed.push({ finding: placed, reason: claim.hidden });
      const hash = run.hashes?.get(claim.place.path);
      if (path !== undefined && hash !== undefined && `sha256:${hash}` !== files.hashNow(path))
        problems.set(`changed ${path}`, {
          path,
          code: "changed-since",
          message: "the file is not the one that the tool looked at",
        });
    }
  }
  for (const [reason, { count, example }] of left)
    problems.set(reason, {
      code: "place-unknown",
      message: `${count} ${count === 1 ? "result" : "results"} left out, such as ${example}: ${reason}`,
    });
  if (runs.some((run) => run.covered === undefined))
    problems.set(COVERAGE_UNKNOWN, { code: COVERAGE_UNKNOWN, message: "imported: what the tool looked at is not known" });
  return {
    findings: inPlaceOrder(findings, (finding) => finding),
    suppressed: inPlaceOrder(suppressed, ({ finding }) => finding),
    problems: [...problems.values()],
    covered: [...covered],
  };
}

function note(left: Map<string, { count: number; example: string }>, reason: string, { rule, place }: Claim): void {
  const kind = reason.startsWith("line ") ? "the line is not in the file" : reason;
  const known = left.get(kind);
  if (known === undefined) left.set(kind, { count: 1, example: `${rule} in ${place.path.slice(0, 100)}` });
  else known.count++;
}

/** Finds files by the paths of a report. Keeps what it found, the texts of the last few, and their hashes where the report tells some too. */
function fileFinder(workspace: Workspace, roots: readonly string[], withHashes: boolean) {
  const paths = new Map<string, string | undefined>();
  const texts = new Map<string, SourceText | undefined>();
  const hashes = new Map<string, string>();
  let units = 0;
  const folders = [workspace.root, ...roots.map(slashes).toSorted((a, b) => a.length - b.length)];

  async function pathOf(name: string): Promise<string | undefined> {
    if (!paths.has(name)) paths.set(name, await firstThere(candidates(slashes(name), folders), workspace));
    return paths.get(name);
  }

  async function read(path: string): Promise<void> {
    if (texts.has(path)) return;
    const bytes = await workspace.read(path).catch(() => undefined);
    texts.set(path, bytes === undefined ? undefined : sourceText(path, decodeSource(bytes).text));
    if (withHashes && bytes !== undefined && !hashes.has(path)) hashes.set(path, digest(bytes));
    units += texts.get(path)?.text.length ?? 0;
  }

  function isHere(name: string): boolean {
    const path = paths.get(name);
    return path === undefined ? paths.has(name) : texts.has(path);
  }

  const textNow = (name: string): SourceText | undefined => texts.get(paths.get(name) ?? "");

  return {
    pathOf,
    textNow,
    pathNow: (name: string) => paths.get(name),
    hashNow: (path: string) => hashes.get(path),
    /** Whether the texts that the claim and its trace lie in are here; most claims lie in files that were read before. */
    knows: ({ place, trace = [] }: Claim) => isHere(place.path) && trace.every((step) => isHere(step.place.path)),
    async fetch({ place, trace = [] }: Claim): Promise<void> {
      if (units > MOST_UNITS) {
        texts.clear();
        units = 0;
      }
      for (const name of new Set([place.path, ...trace.map((step) => step.place.path)])) {
        const path = await pathOf(name);
        if (path !== undefined) await read(path);
      }
    },
  };
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}

/** Repository-relative paths that a path of a report may mean: itself, or what follows a folder that it lies in. */
function candidates(path: string, folders: readonly string[]): string[] {
  const plain = path.replace(/^(?:\.\/)+/u, "");
  const inside = folders.flatMap((folder) => {
    const prefix = folder.endsWith("/") ? folder : `${folder}/`;
    return plain.startsWith(prefix) ? [plain.slice(prefix.length)] : [];
  });
  return [plain, ...inside].filter(isRepoPath);
}

async function firstThere(paths: readonly string[], workspace: Workspace): Promise<string | undefined> {
  for (const path of paths) if (await workspace.has(path)) return path;
  return undefined;
}
