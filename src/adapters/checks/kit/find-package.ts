import { readFile, readdir } from "node:fs/promises";
import { basename, dirname, posix } from "node:path";
import type { CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { libraries, pythonRuntime } from "./runtimes.ts";
import { installedPackage, PROJECT } from "./staged-project.ts";

/** A package that is installed where the project's code can import it. */
export interface FoundPackage {
  /** As its own metadata says; `""` where it says nothing. */
  readonly version: string;
  /** Folder to import from inside the sandbox; `""` for one that the interpreter looks at by itself. */
  readonly folder: string;
}

/** A Python package of the project's virtual environment, else of the machine's Python that drives code. Looks at folders, starts nothing. */
export async function findPythonPackage(
  root: Workspace["root"] | undefined,
  findExecutable: CheckContext["findExecutable"],
  name: string,
): Promise<FoundPackage | undefined> {
  for (const environment of root === undefined ? [] : [".venv", "venv"]) {
    for (const version of await entries(posix.join(root ?? "", environment, "lib"))) {
      const host = posix.join(root ?? "", environment, "lib", version, "site-packages");
      const found = await versionIn(host, name);
      if (found !== undefined)
        return { version: found, folder: posix.join(PROJECT, environment, "lib", version, "site-packages") };
    }
  }
  const runtime = await pythonRuntime(findExecutable);
  if (runtime === undefined) return undefined;
  for (const folder of await ownFolders(runtime.program)) {
    const found = await versionIn(folder, name);
    if (found !== undefined) return { version: found, folder: "" };
  }
  return undefined;
}

/** Folders that an interpreter imports from without being told, of those that the sandbox shows. */
async function ownFolders(program: string): Promise<string[]> {
  if ((await libraries(program)).length === 0) {
    const local = (await entries("/usr/local/lib"))
      .filter((name) => name === basename(program))
      .map((name) => `/usr/local/lib/${name}/dist-packages`);
    return [...local, "/usr/lib/python3/dist-packages"];
  }
  const lib = posix.join(dirname(dirname(program)), "lib");
  return (await entries(lib))
    .filter((name) => name === basename(program) || /^python3\.\d+$/.test(name))
    .map((name) => posix.join(lib, name, "site-packages"));
}

async function versionIn(folder: string, name: string): Promise<string | undefined> {
  const names = await entries(folder);
  if (!names.includes(name) && !names.includes(`${name}.py`)) return undefined;
  const about = new RegExp(`^${name.replaceAll(/[-_]/g, "[-_]")}(?:[-_]tool)?-([^-]+)(?:-[^/]*)?\\.(?:dist|egg)-info$`, "i");
  return names.map((each) => about.exec(each)?.[1]).find((version) => version !== undefined) ?? "";
}

/** A package of npm as Node would find it from a repository-relative folder. */
export async function findNodePackage(
  workspace: Pick<Workspace, "root">,
  folder: string,
  name: string,
): Promise<FoundPackage | undefined> {
  const found = await installedPackage(workspace, folder, name);
  if (found === undefined) return undefined;
  const text = await readFile(posix.join(found.host, "package.json"), "utf8").catch(() => "");
  return { version: /"version"\s*:\s*"([^"]{1,40})"/.exec(text)?.[1] ?? "", folder: found.inside };
}

async function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
