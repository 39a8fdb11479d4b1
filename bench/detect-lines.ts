// Lines on which an alert is expected: which scanners name them, and what else they name.
import { LINES } from "./detect/lines.ts";
import { runBenchmark } from "./detect/run.ts";

process.exitCode = await runBenchmark(LINES, process.argv.slice(2));
