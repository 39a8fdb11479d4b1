import { speaksOf } from "#analysis/imports/import-names.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { LockedPackage } from "#analysis/lockfiles/locked-package.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { Workspace } from "#ports/workspace.ts";

/** Tells where the project's own code imports a package: the first place of each file, sorted. Undefined for ecosystems whose code is not read. */
export type ImportPlaces = (one: LockedPackage) => readonly Location[] | undefined;

/** Reads the imports of all code of a workspace once. Files that cannot be read import nothing that is known. */
export async function importPlaces(workspace: Workspace, signal: AbortSignal): Promise<ImportPlaces> {
  const { files } = await workspace.list({ paths: [] }, signal);
  const index: { path: string; language: string; text: string; specifiers: readonly string[] }[] = [];
  for (const { path, language } of files) {
    signal.throwIfAborted();
    const bytes = await workspace.read(path).catch(() => undefined);
    if (bytes === undefined) continue;
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    index.push({ path, language, text, specifiers: importSpecifiers(language, text) });
  }
  return ({ ecosystem, name }) => {
    if (ecosystem !== "npm" && ecosystem !== "PyPI") return undefined;
    return index.flatMap(({ path, language, text, specifiers }) => {
      const specifier = specifiers.find((one) => speaksOf(language, one, ecosystem, name));
      return specifier === undefined ? [] : [placeOf(path, text, specifier)];
    });
  };
}

function placeOf(path: string, text: string, specifier: string): Location {
  const word = specifier.split(".")[0] === "" ? specifier : (/^[^.]+/u.exec(specifier)?.[0] ?? specifier);
  const row = [...text.matchAll(/(?:from|import|require)\b[^\n]*/gu)].find((match) => match[0].includes(word));
  const at = row === undefined ? text.indexOf(word) : row.index + row[0].indexOf(word);
  const starts = lineStarts(text);
  const from = positionAt(starts, Math.max(0, at));
  const to = positionAt(starts, Math.max(0, at) + word.length);
  return { path, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
