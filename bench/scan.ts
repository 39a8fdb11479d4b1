// Speed and memory of a scan, against peers on the same files in the same run.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Comparison, compare } from "./compare.ts";
import { cCorpus, type Corpus, javascriptCorpus, type Missing, pythonCorpus } from "./corpora.ts";
import { measureLatencies } from "./latencies.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { renderPage } from "./page.ts";
import { comparisonTable, latencyTable } from "./tables.ts";
import { toolsFor } from "./tools.ts";

const HELP = `npm run bench:scan -- [options]
  --runs <n>         measured rounds after the warm-up (3)
  --bandit <path>    Bandit 1.7.10 or newer (bandit, on the path)
  --corpus <id>      python, javascript or c; all when not given
  --c <folder>       C to scan; without it C is not measured
  --no-latency       leave out what a person waits for
  --format <format>  text or json (text)
  --write            also write docs/reference/speed.md`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    bandit: { type: "string", default: "bandit" },
    corpus: { type: "string" },
    c: { type: "string" },
    "no-latency": { type: "boolean", default: false },
    format: { type: "string", default: "text" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const usable = Number.isInteger(runs) && runs > 0 && ["text", "json"].includes(values.format);
if (values.help || !usable) {
  console.error(HELP);
  process.exit(values.help ? 0 : 2);
}

const repository = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "assay-bench-"));
process.once("SIGINT", () => process.exit(130));
process.once("exit", () => rmSync(work, { recursive: true, force: true }));

const scratch = join(work, "scratch");
mkdirSync(scratch);
const machine = watchMachine();
const makers: Readonly<Record<Corpus["id"], () => Corpus | Missing>> = {
  python: () => pythonCorpus(join(work, "corpora")),
  javascript: () => javascriptCorpus(repository, join(work, "corpora")),
  c: () =>
    values.c === undefined ? { id: "c", missing: "no folder of C was named with --c" } : cCorpus(values.c, join(work, "corpora")),
};
const comparisons: (Comparison | Missing)[] = [];
for (const [id, make] of Object.entries(makers)) {
  if (values.corpus !== undefined && values.corpus !== id) continue;
  const corpus = make();
  comparisons.push(
    "missing" in corpus ? corpus : await compare(corpus, toolsFor(corpus, { bandit: values.bandit, scratch }), runs, tell),
  );
}
const latencies = values["no-latency"] ? [] : await measureLatencies(scratch);
const seen = machine();

if (values.format === "json") console.log(JSON.stringify({ machine: seen, runs, comparisons, latencies }, undefined, 2));
else {
  console.log(`${machineLine(seen)}; ${runs} runs each\n`);
  for (const one of comparisons)
    console.log("missing" in one ? `### ${one.id}\n\nnot measured: ${one.missing}\n` : comparisonTable(one));
  if (latencies.length > 0) console.log(latencyTable(latencies));
}
if (values.write)
  writeFileSync(join(repository, "docs", "reference", "speed.md"), renderPage({ machine: seen, runs, comparisons, latencies }));

function tell(line: string): void {
  console.error(line);
}
