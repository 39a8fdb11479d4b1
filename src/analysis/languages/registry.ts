import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import c from "./c.ts";
import cpp from "./cpp.ts";
import go from "./go.ts";
import java from "./java.ts";
import javascript from "./javascript.ts";
import python from "./python.ts";
import tsx from "./tsx.ts";
import typescript from "./typescript.ts";

/** All language packs, sorted by id. */
export const LANGUAGES: readonly LanguagePack[] = [c, cpp, go, java, javascript, python, tsx, typescript];

export function languageById(id: string): LanguagePack | undefined {
  return LANGUAGES.find((pack) => pack.id === id);
}

/** The language of a file by its ending, or by the interpreter its first line names. */
export function languageOf(path: string, firstLine = ""): LanguagePack | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const byName = LANGUAGES.find((pack) => pack.extensions.some((extension) => name.endsWith(extension)));
  if (byName !== undefined || !firstLine.startsWith("#!")) return byName;
  const interpreter = firstLine
    .slice(2)
    .trim()
    .split(/\s+/)
    .map((word) => word.slice(word.lastIndexOf("/") + 1));
  return LANGUAGES.find((pack) => pack.interpreters.some((name) => interpreter.includes(name)));
}
