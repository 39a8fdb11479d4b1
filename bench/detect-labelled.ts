// Whole files that are vulnerable or not: precision, recall and their kin of every scanner.
import { LABELLED } from "./detect/labelled.ts";
import { runBenchmark } from "./detect/run.ts";

process.exitCode = await runBenchmark(LABELLED, process.argv.slice(2));
