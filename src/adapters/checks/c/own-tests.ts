import { posix } from "node:path";
import { nearestFolder, PROJECT } from "#adapters/checks/kit/staged-project.ts";
import type { Workspace } from "#ports/workspace.ts";

/** How a project of C builds and runs its own tests. */
export interface OwnTests {
  /** In words, as a person would type it. */
  readonly name: string;
  /** Repository-relative folder of the build file; `""` is the root. */
  readonly folder: string;
  /** Programs that it needs, by name. */
  readonly programs: readonly string[];
  /** Of which the first word is the name of a program. `compiler` is a program with options, `made` a folder for what is built, which does not exist yet. */
  readonly command: (compiler: string, made: string) => readonly string[];
}

const CTEST_OPTIONS = [
  "--build-generator",
  "Unix Makefiles",
  "--test-command",
  "ctest",
  "--output-on-failure",
  "--no-tests=error",
];
const MAKEFILES = ["GNUmakefile", "makefile", "Makefile"];
const MOST = 1 << 20;

/** The tests of the nearest build file at or above a file; in words why there are none. */
export async function ownTestsOf(workspace: Workspace, path: string): Promise<OwnTests | string> {
  const folder = await nearestFolder(workspace, path, [...MAKEFILES, "CMakeLists.txt"]);
  if (folder === undefined) return "No Makefile and no CMakeLists.txt stands at or above the patched file.";
  for (const name of MAKEFILES) {
    const text = await textOf(workspace, posix.join(folder, name));
    const target = text === undefined ? undefined : /^(check|test)\s*:(?!=)/m.exec(text)?.[1];
    if (target === undefined) continue;
    return {
      name: `make ${target}`,
      folder,
      programs: ["make"],
      // All is built anew: what lies there was built without sanitizers.
      command: (compiler) => ["make", "--always-make", `CC=${compiler}`, target],
    };
  }
  const cmake = await textOf(workspace, posix.join(folder, "CMakeLists.txt"));
  if (cmake !== undefined && /\b(?:enable_testing|add_test)\s*\(|\binclude\s*\(\s*CTest\s*\)/i.test(cmake))
    return {
      name: "ctest",
      folder,
      programs: ["ctest", "cmake", "make"],
      // One process for all: what one run makes another may not write to.
      command: (_, made) => ["ctest", "--build-and-test", posix.join(PROJECT, folder), made, ...CTEST_OPTIONS],
    };
  return `The build file in ${folder === "" ? "the root" : folder} names no test: a target \`test\` or \`check\`, or tests of CMake.`;
}

async function textOf(workspace: Workspace, path: string): Promise<string | undefined> {
  if (!(await workspace.has(path))) return undefined;
  const bytes = await workspace.read(path);
  return bytes.length > MOST ? undefined : new TextDecoder().decode(bytes);
}
