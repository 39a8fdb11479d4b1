import type { Comparison, Measured, Row } from "./compare.ts";
import type { Latency } from "./latencies.ts";
import type { Spread } from "./statistics.ts";

/** Bytes a CPU second of a cold scan should be this part of what the parser alone does. */
const PARSE_SHARE = 0.4;

/** Megabytes a CPU second of a cold scan of C, data flow included. */
const C_SPEED = 1;

/** Markdown: what was scanned, a row for each tool, a line for each ratio. */
export function comparisonTable({ corpus, rows, ratios, shares }: Comparison): string {
  const lines = [
    `### ${corpus.title}`,
    "",
    `${corpus.files} files, ${(corpus.bytes / 1e6).toFixed(1)} MB. Medians, with the least and the greatest in brackets.`,
    "",
    "| tool | seconds | MB/s | files/s | CPU seconds | peak memory, MB | files analysed | findings |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(toolRow),
    "",
    "| ours | peer | times as fast | by CPU time | times the memory |",
    "| --- | --- | --- | --- | --- |",
    ...ratios.map(({ ours, peer, speed, cpu, memory }) => {
      const shown = [speed, cpu, memory].map((value) => (value === undefined ? "not measured: no /proc" : value.toFixed(2)));
      return `| \`${ours}\` | \`${peer}\` | ${shown.join(" | ")} |`;
    }),
    ...(shares.length === 0
      ? []
      : [
          "",
          "| ours | share of the raw parse speed | target | met |",
          "| --- | --- | --- | --- |",
          ...shares.map(({ ours, share }) => {
            const cold = ours === "assay";
            return `| \`${ours}\` | ${(share * 100).toFixed(0)} % | ${cold ? `${PARSE_SHARE * 100} %` : ""} | ${cold ? (share >= PARSE_SHARE ? "yes" : "no") : ""} |`;
          }),
        ]),
    ...(corpus.id === "c" ? speedTable(rows, corpus.bytes) : []),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** What one core does, of each tool whose CPU time was measured. */
function speedTable(rows: readonly Row[], bytes: number): string[] {
  const measured = rows.flatMap((row) =>
    row.kind === "measured" && row.cpuSeconds !== undefined ? [{ id: row.id, speed: bytes / 1e6 / row.cpuSeconds.median }] : [],
  );
  return [
    "",
    "| tool | MB a CPU second | target | met |",
    "| --- | --- | --- | --- |",
    ...measured.map(({ id, speed }) => {
      const cold = id === "assay";
      return `| \`${id}\` | ${speed.toFixed(2)} | ${cold ? C_SPEED : ""} | ${cold ? (speed >= C_SPEED ? "yes" : "no") : ""} |`;
    }),
  ];
}

export function latencyTable(latencies: readonly Latency[]): string {
  const lines = [
    "| what | median, ms | least to greatest, ms | 95th percentile, ms | runs | target, ms | met |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...latencies.map(({ title, milliseconds, p95, runs, target }) => {
      const { median, min, max } = milliseconds;
      const met = target === undefined ? "" : (p95 ?? median) < target ? "yes" : "no";
      return `| ${title} | ${median.toFixed(1)} | ${min.toFixed(1)} to ${max.toFixed(1)} | ${p95?.toFixed(1) ?? ""} | ${runs} | ${target ?? ""} | ${met} |`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function toolRow(row: Row): string {
  if (row.kind === "unmeasured")
    return `| \`${row.id}\`: ${row.title} | not measured: ${row.reason.split("\n", 1)[0]} | | | | | | |`;
  return `| ${cells(row).join(" | ")} |`;
}

function cells(row: Measured): string[] {
  return [
    `\`${row.id}\`: ${row.title}`,
    spread(row.seconds, 2),
    spread(row.megabytesASecond, 2),
    spread(row.filesASecond, 0),
    row.cpuSeconds === undefined ? "not measured: no /proc" : spread(row.cpuSeconds, 2),
    row.peakMegabytes === undefined ? "not measured: no /proc" : spread(row.peakMegabytes, 0),
    String(row.said.files),
    String(row.said.findings),
  ];
}

function spread({ median, min, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
}
