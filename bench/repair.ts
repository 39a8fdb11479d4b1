// Unsafe programs with published tests: repaired by the loop without sight of the tests, then graded by them.
import { runRepairBenchmark } from "./repair/run.ts";

process.exitCode = await runRepairBenchmark(process.argv.slice(2));
