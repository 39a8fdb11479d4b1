// Unsafe programs with published tests: repaired by the loop without sight of the tests, then graded by them. With --model by an endpoint, alone and with more
// and more of assay around it.
import { runModelBenchmark } from "./model/run.ts";
import { runRepairBenchmark } from "./repair/run.ts";

const args = process.argv.slice(2);
process.exitCode = await (args.includes("--model") ? runModelBenchmark("repair", args) : runRepairBenchmark(args));
