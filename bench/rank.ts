// One right repair among plausible wrong ones: whether the order of preference puts the right one first.
import { runRankBenchmark } from "./rank/run.ts";

process.exitCode = await runRankBenchmark(process.argv.slice(2));
