import type { ImportingFile } from "#analysis/imports/dependents.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { ResultCache } from "#adapters/scanner-host/result-cache.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";
import { readable } from "./trees.ts";

/** What lets a file be left unread: the id of its content, and where names are kept by it. */
export interface KnownContents {
  readonly ids: ReadonlyMap<string, string>;
  readonly cache: ResultCache | undefined;
  /** By path, for files that this run has read already. */
  readonly specifiers: ReadonlyMap<string, string[]>;
}

/** What each file imports, as written; files that went away are left out. */
export async function importIndex(
  base: Workspace,
  files: readonly SourceFile[],
  known?: KnownContents,
): Promise<readonly ImportingFile[]> {
  const key = `imports of ${base.root}`;
  const kept = await known?.cache?.get(key);
  const before = typeof kept === "object" && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  const after: Record<string, string[]> = {};
  const index: ImportingFile[] = [];
  let news = false;
  for (const { path, language } of files) {
    const id = known?.ids.get(path);
    const content = id === undefined ? undefined : `${language} ${id}`;
    const old = content === undefined ? undefined : namesOf(before[content]);
    const specifiers = old ?? known?.specifiers.get(path) ?? (await namesIn(base, path, language));
    if (specifiers === undefined) continue;
    news ||= old === undefined && content !== undefined;
    if (content !== undefined) after[content] = specifiers;
    index.push({ path, language, specifiers });
  }
  if (news) await known?.cache?.put(key, after);
  return index;
}

/** Undefined for a file that went away. */
async function namesIn(base: Workspace, path: string, language: string): Promise<string[] | undefined> {
  const bytes = await readable(base, path);
  return bytes && importSpecifiers(language, new TextDecoder().decode(bytes));
}

function namesOf(kept: unknown): string[] | undefined {
  return Array.isArray(kept) && kept.every((name) => typeof name === "string") ? kept : undefined;
}
