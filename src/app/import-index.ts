import type { ImportingFile } from "#analysis/imports/dependents.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { ResultCache } from "#adapters/scanner-host/result-cache.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";
import { readable } from "./trees.ts";

/** What lets a file be left unread: the id of its content, and where names are kept by it. */
export interface KnownContents {
  readonly ids: ReadonlyMap<string, string>;
  readonly cache: ResultCache;
}

/** What each file imports, as written; files that went away are left out. */
export async function importIndex(
  base: Workspace,
  files: readonly SourceFile[],
  known?: KnownContents,
): Promise<readonly ImportingFile[]> {
  const key = `imports of ${base.root}`;
  const kept = await known?.cache.get(key);
  const before = typeof kept === "object" && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  const after: Record<string, string[]> = {};
  const index: ImportingFile[] = [];
  let news = false;
  for (const { path, language } of files) {
    const id = known?.ids.get(path);
    const content = id === undefined ? undefined : `${language} ${id}`;
    let specifiers = content === undefined ? undefined : namesOf(before[content]);
    if (specifiers === undefined) {
      const bytes = await readable(base, path);
      if (bytes === undefined) continue;
      specifiers = importSpecifiers(language, new TextDecoder().decode(bytes));
      news ||= content !== undefined;
    }
    if (content !== undefined) after[content] = specifiers;
    index.push({ path, language, specifiers });
  }
  if (news) await known?.cache.put(key, after);
  return index;
}

function namesOf(kept: unknown): string[] | undefined {
  return Array.isArray(kept) && kept.every((name) => typeof name === "string") ? kept : undefined;
}
