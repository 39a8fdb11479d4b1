import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { isLockfile } from "#analysis/lockfiles/names.ts";
import { type Ecosystem, ECOSYSTEMS } from "#domain/advisory.ts";
import { AssayError } from "#domain/errors.ts";
import type { SnapshotPart } from "#ports/advisories.ts";
import type { Inventory } from "./inventory.ts";
import type { Project } from "./project.ts";
import type { UpgradeOutcome, UpgradeRequest } from "./upgrade-run.ts";

export interface UpdateAdvisories {
  /** Empty: those of the project's lock files, or all where there are none. */
  readonly ecosystems: readonly Ecosystem[];
  /** An OSV export on this machine instead of the network; relative to the current folder. */
  readonly from?: string;
  /** Told before each ecosystem is fetched. */
  readonly begin?: (ecosystem: Ecosystem) => void;
}

export interface AdvisoryStatus {
  /** Absolute path; it may not exist. */
  readonly folder: string;
  /** Sorted by ecosystem; empty where there is no snapshot. */
  readonly parts: readonly (SnapshotPart & {
    /** Whole days since it was fetched, or since its youngest record where it was read from files. */
    readonly days: number;
  })[];
}

/** What can be done about packages of a project. */
export interface DependencyCommands {
  /** Rejects with AssayError `fetch-failed` or `snapshot-invalid`; what was there before then stays. */
  update(request: UpdateAdvisories, signal: AbortSignal): Promise<AdvisoryStatus>;
  status(): Promise<AdvisoryStatus>;
  /** Packages of the lock files, with what advisories say where there is a snapshot. */
  inventory(signal: AbortSignal): Promise<Inventory>;
  /** What to upgrade, tried with the project's tests where the packages are at hand. */
  upgrade(request: UpgradeRequest, signal: AbortSignal): Promise<UpgradeOutcome>;
}

/** Largest archive that is fetched, in bytes; npm's had 150 MB in 2025. */
const LONGEST_ARCHIVE = 2 ** 31;

export function dependencyCommands(project: Project): DependencyCommands {
  const folder = project.snapshotFolder;
  return {
    async update(request, signal) {
      const chosen = request.ecosystems.length > 0 ? request.ecosystems : await projectEcosystems(project, request.from, signal);
      const { importExport, updateSnapshot } = await import("#adapters/advisories/update-snapshot.ts");
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const common = { folder, ecosystems: chosen, signal };
      if (request.from !== undefined) return statusOf(folder, await importExport(resolve(project.cwd, request.from), common));
      const { guardedFetch } = await import("#adapters/models/guarded-fetch.ts");
      const base = project.config.advisories.url.replace(/\/+$/u, "");
      const fetch = guardedFetch({ url: base, allowPrivate: false, longest: LONGEST_ARCHIVE });
      const now = new Date().toISOString();
      const begin = request.begin === undefined ? {} : { begin: request.begin };
      return statusOf(folder, await updateSnapshot({ ...common, base, fetch, now, ...begin }));
    },
    inventory: async (signal) => (await import("./inventory.ts")).inventory(project, signal),
    upgrade: async (request, signal) => (await import("./upgrade-run.ts")).upgradeRun(project, request, signal),
    async status() {
      return statusOf(folder, (await project.advisories())?.parts ?? []);
    },
  };
}

function statusOf(folder: string, parts: readonly SnapshotPart[]): AdvisoryStatus {
  const now = Date.now();
  const days = ({ fetched, newest }: SnapshotPart): number => {
    const since = Date.parse(fetched ?? newest);
    return Number.isNaN(since) ? 0 : Math.max(0, Math.floor((now - since) / 86_400_000));
  };
  return { folder, parts: parts.map((part) => ({ ...part, days: days(part) })) };
}

async function projectEcosystems(project: Project, from: string | undefined, signal: AbortSignal): Promise<Ecosystem[]> {
  if (from !== undefined) return [...ECOSYSTEMS];
  const { others = [] } = await project.disk.list({ paths: [] }, signal);
  const locks = others.filter(isLockfile);
  if (locks.length === 0)
    throw new AssayError("usage", "the project has no lock file that tells which advisories it needs", {
      hint: `Name them: --ecosystem ${ECOSYSTEMS.join(",")}.`,
    });
  const { lockReaderOf } = await import("#analysis/lockfiles/read-lockfile.ts");
  const used = new Set(locks.flatMap((path) => lockReaderOf(path)?.ecosystem ?? []));
  return ECOSYSTEMS.filter((ecosystem) => used.has(ecosystem));
}
