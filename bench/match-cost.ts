// What each rule costs on a folder of sources, the dearest first: for whoever writes rules.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LANGUAGES, languageOf } from "#analysis/languages/registry.ts";
import { compileRules } from "#analysis/match/compile.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { scanTree } from "#analysis/match/scan-tree.ts";
import { sourceText } from "#analysis/match/source-text.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { allBuiltinRules } from "#rules/builtin.ts";

const HELP = `npm run bench:match-cost -- [options] <folder>
  --rules <file>  a rule file to measure instead of the rules that ship with assay
  --top <n>       rules shown (30)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rules: { type: "string" }, top: { type: "string", default: "30" }, help: { type: "boolean", default: false } },
});
const [folder] = positionals;
const top = Number(values.top);
if (values.help || folder === undefined || !Number.isInteger(top) || top < 1) {
  console.error(HELP);
  process.exit(values.help ? 0 : 2);
}

interface Cost {
  files: number;
  seconds: number;
  steps: number;
  findings: number;
}

const grammars = fileURLToPath(new URL("../dist/grammars", import.meta.url));
const parser = await createParser(async (file) => readFileSync(join(grammars, file)));
const rules = values.rules === undefined ? await allBuiltinRules() : rulesOf(values.rules);
const set = compileRules(rules, parser);
const costs = new Map<string, Cost>();
let [files, bytes, parsing, matching] = [0, 0, 0, 0];
for (const path of globSync(
  LANGUAGES.flatMap((pack) => pack.extensions.map((extension) => `**/*${extension}`)),
  { cwd: folder },
).toSorted()) {
  const { text } = sourceText(readFileSync(join(folder, path)));
  const pack = languageOf(path, text.slice(0, 200).split("\n", 1)[0]);
  if (pack === undefined) continue;
  const begin = performance.now();
  const parsed = await parser.parse(pack, text);
  const ready = performance.now();
  if (parsed.kind !== "tree") continue;
  let begun = 0;
  const watch = {
    begin: () => void (begun = performance.now()),
    end(ruleId: string, steps: number) {
      const cost = costOf(ruleId);
      cost.files++;
      cost.steps += steps;
      cost.seconds += (performance.now() - begun) / 1000;
    },
  };
  const { matches } = scanTree(set, parsed.tree, { path, watch });
  for (const { ruleId } of matches) costOf(ruleId).findings++;
  files++;
  bytes += text.length;
  parsing += (ready - begin) / 1000;
  matching += (performance.now() - ready) / 1000;
}

const ruled = [...costs.values()].reduce((sum, { seconds }) => sum + seconds, 0);
console.log(
  `${files} files, ${(bytes / 1e6).toFixed(1)} MB: parsing ${parsing.toFixed(2)} s, matching ${matching.toFixed(2)} s, of it ${ruled.toFixed(2)} s in ${costs.size} rules that ran; ${rules.length - costs.size} never did\n`,
);
console.log(row("ms", "files", "k steps", "findings", "rule"));
for (const [id, cost] of [...costs].toSorted(([, a], [, b]) => b.seconds - a.seconds).slice(0, top))
  console.log(row((cost.seconds * 1000).toFixed(1), `${cost.files}`, (cost.steps / 1000).toFixed(0), `${cost.findings}`, id));

function costOf(id: string): Cost {
  let cost = costs.get(id);
  if (cost === undefined) costs.set(id, (cost = { files: 0, seconds: 0, steps: 0, findings: 0 }));
  return cost;
}

function rulesOf(path: string): ReturnType<typeof parseRules>["rules"] {
  const { rules, errors } = parseRules(readFileSync(path, "utf8"), path);
  for (const error of errors) console.error(`${error.path}:${error.line}:${error.column}: ${error.message}`);
  if (errors.length > 0) process.exit(2);
  return rules;
}

function row(ms: string, files: string, steps: string, findings: string, rule: string): string {
  return `${ms.padStart(9)} ${files.padStart(6)} ${steps.padStart(8)} ${findings.padStart(9)}  ${rule}`;
}
