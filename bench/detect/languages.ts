import { LANGUAGES, languageOf } from "#analysis/languages/registry.ts";

export interface NamedLanguage {
  /** Id of a language pack, or the data's own word in lower case. */
  readonly id: string;
  /** File name ending with the dot. */
  readonly extension: string;
}

/** What data sets call languages, beside the names that the packs know. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "c/c++": "c",
  "node.js": "javascript",
  nodejs: "javascript",
  node: "javascript",
  ts: "typescript",
};

export function languageByName(name: string): NamedLanguage {
  const lower = name.toLowerCase();
  const wanted = OTHER_NAMES[lower] ?? lower;
  const pack = LANGUAGES.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
  if (pack !== undefined) return { id: pack.id, extension: pack.extensions[0] ?? `.${pack.id}` };
  return { id: lower, extension: `.${lower.replace(/[^a-z0-9].*$/u, "") || "txt"}` };
}

/** By a file's name; the ending itself, without the dot, where no pack covers it. */
export function languageByPath(path: string): NamedLanguage {
  const extension = /\.\w+$/u.exec(path)?.[0].toLowerCase() ?? ".txt";
  return { id: languageOf(`file${extension}`)?.id ?? extension.slice(1), extension };
}
