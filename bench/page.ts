import type { Comparison } from "./compare.ts";
import type { Missing } from "./corpora.ts";
import type { Latency } from "./latencies.ts";
import { type Machine, machineLine } from "./machine.ts";
import { comparisonTable, latencyTable } from "./tables.ts";

export interface PageInput {
  readonly machine: Machine;
  readonly runs: number;
  readonly comparisons: readonly (Comparison | Missing)[];
  readonly latencies: readonly Latency[];
}

/** The text of docs/reference/speed.md. */
export function renderPage({ machine, runs, comparisons, latencies }: PageInput): string {
  return [
    "# Speed and memory",
    "",
    "<!-- Written by `npm run bench:scan -- --write`; edit bench/page.ts instead. -->",
    "",
    `Measured on ${machineLine(machine)}. \`npm run bench:scan\` repeats it on yours, \`npm run bench:latency\` only the last part.`,
    "",
    "## How it is measured",
    "",
    "- Every tool scans the same folder in a process of its own, from start to written JSON report. Nothing else runs beside it but what the load says.",
    `- One run of each tool is thrown away: it brings the files and the tools' own code into the disk cache and fills compile caches. Then come ${runs} rounds in`,
    "  which every tool has its turn, so that a change of load meets all of them. Each run starts cold: no tool keeps results from run to run, but for the row that says so.",
    "- The npm packages are ESLint and all it depends on, as package-lock.json has them; the Python files are the library of the `python3` on the path.",
    "  Generated files (more than 400 bytes a line) and files above 1 MB are left out for everyone.",
    "- A load above the number of cores means that other work took its share: wall times then say little, and the ratio by CPU time is the fairer one,",
    "  though it charges threads for what they do twice (compiling) and cannot credit them for what they do at once.",
    "- Peak memory is the kernel's high-water mark (VmHWM), added up over the processes of a tool; CPU seconds include all its threads.",
    "- *files analysed* counts what the tool itself says it could read; a file with a syntax error counts as not analysed by Bandit and ESLint, and as not wholly analysed by assay.",
    "- Bandit runs with its default tests, ESLint with the recommended rules of eslint-plugin-security and eslint-plugin-no-unsanitized.",
    "- *share of the raw parse speed*: bytes a CPU second of a whole scan, all rules and data flow included, divided by those of `parse` in the same rounds, which parses the",
    "  same files with tree-sitter in one thread and throws the trees away. Both count the start of the process.",
    "- *MB a CPU second*, of C: what one core does in a whole scan, rules, data flow and the following of memory included. Both the start of the process and what threads do count.",
    "- Findings are no measure of quality here: the tools look for different things.",
    "",
    "## Scans",
    "",
    ...comparisons.map((one) => ("missing" in one ? `### ${one.id}\n\nnot measured: ${one.missing}\n` : comparisonTable(one))),
    ...(latencies.length === 0
      ? []
      : [
          "## What a person waits for",
          "",
          "One file; in process means through the library, opened once.",
          "",
          latencyTable(latencies),
        ]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
