// Code before and after a repair: which scanners tell the two apart.
import { PAIRS } from "./detect/pairs.ts";
import { runBenchmark } from "./detect/run.ts";

process.exitCode = await runBenchmark(PAIRS, process.argv.slice(2));
