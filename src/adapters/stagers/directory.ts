import { closeSync, constants, fchmodSync, fstatSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { isRepoPath } from "#domain/ids.ts";
import { AssayError } from "#domain/errors.ts";
import { by } from "#lib/compare.ts";
import type { StagedTree, Stager, StageRequest } from "#ports/stage.ts";

export interface DirectoryStagerOptions {
  /** Where copies are made; default the system's folder for temporary files. */
  readonly base?: string;
  /** Most bytes of one copied file; larger ones are left out. Default 32 MiB. */
  readonly fileBytes?: number;
  /** Most bytes and files of one copy; beyond them staging is refused. Default 1 GiB, 100,000. */
  readonly totalBytes?: number;
  readonly files?: number;
}

/** Installed dependencies: large, and not what is judged. Not copied but mounted where they were. */
const DEPENDENCY_FOLDERS: ReadonlySet<string> = new Set([
  "node_modules",
  ".venv",
  "venv",
  "vendor",
  "bower_components",
  "__pypackages__",
]);
/** Never copied: histories and caches. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  "__pycache__",
  ".mypy_cache",
  ".pytest_cache",
  ".tox",
  ".nox",
]);

const living = new Set<string>();
process.on("exit", () => {
  for (const folder of living) rmSync(folder, { recursive: true, force: true });
});

/**
 * Copies into private folders: the outer folder is open to its owner only (0700); inside it every user may write, so that the
 * sandbox can give up the owner's rights and still use the copy. What still lives when the process exits is removed then.
 */
export function createDirectoryStager(options: DirectoryStagerOptions = {}): Stager {
  const { base = tmpdir(), fileBytes = 32 << 20, totalBytes = 2 ** 30, files = 100_000 } = options;

  async function folder(linked: readonly string[] = []): Promise<StagedTree> {
    const outer = await mkdtemp(join(base, "assay-"));
    living.add(outer);
    const host = join(outer, "tree");
    await makeFolder(host);
    return {
      host,
      linked,
      async dispose() {
        await rm(outer, { recursive: true, force: true });
        living.delete(outer);
      },
    };
  }

  return {
    scratch: () => folder(),
    async stage(request, signal) {
      const tree = await folder();
      try {
        const allowance = { bytes: totalBytes, files };
        const linked: string[] = [];
        const changed = request.only === undefined ? await request.workspace.changed() : [];
        if (request.only === undefined) {
          const own = changed.map(({ path }) => path);
          await copyFolder("", { request, tree, signal, allowance, fileBytes, linked, own });
        }
        await overwrite(request, changed, tree.host, signal);
        return { ...tree, linked: linked.toSorted(by((path) => path)) };
      } catch (error) {
        await tree.dispose();
        throw error;
      }
    },
  };
}

interface Copying {
  readonly request: StageRequest;
  readonly tree: StagedTree;
  readonly signal: AbortSignal;
  readonly allowance: { bytes: number; files: number };
  readonly fileBytes: number;
  readonly linked: string[];
  /** Paths that differ from the disk: a dependency folder that holds one is copied, or a mount would hide the change. */
  readonly own: readonly string[];
}

async function copyFolder(path: string, copying: Copying): Promise<void> {
  const { request, tree, linked, signal } = copying;
  const from = join(request.workspace.root, path);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal.throwIfAborted();
    const inner = posix.join(path, entry.name);
    if (entry.isDirectory()) {
      if (LEFT_OUT.has(entry.name)) continue;
      await makeFolder(join(tree.host, inner));
      const foreign = DEPENDENCY_FOLDERS.has(entry.name) && !copying.own.some((changed) => changed.startsWith(`${inner}/`));
      if (foreign) linked.push(inner);
      else await copyFolder(inner, copying);
    } else if (entry.isFile()) copyFile(join(from, entry.name), join(tree.host, inner), copying);
  }
}

/**
 * Symbolic links are refused even when a file became one after it was listed. Synchronous calls: a copy is thousands of small files,
 * and each trip through the thread pool costs more than the file.
 */
function copyFile(from: string, to: string, { allowance, fileBytes }: Copying): void {
  const source = openUnlessGone(from);
  if (source === undefined) return;
  try {
    const stats = fstatSync(source);
    if (!stats.isFile() || stats.size > fileBytes) return;
    allowance.bytes -= stats.size;
    allowance.files -= 1;
    if (allowance.bytes < 0 || allowance.files < 0) {
      throw new AssayError("write-failed", "the project is too large to be copied for a check", {
        hint: "Run assay on a smaller folder, or exclude generated files from the project.",
      });
    }
    const target = openSync(to, "wx");
    try {
      writeFileSync(target, readFileSync(source));
      fchmodSync(target, (stats.mode & 0o111) === 0 ? 0o666 : 0o777);
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

/** A file that vanished, became a link, or may not be read is left out of the copy. */
function openUnlessGone(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (!["ENOENT", "ELOOP", "EACCES", "EPERM", "ENXIO"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return undefined;
  }
}

/** The workspace's own state of files, on top of what the disk had; then what was asked to be appended or added. */
async function overwrite(
  { workspace, only, append, extra = {} }: StageRequest,
  changed: Awaited<ReturnType<StageRequest["workspace"]["changed"]>>,
  host: string,
  signal: AbortSignal,
): Promise<void> {
  const contents = new Map<string, Uint8Array>();
  for (const { path, bytes } of changed) contents.set(path, bytes);
  for (const path of only ?? []) {
    signal.throwIfAborted();
    contents.set(path, await workspace.read(path));
  }
  if (append !== undefined) {
    const paths = only ?? (await workspace.list({ paths: [] }, signal)).files.map((file) => file.path);
    for (const path of paths) {
      const tail = append(path);
      if (tail !== undefined)
        contents.set(path, Buffer.concat([contents.get(path) ?? (await workspace.read(path)), Buffer.from(tail)]));
    }
  }
  for (const [path, text] of Object.entries(extra)) contents.set(path, Buffer.from(text));
  for (const [path, bytes] of contents) {
    if (!isRepoPath(path)) throw new Error(`not a path inside the project: ${path}`);
    const to = join(host, path);
    const mode = await lstat(to).then(
      (stats) => stats.mode,
      () => 0o644,
    );
    await put(to, bytes, (mode & 0o111) !== 0);
  }
}

async function put(to: string, bytes: Uint8Array, executable: boolean): Promise<void> {
  await makeFolder(dirname(to));
  await writeFile(to, bytes);
  await chmod(to, executable ? 0o777 : 0o666);
}

/** Makes a folder and those above it that are missing, all open to every user whatever the umask is. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let current = path; current.length >= first.length; current = dirname(current)) await chmod(current, 0o777);
}
