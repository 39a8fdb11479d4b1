/** Folders of other people's or generated code, and of tools: never walked unless the user names them. */
const SKIPPED = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  "bower_components",
  "__pycache__",
  ".venv",
  "venv",
  "site-packages",
  ".tox",
  ".nox",
  ".eggs",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".assay",
]);

export function isSkippedFolder(name: string): boolean {
  return SKIPPED.has(name);
}

/** True when any folder on the way to the path is a skipped one. */
export function liesInSkippedFolder(path: string): boolean {
  return path.split("/").slice(0, -1).some(isSkippedFolder);
}
