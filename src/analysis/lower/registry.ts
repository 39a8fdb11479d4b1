import type { FileIr } from "#analysis/ir/file.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { lowerC } from "./c/lower.ts";
import { lowerEcmascript } from "./ecmascript/lower.ts";
import { lowerGo } from "./go/lower.ts";
import { lowerJava } from "./java/lower.ts";
import { lowerPython } from "./python/lower.ts";

type Lower = (path: string, tree: SyntaxTree) => FileIr;

const LOWERINGS: Readonly<Record<string, Lower>> = {
  c: lowerC,
  cpp: lowerC,
  go: lowerGo,
  java: lowerJava,
  javascript: lowerEcmascript,
  python: lowerPython,
  tsx: lowerEcmascript,
  typescript: lowerEcmascript,
};

/** The lowering of a language (id of its pack), or undefined where there is none: no data flow then. */
export function loweringOf(language: string): Lower | undefined {
  return LOWERINGS[language];
}
