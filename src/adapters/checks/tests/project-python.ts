import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { exists, libraries, pythonRuntime, type Runtime } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";

/** The Python of the project's own virtual environment, with the one it was made from, else the machine's. `folder` is repository-relative. */
export async function projectPython(
  workspace: Workspace,
  folder: string,
  findExecutable: CheckContext["findExecutable"],
): Promise<Runtime | undefined> {
  for (const place of new Set([folder, ""])) {
    for (const name of [".venv", "venv"]) {
      const environment = posix.join(workspace.root, place, name);
      const settings = await readFile(posix.join(environment, "pyvenv.cfg"), "utf8").catch(() => "");
      const home = /^home\s*=\s*(\/.+)$/m.exec(settings)?.[1]?.trim();
      if (home === undefined || !(await exists(posix.join(environment, "bin/python")))) continue;
      return { program: posix.join(PROJECT, place, name, "bin/python"), mounts: await libraries(posix.join(home, "python3")) };
    }
  }
  return pythonRuntime(findExecutable);
}
