// Parses the files that are named: the least that any analysis of them must do.
import { readFileSync } from "node:fs";
import { languageOf } from "#analysis/languages/registry.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";

const parser = await createParser(loadGrammar);
for (const path of process.argv.slice(2)) {
  const language = languageOf(path);
  if (language === undefined) throw new Error(`no language pack knows ${path}`);
  await parser.parse(language, readFileSync(path, "utf8"), { shouldStop: () => false });
}
