import type { Registry } from "#analysis/parse/language-pack.ts";
import { parse } from "jsonc-parser";
import { declaredBy } from "#analysis/imports/declared.ts";
import { isRecord, tableAt } from "#analysis/lockfiles/locked-package.ts";
import { isLockfile } from "#analysis/lockfiles/names.ts";
import { lockReaderOf, readLockfile } from "#analysis/lockfiles/read-lockfile.ts";
import type { Workspace } from "#ports/workspace.ts";

/** What an import may mean in a whole project, beside the manifests above a file. */
export interface ProjectNames {
  /** Folders and files without their endings, by name alone. */
  readonly local: ReadonlySet<string>;
  /** Of every manifest and lock file, wherever it lies; packages of a workspace among them. */
  readonly declared: Readonly<Record<Registry, ReadonlySet<string>>>;
  /** Beginnings of specifiers that a configuration leads elsewhere. */
  readonly aliases: readonly string[];
  /** Registries whose packages a lock file lists, so that nothing else is installed. */
  readonly locked: ReadonlySet<Registry>;
}

/** Reads the manifests and configurations of the project. What cannot be read declares nothing here; other engines say so. */
export async function projectNames(workspace: Workspace, signal: AbortSignal): Promise<ProjectNames> {
  const { files, others = [] } = await workspace.list({ paths: [] }, signal);
  const paths = [...files.map(({ path }) => path), ...others];
  const declared = { npm: new Set<string>(), PyPI: new Set<string>() };
  const aliases: string[] = [];
  const locked = new Set<Registry>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const configuration = /^(?:[tj]sconfig[\w.-]*\.json|deno\.jsonc?|import_map\.json)$/u.test(name);
    if (!configuration && !isLockfile(path) && !mayDeclare(name) && !name.endsWith(".d.ts")) continue;
    signal.throwIfAborted();
    const bytes = await workspace.read(path).catch(() => undefined);
    if (bytes === undefined) continue;
    if (configuration) aliases.push(...aliasesOf(new TextDecoder().decode(bytes)));
    else if (name.endsWith(".d.ts")) aliases.push(...ambient(new TextDecoder().decode(bytes)));
    const manifest = mayDeclare(name) ? declaredBy(path, new TextDecoder().decode(bytes)) : undefined;
    for (const one of manifest?.names ?? []) if (manifest !== undefined) declared[manifest.ecosystem].add(one);
    const reader = lockReaderOf(path);
    if (reader === undefined || (reader.ecosystem !== "npm" && reader.ecosystem !== "PyPI")) continue;
    const { packages, problems } = readLockfile(reader, bytes);
    for (const one of packages) declared[reader.ecosystem].add(one.name);
    if (packages.length > 0 && problems.length === 0) locked.add(reader.ecosystem);
  }
  return { local: localNames(paths), declared, aliases, locked };
}

function mayDeclare(name: string): boolean {
  return /^(?:package\.json|pyproject\.toml|Pipfile|setup\.(?:py|cfg)|environment\.ya?ml|[\w.-]*requirements[\w.-]*\.(?:txt|in))$/u.test(
    name,
  );
}

function localNames(paths: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const path of paths) for (const part of path.split("/")) names.add(part.replace(/\..*$/su, ""));
  return names;
}

/** `paths` of tsconfig, `imports` of import maps. */
function aliasesOf(text: string): string[] {
  const document: unknown = text.length > 1_000_000 ? undefined : parse(text, [], { allowTrailingComma: true });
  if (!isRecord(document)) return [];
  const keys = [
    ...Object.keys(tableAt(tableAt(document, "compilerOptions"), "paths")),
    ...Object.keys(tableAt(document, "imports")),
  ];
  return keys.map((key) => key.replace(/\*.*$/su, ""));
}

function ambient(text: string): string[] {
  return [...text.matchAll(/\bdeclare\s+module\s+["']([^"'\n]{1,200})["']/gu)].map((match) =>
    (match[1] ?? "").replace(/\*.*$/su, ""),
  );
}
