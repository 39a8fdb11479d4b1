import type { Registry } from "#analysis/parse/language-pack.ts";
import { readJson } from "#analysis/lockfiles/located-json.ts";
import { listAt, pythonName, tableAt, textAt } from "#analysis/lockfiles/locked-package.ts";
import { requiredNames } from "#analysis/lockfiles/requirements.ts";
import { readToml } from "#analysis/lockfiles/toml-packages.ts";

/** Packages that a manifest asks for by name. */
export interface Declared {
  readonly ecosystem: Registry;
  /** In the registry's form; the project's own name among them. */
  readonly names: ReadonlySet<string>;
}

type Reader = (text: string) => string[] | undefined;

const NPM: Readonly<Record<string, Reader>> = { "package.json": packageJson };
const PYTHON: Readonly<Record<string, Reader>> = {
  "pyproject.toml": pyproject,
  pipfile,
  "setup.py": quotedRequirements,
  "setup.cfg": plainLines,
  "environment.yml": plainLines,
  "environment.yaml": plainLines,
};

/** Names of manifests of one ecosystem, in lower case; requirements files are further ones. */
export const MANIFESTS = { npm: Object.keys(NPM), PyPI: [...Object.keys(PYTHON), "requirements.txt"] } as const;

/** What a manifest declares; undefined for a file that is none, or cannot be read. */
export function declaredBy(path: string, text: string): Declared | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const npm = NPM[name]?.(text);
  if (npm !== undefined) return { ecosystem: "npm", names: new Set(npm) };
  const python = /requirements[\w.-]*\.(?:txt|in)$/u.test(name) ? requiredNames(text) : PYTHON[name]?.(text);
  return python === undefined ? undefined : { ecosystem: "PyPI", names: new Set(python.map(pythonName)) };
}

function packageJson(text: string): string[] | undefined {
  const json = readJson(text);
  if (!("value" in json)) return undefined;
  const kinds = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "engines"];
  const own = textAt(json.value, "name");
  return [...kinds.flatMap((kind) => Object.keys(tableAt(json.value, kind))), ...(own === undefined ? [] : [own])];
}

function pyproject(text: string): string[] | undefined {
  const document = readToml(text);
  if (!("value" in document)) return undefined;
  const project = tableAt(document.value, "project");
  const tool = tableAt(document.value, "tool");
  const poetry = tableAt(tool, "poetry");
  const groups = Object.values(tableAt(poetry, "group"));
  const lists = [
    listAt(project, "dependencies"),
    listAt(tableAt(document.value, "build-system"), "requires"),
    listAt(tableAt(tool, "uv"), "dev-dependencies"),
    ...[
      tableAt(project, "optional-dependencies"),
      tableAt(document.value, "dependency-groups"),
      tableAt(tableAt(tool, "pdm"), "dev-dependencies"),
    ].flatMap((table) => Object.values(table)),
  ];
  const tables = [
    tableAt(poetry, "dependencies"),
    tableAt(poetry, "dev-dependencies"),
    ...groups.map((group) => tableAt(group, "dependencies")),
  ];
  return [
    ...lists
      .flatMap((list) => (Array.isArray(list) ? list : []))
      .flatMap((item) => (typeof item === "string" ? requirementName(item) : [])),
    ...tables.flatMap((table) => Object.keys(table)),
    ...[textAt(project, "name"), textAt(poetry, "name")].filter((name) => name !== undefined),
  ];
}

function pipfile(text: string): string[] | undefined {
  const document = readToml(text);
  if (!("value" in document)) return undefined;
  return ["packages", "dev-packages"].flatMap((kind) => Object.keys(tableAt(document.value, kind)));
}

/** A program is not run to learn what it asks for: every text in it that looks like a requirement counts. */
function quotedRequirements(text: string): string[] {
  return [...text.matchAll(/(["'])([A-Za-z0-9][\w.-]*(?:\[[^\]"']*\])?\s*(?:[<>=!~][^"']*)?)\1/gu)].flatMap((match) =>
    requirementName(match[2] ?? ""),
  );
}

function plainLines(text: string): string[] {
  return text
    .split(/\r?\n/u)
    .flatMap((line) => requirementName(line.replace(/^\s*(?:-\s*)?/u, "").replace(/^[\w.-]+\s*=\s*(?=[A-Za-z])/u, "")));
}

function requirementName(text: string): string[] {
  const name = /^\s*([A-Za-z0-9][\w.-]*)/u.exec(text)?.[1];
  return name === undefined ? [] : [name];
}
