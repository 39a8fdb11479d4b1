// Every installed scanner, every pair and all together on the same files: labelled rows or a folder of code.
import { statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { createParser } from "#analysis/parse/parser.ts";
import type { ComparisonLine } from "#domain/comparison.ts";
import { comparisonPage } from "#faces/reports/html/comparison.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import { alone } from "./detect/alone.ts";
import { openBenchEngines } from "./detect/engines.ts";
import { LABELLED } from "./detect/labelled.ts";
import { readRows } from "./detect/rows.ts";
import { scanTexts } from "./detect/scan-texts.ts";
import { compareScanners, type Sample } from "./scanners/compare.ts";

const USAGE = `node bench/scanners.ts <labelled.jsonl | folder> [--engine <id>]… [--most <rows>] [--html <file>] [--json <file>]`;
const THRESHOLD = { severity: "medium", probability: 0.3, matchCwe: false } as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string", multiple: true, default: [] },
    most: { type: "string", default: "Infinity" },
    html: { type: "string" },
    json: { type: "string" },
  },
});
const [data] = positionals;
if (data === undefined) {
  console.error(USAGE);
  process.exit(2);
}

const parser = await createParser(loadGrammar);
const folder = statSync(data).isDirectory();
const { samples, texts } = folder ? await folderSamples(resolve(data)) : await labelledSamples(data, Number(values.most));
const { root, engines: states } = await openBenchEngines(values.engine);
const scanners = states.flatMap(({ id, scanner }) =>
  scanner === undefined ? [] : [id === "assay" && !folder ? alone(scanner) : scanner],
);
const scanned = await scanTexts({ root, texts, scanners, parser }, new AbortController().signal);
const union = scanned.at(-1);
if (union === undefined) throw new Error("no scanner knows the language of any file");
const comparison = compareScanners(samples, scanned.length > 1 ? scanned.slice(0, -1) : scanned, union, THRESHOLD);
const versions = Object.entries(union.versions).map(([id, version]) => `${id} ${version}`);
const absent = states.filter(({ scanner }) => scanner === undefined).map(({ id, detail }) => `${id} (${detail})`);
const notes = [
  `${samples.length} files; ${versions.join(", ")}.`,
  `Defects of at least ${THRESHOLD.severity} severity and probability ${THRESHOLD.probability} count.`,
  ...(absent.length > 0 ? [`Took no part: ${absent.join(", ")}.`] : []),
];
if (values.html !== undefined) writeFileSync(values.html, comparisonPage("Scanners compared", notes, comparison));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ notes, ...comparison }, null, 2)}\n`);
console.log([...comparison.lines.map(row), "", ...overlapRows(), ...calibrationRows(), "", ...notes].join("\n"));

async function labelledSamples(path: string, most: number): Promise<{ samples: Sample[]; texts: Map<string, string> }> {
  const samples: Sample[] = [];
  const texts = new Map<string, string>();
  for (const [index, entry] of readRows(path).rows.slice(0, most).entries()) {
    const item = await LABELLED.read(entry, index, { parser, weaknesses: {}, assume: "python", format: undefined });
    const name = `${String(index).padStart(6, "0")}${item.language.extension}`;
    samples.push({ name, vulnerable: item.vulnerable, cwes: item.cwes });
    texts.set(name, item.texts[0] ?? "");
  }
  return { samples, texts };
}

async function folderSamples(path: string): Promise<{ samples: Sample[]; texts: Map<string, string> }> {
  const workspace = createDiskWorkspace({ root: path, exclude: [], maxFileBytes: 2_000_000 });
  const { files } = await workspace.list({ paths: [] }, new AbortController().signal);
  const texts = new Map<string, string>();
  for (const file of files) texts.set(file.path, new TextDecoder().decode(await workspace.read(file.path)));
  return { samples: files.map((file) => ({ name: file.path, vulnerable: undefined, cwes: [] })), texts };
}

function row({ id, files, flagged, measures, complete, seconds }: ComparisonLine): string {
  const figures = ["precision", "recall", "f1", "youden"].map((name) => `${name} ${measures[name]?.toFixed(3) ?? "–"}`);
  return `${id.padEnd(36)} ${files} files, ${flagged} flagged, ${figures.join(", ")}, complete ${complete?.toFixed(2) ?? "–"}, ${seconds.toFixed(1)} s`;
}

function overlapRows(): string[] {
  return comparison.overlaps.map(({ engines, defects }) => `${String(defects).padStart(6)}  only ${engines.join(" and ")}`);
}

function calibrationRows(): string[] {
  const { calibration } = comparison;
  if (calibration === undefined) return [];
  const bins = calibration.bins.map(
    ({ said, true: right, defects }) => `  said ${said.toFixed(2)}  true ${right.toFixed(2)}  ${defects} defects`,
  );
  return [
    "",
    `Brier ${calibration.brier.toFixed(3)} over ${calibration.defects} defects; best constant ${calibration.constant.toFixed(3)}`,
    ...bins,
  ];
}
