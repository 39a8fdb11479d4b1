// Runs detection and repair benchmarks over labelled data and writes docs/reference/quality.md.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BenchmarkResult } from "./quality-result.ts";
import { qualityPage, type QualitySet } from "./quality-page.ts";
import { REPAIR_HEADING, repairPart, RepairResult, type RepairSetResult } from "./repair-page.ts";

const USAGE = `node bench/quality.ts --set <name>=<benchmark>:<path>[ <options>] … [--write]
  benchmark: detect-labelled, detect-pairs, detect-lines, repair or rank; options are handed on, for example
  --set "Fix pairs, Python=detect-pairs:/data/pairs.jsonl --language python"
  A path that ends in .json is the result of an earlier run.
  --write puts the page into docs/reference/quality.md instead of printing it; without a set of detection, or of repair, that part of the page stays`;

const PAGE = fileURLToPath(new URL("../docs/reference/quality.md", import.meta.url));

type Ran = { readonly kind: "detection"; readonly set: QualitySet } | { readonly kind: "repair"; readonly set: RepairSetResult };

function runSet(text: string): Ran | string {
  const match =
    /^(?<name>[^=]+)=(?<benchmark>detect-(?:labelled|pairs|lines)|repair|rank):(?<path>\S+)(?<options>(?: \S+)*)$/u.exec(text);
  if (match?.groups === undefined) return `cannot read --set ${text}`;
  const { name = "", benchmark = "", path = "", options = "" } = match.groups;
  const said = path.endsWith(".json") ? readFileSync(path, "utf8") : runBenchmark(benchmark, path, options);
  if (said === undefined) return `${name}: ${benchmark} failed`;
  const result: unknown = JSON.parse(said);
  const shown = options
    .trim()
    .replaceAll(/--(?:jobs|modules|errors) \S+ ?/gu, "")
    .trim();
  if (benchmark === "repair" || benchmark === "rank")
    return { kind: "repair", set: { name, options: shown, result: RepairResult.parse(result) } };
  return { kind: "detection", set: { name, benchmark, options: shown, result: BenchmarkResult.parse(result) } };
}

function runBenchmark(benchmark: string, path: string, options: string): string | undefined {
  const script = fileURLToPath(new URL(`./${benchmark}.ts`, import.meta.url));
  const args = [script, "--data", path, "--format", "json", ...options.split(" ").filter((word) => word !== "")];
  console.error(`${benchmark} ${path}${options}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 256 << 20 });
  if (status !== 0) console.error(`ended with ${String(status)}: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  return status === 0 ? stdout : undefined;
}

function page(ran: readonly Ran[]): string {
  const [oldDetection = "", oldRepair] = readFileSync(PAGE, "utf8").split(`\n${REPAIR_HEADING}\n`);
  const detection = ran.flatMap((one) => (one.kind === "detection" ? [one.set] : []));
  const repair = ran.flatMap((one) => (one.kind === "repair" ? [one.set] : []));
  const first = detection.length === 0 ? `${oldDetection.trimEnd()}\n` : qualityPage(detection);
  const second = repair.length > 0 ? repairPart(repair) : oldRepair === undefined ? "" : `${REPAIR_HEADING}\n${oldRepair}`;
  return second === "" ? first : `${first}\n${second}`;
}

const { values } = parseArgs({
  options: { set: { type: "string", multiple: true }, write: { type: "boolean" }, help: { type: "boolean" } },
});
if (values.help === true || values.set === undefined) {
  console.error(USAGE);
  process.exitCode = values.help === true ? 0 : 2;
} else {
  const ran = values.set.map(runSet);
  const wrong = ran.filter((one) => typeof one === "string");
  for (const line of wrong) console.error(line);
  const text = page(ran.filter((one) => typeof one !== "string"));
  if (wrong.length > 0) process.exitCode = 2;
  else if (values.write === true) writeFileSync(PAGE, text);
  else console.log(text);
}
