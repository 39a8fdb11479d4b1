// What a person waits for: start of the command, a check of one file, a repair.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureLatencies } from "./latencies.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { latencyTable } from "./tables.ts";

const { values } = parseArgs({ options: { format: { type: "string", default: "text" } } });
const scratch = mkdtempSync(join(tmpdir(), "assay-bench-"));
try {
  const machine = watchMachine();
  const latencies = await measureLatencies(scratch);
  const seen = machine();
  if (values.format === "json") console.log(JSON.stringify({ machine: seen, latencies }, undefined, 2));
  else console.log(`${machineLine(seen)}\n\n${latencyTable(latencies)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
