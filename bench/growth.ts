// How the cost of a scan grows with the project: the same kind of code, from ten thousand lines to a million.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pythonCorpus } from "./corpora.ts";
import { exponentOf, type Line, lineThrough } from "./growth/fit.ts";
import { plotSvg } from "./growth/plot.ts";
import { type Grown, grow, sourcesIn } from "./growth/project.ts";
import { machineLine, type Machine, watchMachine } from "./machine.ts";
import { measure, type Sample } from "./measure.ts";

const HELP = `npm run bench:growth -- [options]
  --corpus <folder>  code to grow projects from (the library of the python3 on the path)
  --lines <list>     sizes in lines (10000,30000,100000,300000,1000000)
  --write            also write docs/reference/growth.md and growth.svg`;

interface Row {
  readonly grown: Grown;
  readonly sample: Sample;
}

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    lines: { type: "string", default: "10000,30000,100000,300000,1000000" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const sizes = values.lines.split(",").map(Number);
if (values.help || sizes.length < 2 || sizes.some((size) => !Number.isInteger(size) || size <= 0)) {
  console.error(HELP);
  process.exit(values.help ? 0 : 2);
}

const repository = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "assay-growth-"));
process.once("SIGINT", () => process.exit(130));
process.once("exit", () => rmSync(work, { recursive: true, force: true }));

const machine = watchMachine();
const sources = sourcesIn(values.corpus ?? defaultCorpus());
const rows: Row[] = [];
for (const size of sizes) {
  const grown = grow(sources, size, join(work, `project-${size}`));
  const sample = await measure({
    argv: [
      process.execPath,
      join(repository, "dist", "cli.js"),
      ..."check --quiet --exit-zero --no-cache --format json --engine assay --output".split(" "),
      join(work, "report.json"),
      "--state",
      join(work, "state"),
      grown.folder,
    ],
    cwd: grown.folder,
    okExits: [0, 3],
  });
  rows.push({ grown, sample });
  console.error(`${grown.lines} lines: ${sample.seconds.toFixed(1)} s`);
  rmSync(grown.folder, { recursive: true });
}
const points = rows.map(({ grown, sample }) => ({ x: grown.lines, y: sample.cpuSeconds ?? sample.seconds }));
const line = lineThrough(points);
const page = renderPage(machine(), line);
console.log(page);
if (values.write) {
  const folder = join(repository, "docs", "reference");
  writeFileSync(join(folder, "growth.md"), page);
  const title = "Cost of a cold scan by lines of code";
  writeFileSync(join(folder, "growth.svg"), plotSvg({ title, x: "lines of code", y: "CPU seconds", points, line }));
}

function defaultCorpus(): string {
  const into = join(work, "corpus");
  mkdirSync(into);
  const corpus = pythonCorpus(into);
  if ("missing" in corpus) throw new Error(`${corpus.missing}; name code with --corpus`);
  return corpus.folder;
}

function renderPage(seen: Machine, { slope, intercept, r2 }: Line): string {
  const number = (value: number, digits: number): string => value.toFixed(digits);
  return [
    "# Growth",
    "",
    "<!-- Written by `npm run bench:growth -- --write`; edit bench/growth.ts instead. -->",
    "",
    `Measured on ${machineLine(seen)}. Cold scans with all rules and data flow of projects that consist of the same kind of code: ${values.corpus === undefined ? "the library of Python" : "a given folder"},`,
    "as it is and then again and again with the names it declares changed, each copy in a folder of its own.",
    "",
    "| lines | files | MB | seconds | CPU seconds | CPU seconds per 100,000 lines | peak memory, MB |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(({ grown, sample }) => {
      const cpu = sample.cpuSeconds ?? sample.seconds;
      const peak = sample.peakBytes === undefined ? "not measured" : number(sample.peakBytes / 1e6, 0);
      return `| ${grown.lines} | ${grown.files} | ${number(grown.bytes / 1e6, 1)} | ${number(sample.seconds, 1)} | ${number(cpu, 1)} | ${number((cpu / grown.lines) * 1e5, 2)} | ${peak} |`;
    }),
    "",
    "![CPU seconds by lines of code](growth.svg)",
    "",
    `Least squares: ${number(intercept, 2)} s and ${number(slope * 1e5, 2)} s for each 100,000 lines, which explains ${number(r2 * 100, 1)} % of the variance. CPU seconds grow with the ${number(exponentOf(points), 2)}th power of the lines; 1 is linear.`,
    "",
  ].join("\n");
}
