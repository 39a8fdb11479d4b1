import { isLockfile } from "#analysis/lockfiles/names.ts";
import type { Problem } from "#domain/completeness.ts";
import type { AdvisorySnapshot } from "#ports/advisories.ts";
import { defineScanner, type LibraryResult, type LibraryScanner, type RawFinding, type ScanTask } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";

const READER = "1";

/** Packages of lock files against a snapshot of advisories on this machine. Without a snapshot it does not run. */
export default function fromTools({ advisories = async () => undefined }: ScannerTools): LibraryScanner {
  return defineScanner({
    id: "dependencies",
    kind: "library",
    title: "assay's check of dependencies",
    languages: [],
    reads: isLockfile,
    about: ["lock files"],
    homepage: "https://ossf.github.io/osv-schema/",
    licence: "Apache-2.0",
    needsNetwork: false,
    install: "Fetch advisories with `assay deps update`, or point --snapshot at an OSV export.",
    absent: "not run: no advisory snapshot",
    async version() {
      const snapshot = await advisories();
      return snapshot === undefined ? undefined : `${READER}+osv.${snapshot.version}`;
    },
    async scan(task, signal) {
      const snapshot = await advisories();
      if (snapshot === undefined) return notRun(task);
      return scanLocks(task, snapshot, signal);
    },
  });
}

function notRun({ others = [] }: ScanTask): LibraryResult {
  const message = "not run: no advisory snapshot; fetch one with `assay deps update`";
  return { findings: [], covered: [], problems: others.map((path) => ({ path, code: "no-snapshot", message })) };
}

async function scanLocks(task: ScanTask, snapshot: AdvisorySnapshot, signal: AbortSignal): Promise<LibraryResult> {
  const [{ readLock }, { matchAdvisories, findingsOf }, { importPlaces }] = await Promise.all([
    import("#adapters/scanner-host/locked-packages.ts"),
    import("#adapters/scanner-host/dependency-findings.ts"),
    import("#adapters/scanner-host/import-places.ts"),
  ]);
  const findings: RawFinding[] = [];
  const problems: Problem[] = unreadParts(snapshot);
  const covered: string[] = [];
  let places: Awaited<ReturnType<typeof importPlaces>> | undefined;
  for (const [index, path] of (task.others ?? []).entries()) {
    signal.throwIfAborted();
    task.progress(index);
    const lock = await readLock(task.workspace, path).catch((cause: unknown) => unreadable(path, cause));
    if (lock !== undefined && "code" in lock) {
      problems.push(lock);
      continue;
    }
    if (lock === undefined) {
      // What it says stands in a better file of the same folder, which is read.
      covered.push(path);
      continue;
    }
    for (const { code, message, line } of lock.problems)
      problems.push({ path, code, message, ...(line !== undefined && { line }) });
    if (lock.packages.length > 0 || lock.problems.length === 0) covered.push(path);
    const said = matchAdvisories(lock, snapshot);
    problems.push(...said.problems);
    for (const match of said.matches) {
      places ??= await importPlaces(task.workspace, signal);
      findings.push(...findingsOf(lock, match, places));
    }
  }
  return { findings, problems, covered };
}

function unreadable(path: string, cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause);
  return { path, code: "unreadable", message: `cannot be read: ${why.slice(0, 200)}` };
}

/** Records that could not be read may be those that matter. */
function unreadParts({ parts }: AdvisorySnapshot): Problem[] {
  return parts
    .filter(({ unreadable }) => unreadable > 0)
    .map(({ ecosystem, unreadable, source }) => ({
      code: "advisory-unreadable",
      message: `${unreadable} records of ${source} (${ecosystem}) could not be read`,
    }));
}
