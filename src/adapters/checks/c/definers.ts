import type { Workspace } from "#ports/workspace.ts";

const MOST_READ = 200;
const MOST_ADDED = 12;

/** Sources of the project that define one of the names, less those known; in the order of the files. */
export async function definersOf(
  workspace: Workspace,
  names: readonly string[],
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly text: string }[]> {
  const { files } = await workspace.list({ paths: [] }, signal);
  const found: { path: string; text: string }[] = [];
  const sources = files.filter(({ path }) => path.endsWith(".c") && !known.has(path)).slice(0, MOST_READ);
  for (const { path } of sources) {
    const text = new TextDecoder().decode(await workspace.read(path));
    if (names.some((name) => defines(text, name))) found.push({ path, text });
    if (found.length === MOST_ADDED) break;
  }
  return found;
}

/** A definition begins its line with the type, or with the name where that stands on the line before; a variable ends with `=` or `;`. */
function defines(text: string, name: string): boolean {
  if (!/^\w+$/.test(name)) return false;
  return new RegExp(
    `^(?!\\s|extern\\b|static\\b|#)[\\w \\t*]*\\b${name}\\s*(?:\\([^;{]{0,2000}\\)\\s*\\{|(?:\\[[^\\]]{0,200}\\])?\\s*[=;])`,
    "m",
  ).test(text);
}
