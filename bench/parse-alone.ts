// Parses the files below the working folder with tree-sitter and does nothing else: the speed that no analyser on top of it can pass.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Language, Parser } from "web-tree-sitter";
import { languageById } from "#analysis/languages/registry.ts";

const [, , language = "", report = ""] = process.argv;
const pack = languageById(language);
if (pack === undefined || report === "") {
  console.error("usage: node bench/parse-alone.ts <language> <report>");
  process.exit(2);
}
await Parser.init();
const grammars = fileURLToPath(new URL("../dist/grammars", import.meta.url));
const parser = new Parser();
parser.setLanguage(await Language.load(readFileSync(join(grammars, pack.grammar))));
let files = 0;
for (const path of globSync(pack.extensions.map((extension) => `**/*${extension}`)).toSorted()) {
  const tree = parser.parse(readFileSync(path, "utf8"));
  if (tree === null) continue;
  files++;
  tree.delete();
}
writeFileSync(report, JSON.stringify({ files }));
