import { declaredBy } from "#analysis/imports/declared.ts";
import type { LockedPackage, LockProblem } from "#analysis/lockfiles/locked-package.ts";
import { lockReaderOf, readLockfile } from "#analysis/lockfiles/read-lockfile.ts";
import type { Workspace } from "#ports/workspace.ts";

export interface ReadLock {
  readonly path: string;
  readonly packages: readonly LockedPackage[];
  readonly problems: readonly LockProblem[];
  /** Texts of the lines, for the ends of places. */
  readonly lineLength: (line: number) => number;
}

/** Another file of the folder that says the same, and exactly. */
const BETTER: Readonly<Record<string, readonly string[]>> = {
  "go-sum": ["go.mod"],
  requirements: ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"],
};

/** Manifests that tell what is direct where the lock file does not. */
const MANIFEST: Readonly<Record<string, string>> = {
  "package-lock": "package.json",
  "yarn-lock": "package.json",
  "poetry-lock": "pyproject.toml",
  "pipfile-lock": "Pipfile",
};

/** Reads one lock file of a workspace. Undefined where a better one stands beside it. Rejects when the file cannot be read. */
export async function readLock(workspace: Workspace, path: string): Promise<ReadLock | undefined> {
  const reader = lockReaderOf(path);
  if (reader === undefined) throw new Error(`${path} is no lock file`);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  for (const better of BETTER[reader.id] ?? []) if (await workspace.has(folder + better)) return undefined;
  const bytes = await workspace.read(path);
  const { packages, problems } = readLockfile(reader, bytes);
  const manifest = MANIFEST[reader.id];
  const declared = manifest === undefined ? undefined : await declaredIn(workspace, folder + manifest);
  const known = (one: LockedPackage): LockedPackage =>
    one.direct === undefined && declared !== undefined ? { ...one, direct: declared.has(one.name) } : one;
  return { path, packages: packages.map(known), problems, lineLength: lineLengths(bytes) };
}

async function declaredIn(workspace: Workspace, path: string): Promise<ReadonlySet<string> | undefined> {
  if (!(await workspace.has(path))) return undefined;
  return declaredBy(path, new TextDecoder().decode(await workspace.read(path)))?.names;
}

/** Split when first asked: a large file without a finding needs no lines. */
function lineLengths(bytes: Uint8Array): (line: number) => number {
  let lines: readonly string[] | undefined;
  return (line) => {
    lines ??= new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).split(/\r\n|\r|\n/u);
    return lines[line - 1]?.length ?? 0;
  };
}
