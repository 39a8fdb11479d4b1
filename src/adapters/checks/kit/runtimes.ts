import { access, readFile, realpath } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { CheckContext } from "#ports/check.ts";
import type { Mount } from "#ports/sandbox.ts";

/** An interpreter as the sandbox sees it. */
export interface Runtime {
  /** Absolute path inside. */
  readonly program: string;
  readonly mounts: readonly Mount[];
}

export const ENVIRONMENT = { PATH: "/opt/node/bin:/usr/bin:/bin", HOME: "/tmp", LANG: "C.UTF-8", CI: "1" };

/** The Node that runs assay, whatever else the machine has: only its binary is shown. */
export function nodeRuntime(): Runtime {
  const program = "/opt/node/bin/node";
  return { program, mounts: [{ host: process.execPath, inside: program, mode: "read-only" }] };
}

/** The machine's Python with its own library folder, at the place it has on the host. */
export async function pythonRuntime(findExecutable: CheckContext["findExecutable"]): Promise<Runtime | undefined> {
  for (const name of ["python3", "python"]) {
    const found = await findExecutable(name);
    const program = found === undefined ? undefined : await behindShim(found);
    if (program !== undefined) return { program, mounts: await libraries(program) };
  }
  return undefined;
}

/** The mounts that a Python outside the system's folders needs; `program` is a real path. */
export async function libraries(program: string): Promise<Mount[]> {
  if (program.startsWith("/usr/")) return [];
  const folder = `${dirname(dirname(program))}/lib`;
  const paths = (await exists(folder)) ? [program, folder] : [program];
  return paths.map((path) => ({ host: path, inside: path, mode: "read-only" }));
}

/** pyenv puts a shell script in front of each interpreter; the version it would choose by default stands in a file. */
async function behindShim(found: string): Promise<string | undefined> {
  if (basename(dirname(found)) !== "shims") return realpath(found);
  const manager = dirname(dirname(found));
  const versions = (await readFile(`${manager}/version`, "utf8").catch(() => "")).split(/\s+/).filter(Boolean);
  for (const candidate of [...versions.map((version) => `${manager}/versions/${version}/bin/python3`), "/usr/bin/python3"]) {
    if (await exists(candidate)) return realpath(candidate);
  }
  return undefined;
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
