import { performance } from "node:perf_hooks";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { CheckContext } from "#ports/check.ts";
import { decodeStrict } from "#ports/overlay.ts";

/** One file of a patch, before and after. Texts keep their byte order mark. */
export interface TouchedFile {
  readonly path: string;
  readonly language: LanguagePack | undefined;
  readonly before: string;
  readonly after: string;
  /** Undefined when no language pack knows the file. */
  readonly trees: { readonly before: SyntaxTree; readonly after: SyntaxTree } | undefined;
}

export type TouchedFiles =
  | { readonly kind: "read"; readonly files: readonly TouchedFile[] }
  /** `not-text`: not UTF-8; `parse-stopped`: the parser gave up or took too long. */
  | { readonly kind: "unread"; readonly reason: "not-text" | "parse-stopped"; readonly detail: string };

const PARSE_MS = 10_000;

/** Reads and parses every file of the patch in both states, in the patch's order. */
export async function touchedFiles(
  { candidate, before, after, parser }: CheckContext,
  signal: AbortSignal,
): Promise<TouchedFiles> {
  const files: TouchedFile[] = [];
  for (const { path } of candidate.patch.files) {
    const [old, fresh] = [decodeStrict(await before.read(path)), decodeStrict(await after.read(path))];
    if (old === undefined || fresh === undefined) return { kind: "unread", reason: "not-text", detail: `${path} is not UTF-8` };
    const language = languageOf(path, old.slice(0, old.indexOf("\n") + 1));
    if (language === undefined) {
      files.push({ path, language, before: old, after: fresh, trees: undefined });
      continue;
    }
    const deadline = performance.now() + PARSE_MS;
    const shouldStop = (): boolean => signal.aborted || performance.now() > deadline;
    const [oldTree, newTree] = [
      await parser.parse(language, old, { shouldStop }),
      await parser.parse(language, fresh, { shouldStop }),
    ];
    if (oldTree.kind !== "tree" || newTree.kind !== "tree") {
      return { kind: "unread", reason: "parse-stopped", detail: `${path} could not be parsed in ${PARSE_MS / 1000} s` };
    }
    files.push({ path, language, before: old, after: fresh, trees: { before: oldTree.tree, after: newTree.tree } });
  }
  return { kind: "read", files };
}
