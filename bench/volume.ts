// The gate and large inputs, each measured by its own command, beside what they should stay under.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Volumes, volumePage } from "./volume/page.ts";

const HELP = `npm run bench:volume -- [options]
  --findings <n>    findings to correlate (1000000)
  --results <n>     results of the SARIF report to write (25000)
  --megabytes <n>   size of the SARIF report to read (100)
  --runs <n>        runs of the gate (7)
  --write           also write docs/reference/volume.md`;

const { values } = parseArgs({
  options: {
    findings: { type: "string", default: "1000000" },
    results: { type: "string", default: "25000" },
    megabytes: { type: "string", default: "100" },
    runs: { type: "string", default: "7" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const numbers = [values.findings, values.results, values.megabytes, values.runs].map(Number);
const usable = numbers.every((number) => Number.isInteger(number) && number > 0);
if (values.help || !usable) {
  console.error(HELP);
  process.exit(values.help ? 0 : 2);
}

const volumes: Volumes = {
  gate: run("gate.ts", "--runs", values.runs) as Volumes["gate"],
  correlate: run("correlate.ts", values.findings) as Volumes["correlate"],
  sarif: run("sarif.ts", values.results) as Volumes["sarif"],
  imported: run("import.ts", values.megabytes) as Volumes["imported"],
};
const page = volumePage(volumes);
process.stdout.write(page);
if (values.write) writeFileSync(fileURLToPath(new URL("../docs/reference/volume.md", import.meta.url)), page);

/** One at a time, and each in a process of its own: no measurement stands in another's memory. */
function run(script: string, ...args: readonly string[]): unknown {
  console.error(`${script} ${args.join(" ")}`);
  const file = fileURLToPath(new URL(script, import.meta.url));
  const text = execFileSync(process.execPath, [file, ...args, "--format", "json"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 24,
  });
  return JSON.parse(text);
}
