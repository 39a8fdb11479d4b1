import { type Machine, machineLine } from "#bench/machine.ts";
import type { CorrelateRow } from "#bench/correlate.ts";
import type { ImportRow } from "#bench/import.ts";
import type { SarifWritten } from "#bench/sarif.ts";

export interface GateRow {
  readonly what: string;
  readonly p50: number;
  readonly p95: number;
  /** Median; null where the machine does not tell. */
  readonly cpu: number | null;
}

/** What `npm run bench:gate`, `bench:correlate`, `bench:sarif` and `bench:import` write as JSON. */
export interface Volumes {
  readonly gate: {
    readonly machine: Machine;
    readonly files: number;
    readonly changed: number;
    readonly runs: number;
    readonly rows: readonly GateRow[];
  };
  readonly correlate: { readonly machine: Machine; readonly rows: readonly CorrelateRow[] };
  readonly sarif: { readonly machine: Machine } & SarifWritten;
  readonly imported: { readonly machine: Machine; readonly rows: readonly ImportRow[] };
}

/** Seconds, but for the memory of reading a report, which is in MiB. */
const TARGETS = { cold: 3, cached: 1, correlate: 60, sarif: 3, memory: 300 } as const;

/** The text of docs/reference/volume.md. */
export function volumePage({ gate, correlate, sarif, imported }: Volumes): string {
  const all = correlate.rows.at(-1);
  const [report] = imported.rows.toReversed();
  if (all === undefined || report === undefined) throw new Error("nothing was measured");
  const change = `gate on ${gate.changed} changed files of ${thousands(gate.files)}`;
  const gateLine = (kind: "cold" | "cached", name: string): string => {
    const row = gate.rows.find(({ what }) => what === `gate, ${kind}`);
    if (row === undefined) throw new Error(`no gate was measured ${kind}`);
    return line(
      `${change}, ${name}: 95th percentile of ${gate.runs} ${gate.runs === 1 ? "run" : "runs"}`,
      row.p95,
      TARGETS[kind],
      "s",
      row.cpu ?? undefined,
      gate.machine,
    );
  };
  return [
    "# Large inputs and the gate",
    "",
    "<!-- Written by `npm run bench:volume -- --write`; edit bench/volume/page.ts instead. -->",
    "",
    `Measured on ${machineLine(gate.machine)}. \`npm run bench:volume\` repeats it on yours.`,
    "",
    "- A load above the number of cores means that other work took its share: wall times then say little, CPU seconds more.",
    "- The gate runs as a process of its own, with the engines that come along; *no cache* means an empty folder for results, and compiled code kept by Node.",
    "- Findings and files are made up by the measurement, the same each time.",
    "",
    "| what | measured | target, at most | met | CPU s | load |",
    "| --- | ---: | ---: | --- | ---: | --- |",
    gateLine("cold", "no cache"),
    gateLine("cached", "cached"),
    line(
      `${thousands(all.findings)} findings of ten tools read from their reports (${thousands(Math.round(all.megabytes))} MB, ${thousands(all.files)} files), identified and correlated`,
      all.seconds,
      TARGETS.correlate,
      "s",
      all.cpuSeconds,
      correlate.machine,
    ),
    line(
      `SARIF of ${thousands(sarif.results)} results written (${sarif.megabytes.toFixed(0)} MB, ${thousands(sarif.files)} files)`,
      sarif.seconds,
      TARGETS.sarif,
      "s",
      sarif.cpuSeconds,
      sarif.machine,
    ),
    line(
      `peak memory of reading SARIF of ${report.megabytes} MB (${thousands(report.results)} results)`,
      report.peakMebibytes,
      TARGETS.memory,
      "MiB",
      report.cpuSeconds,
      imported.machine,
    ),
    "",
    "## Growth",
    "",
    "| findings | reports, MB | defects | s | of it reading | CPU s | µs a finding | peak memory, MiB |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...correlate.rows.map(growthRow),
    "",
    "| report, MB | results | CPU s | peak memory, MiB |",
    "| ---: | ---: | ---: | ---: |",
    ...imported.rows.map(
      ({ megabytes, results, cpuSeconds, peakMebibytes }) =>
        `| ${megabytes} | ${thousands(results)} | ${cpuSeconds.toFixed(1)} | ${peakMebibytes.toFixed(0)} |`,
    ),
    "",
  ].join("\n");
}

function growthRow({ findings, megabytes, defects, seconds, readSeconds, cpuSeconds, mebibytes }: CorrelateRow): string {
  const cells = [
    thousands(findings),
    megabytes.toFixed(0),
    thousands(defects),
    seconds.toFixed(1),
    readSeconds.toFixed(1),
    cpuSeconds.toFixed(1),
    ((cpuSeconds * 1e6) / findings).toFixed(1),
    mebibytes.toFixed(0),
  ];
  return `| ${cells.join(" | ")} |`;
}

function line(what: string, value: number, target: number, unit: string, cpu: number | undefined, machine: Machine): string {
  const met = value <= target ? "yes" : "no";
  const digits = unit === "s" ? 2 : 0;
  const load = `${machine.loadBefore} to ${machine.loadAfter}`;
  return `| ${what} | ${value.toFixed(digits)} ${unit} | ${target} ${unit} | ${met} | ${cpu?.toFixed(2) ?? "not measured"} | ${load} |`;
}

function thousands(count: number): string {
  return count.toLocaleString("en-US");
}
