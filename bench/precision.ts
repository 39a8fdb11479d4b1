// Measures how often each rule of each engine is right on labelled programs: the table that ships, its calibration, and a page about both.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import { alone } from "./detect/alone.ts";
import { openBenchEngines } from "./detect/engines.ts";
import { LABELLED } from "./detect/labelled.ts";
import { pairOf } from "./detect/pair-formats.ts";
import { PAIRS } from "./detect/pairs.ts";
import { readRows } from "./detect/rows.ts";
import { collectDefects, type LabelledText } from "./precision/collect.ts";
import { calibrated, countsOf, crossValidated, DECLARED } from "./precision/evaluate.ts";
import { precisionPage } from "./precision/page.ts";
import { reliabilitySvg } from "./precision/plot.ts";

const USAGE = "node bench/precision.ts <labelled.jsonl>… [--engine <id>]… [--write]";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string", multiple: true, default: ["default", "cppcheck", "flawfinder", "gcc-analyzer", "clang-analyzer"] },
    write: { type: "boolean", default: false },
  },
});
if (positionals.length === 0) {
  console.error(USAGE);
  process.exit(2);
}

const parser = await createParser(loadGrammar);
const texts: LabelledText[] = [];
for (const path of positionals)
  for (const [index, row] of readRows(path).rows.entries()) {
    const tools = { parser, weaknesses: {}, assume: "python", format: undefined };
    const labelled = typeof row["vulnerable"] === "boolean";
    // Code before and after a repair is a program that is vulnerable and one that is not, unless it is of a language that nobody reads.
    if (!labelled && pairOf(row, undefined).language === undefined) continue;
    const { texts: states, group, cwes, language, ...item } = await (labelled ? LABELLED : PAIRS).read(row, index, tools);
    for (const [state, text] of states.entries()) {
      const name = `${String(texts.length).padStart(6, "0")}${language.extension}`;
      texts.push({ name, text, group, vulnerable: "vulnerable" in item ? item.vulnerable : state === 0, cwes });
    }
  }
const { root, engines } = await openBenchEngines(values.engine);
const scanners = engines.flatMap(({ id, scanner }) => (scanner === undefined ? [] : [id === "assay" ? alone(scanner) : scanner]));
const defects = await collectDefects(root, texts, scanners, parser);
const counts = countsOf(defects);
const [declared, validated] = [calibrated(defects, () => DECLARED), crossValidated(defects)];
const groups = new Set(texts.map(({ group }) => group)).size;
const page = precisionPage({ programs: texts.length, defects: defects.length, groups, counts, declared, validated });
if (values.write) {
  const rows = counts.map(({ engine, rule, cwe, right, wrong }) => JSON.stringify([engine, rule, cwe ?? "", right, wrong]));
  writeFileSync("src/stages/correlate/measured-precision.json", `{\n  "rows": [\n    ${rows.join(",\n    ")}\n  ]\n}\n`);
  writeFileSync("docs/reference/precision.md", page);
  const curves = [
    { name: "declared", color: "#c60", calibration: declared },
    { name: "measured, cross-validated", color: "#06c", calibration: validated },
  ];
  writeFileSync("docs/reference/reliability.svg", reliabilitySvg("What was said, and what came true", curves));
}
console.log(page);
