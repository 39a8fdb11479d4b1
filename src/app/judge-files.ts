import { posix } from "node:path";
import type { SourceFile, Workspace } from "#ports/workspace.ts";

/** Settings by which compilers, type checkers and test runners judge, by name in any folder that holds source files or lies above one. */
const SETTINGS: readonly string[] = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  ".mocharc.json",
  ".mocharc.yml",
  "jest.config.json",
  "pyproject.toml",
  "setup.cfg",
  "pytest.ini",
  "tox.ini",
  "mypy.ini",
  ".mypy.ini",
  "pyrightconfig.json",
  "requirements.txt",
];

/**
 * What checks read beside the files under analysis: every other source file of the project, tests among them, and the settings of tools. A run is
 * not continued when one of them changed, since its verdicts were given by what they said then. Sorted by path, without the given files.
 */
export async function judgeFiles(
  workspace: Workspace,
  analysed: readonly SourceFile[],
  signal: AbortSignal,
): Promise<readonly { readonly path: string }[]> {
  const known = new Set(analysed.map(({ path }) => path));
  const { files } = await workspace.list({ paths: [] }, signal);
  const folders = new Set([...files, ...analysed].flatMap(({ path }) => foldersOf(path)));
  const settings: string[] = [];
  for (const folder of folders) {
    for (const name of SETTINGS) {
      const path = posix.join(folder, name);
      if (await workspace.has(path)) settings.push(path);
    }
  }
  const others = [...files.map(({ path }) => path), ...settings].filter((path) => !known.has(path));
  return [...new Set(others)].toSorted().map((path) => ({ path }));
}

/** The folder of a path and those above it; `""` is the root. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    folders.push(folder === "." ? "" : folder);
    if (folder === ".") return folders;
  }
}
