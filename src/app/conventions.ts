import { decodeStrict } from "#ports/overlay.ts";
import type { Project } from "./project.ts";

/** Files that say what a project is made of, and what a line of it may look like to be told. */
const MANIFESTS: readonly { readonly path: string; readonly read: (text: string) => readonly string[] }[] = [
  { path: "package.json", read: fromPackage },
  { path: "requirements.txt", read: (text) => names(text.split("\n")) },
  {
    path: "pyproject.toml",
    read: (text) => names([...text.matchAll(/^\s*"([A-Za-z0-9][\w.-]*)/gmu)].map(([, name = ""]) => name)),
  },
];
const MOST_NAMES = 40;

/** What a model is told of the project: the names of what it depends on and its module format. Names only, since manifests are written by strangers. */
export async function projectConventions(project: Project): Promise<string[]> {
  const lines: string[] = [];
  for (const { path, read } of MANIFESTS) {
    if (!(await project.disk.has(path))) continue;
    const text = decodeStrict(await project.disk.read(path));
    if (text !== undefined) lines.push(...read(text));
  }
  return lines;
}

function fromPackage(text: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof value !== "object" || value === null) return [];
  const { type, dependencies } = value as { type?: unknown; dependencies?: unknown };
  const modules = type === "module" ? "ECMAScript modules" : "CommonJS modules";
  const packages = typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
  return [`It uses ${modules}.`, ...names(packages)];
}

function names(lines: readonly string[]): string[] {
  const found = lines.flatMap((line) => /^\s*(@?[A-Za-z0-9][\w./-]{0,60})/u.exec(line)?.[1] ?? []);
  return found.length === 0 ? [] : [`It depends on ${[...new Set(found)].slice(0, MOST_NAMES).join(", ")}.`];
}
