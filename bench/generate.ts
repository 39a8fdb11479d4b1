// Code that a model writes from words, alone and with more and more of assay around it, graded by published tests.
import { runModelBenchmark } from "./model/run.ts";

process.exitCode = await runModelBenchmark("generate", process.argv.slice(2));
