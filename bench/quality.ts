// Runs detection benchmarks over labelled data and writes docs/reference/quality.md.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BenchmarkResult } from "./quality-result.ts";
import { qualityPage, type QualitySet } from "./quality-page.ts";

const USAGE = `node bench/quality.ts --set <name>=<benchmark>:<path>[ <options>] … [--write]
  benchmark: detect-labelled, detect-pairs or detect-lines; options are handed on, for example
  --set "Fix pairs, Python=detect-pairs:/data/pairs.jsonl --language python"
  --write puts the page into docs/reference/quality.md instead of printing it`;

function runSet(text: string): QualitySet | string {
  const match = /^(?<name>[^=]+)=(?<benchmark>detect-(?:labelled|pairs|lines)):(?<path>\S+)(?<options>(?: \S+)*)$/u.exec(text);
  if (match?.groups === undefined) return `cannot read --set ${text}`;
  const { name = "", benchmark = "", path = "", options = "" } = match.groups;
  const script = fileURLToPath(new URL(`./${benchmark}.ts`, import.meta.url));
  const args = [script, "--data", path, "--format", "json", ...options.split(" ").filter((word) => word !== "")];
  console.error(`${name}: ${benchmark}${options}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 256 << 20 });
  if (status !== 0) return `${name}: ${benchmark} ended with ${String(status)}: ${stderr.trim().split("\n").at(-1) ?? ""}`;
  return { name, benchmark, options: options.trim(), result: BenchmarkResult.parse(JSON.parse(stdout)) };
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
  const page = qualityPage(ran.filter((one) => typeof one !== "string"));
  if (wrong.length > 0) process.exitCode = 2;
  else if (values.write === true) writeFileSync(fileURLToPath(new URL("../docs/reference/quality.md", import.meta.url)), page);
  else console.log(page);
}
