import { writeFileSync } from "node:fs";
import { z } from "zod";
import { createParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import { AssayError } from "#domain/errors.ts";
import { alone } from "./alone.ts";
import type { Benchmark } from "./benchmark.ts";
import type { Case } from "./case.ts";
import { openBenchEngines } from "./engines.ts";
import { evaluate, type Placed } from "./evaluate.ts";
import { languageByName } from "./languages.ts";
import { type Options, OPTIONS_HELP, readOptions } from "./options.ts";
import { readRows, type Row } from "./rows.ts";
import { type ScannedBy, scanTexts } from "./scan-texts.ts";
import { causeLists, type Evaluated, sliceTable } from "./tables.ts";

/** The command of one benchmark: reads, scans, judges, prints. Gives the exit code: 0, or 2 for options or data that cannot be used. */
export async function runBenchmark<C extends Case>(benchmark: Benchmark<C>, args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options !== "help" && !("wrong" in options)) return await run(benchmark, options);
    if (options !== "help") console.error(options.wrong);
    console.error(`node bench/${benchmark.id}.ts --data <path> [options]\nData: ${benchmark.usage}.\n${OPTIONS_HELP}`);
    return options === "help" ? 0 : 2;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    console.error(`${error.message}\n${error.hint}`);
    return 2;
  }
}

async function run<C extends Case>(benchmark: Benchmark<C>, options: Options): Promise<number> {
  const parser = await createParser(loadGrammar);
  const file = readRows(options.data);
  const cases: C[] = [];
  for (const [index, row] of file.rows.entries()) {
    if (options.where.every(([field, value]) => String(row[field]) === value))
      cases.push(await readCase(benchmark, row, index, { ...options, parser }));
  }
  const chosen = cases.filter(
    ({ language }) => options.language === undefined || language.id === languageByName(options.language).id,
  );
  const unnamed = options.threshold.matchCwe ? chosen.filter(({ cwes }) => cwes.length === 0).length : 0;
  const placed = place(chosen.filter(({ cwes }) => !options.threshold.matchCwe || cwes.length > 0));
  if (placed.length === 0) {
    console.error(unnamed > 0 ? "no row names its weakness: --match-cwe needs one, or --cwe-map" : "no row is left to scan");
    return 2;
  }
  const { root, engines } = await openBenchEngines(options.engines);
  const scanners = engines.flatMap(({ id, scanner }) =>
    scanner === undefined ? [] : [id === "assay" ? alone(scanner) : scanner],
  );
  const texts = new Map(placed.flatMap(({ item, names }) => names.map((name, at) => [name, item.texts[at] ?? ""] as const)));
  console.error(`${placed.length} rows, ${texts.size} texts; scanning with ${scanners.map(({ id }) => id).join(", ")}`);
  const scanned = await scanTexts({ root, texts, scanners, parser }, new AbortController().signal);
  if (scanned.length === 0) {
    console.error("no scanner knows the language of any row");
    return 2;
  }
  const results = scanned.map(
    ({ id, seconds, files }): Evaluated => ({ id, seconds, evaluation: evaluate(benchmark, placed, files, options) }),
  );
  const absent = engines.filter(({ scanner }) => scanner === undefined).map(({ id, detail }) => `${id}: ${detail}`);
  const left = { unnamed, absent };
  console.log(
    options.json ? asJson(benchmark, options, file.digest, scanned, results, left) : asText(benchmark, options, results, left),
  );
  if (options.errors !== undefined) writeFileSync(options.errors, errorsOf(results));
  return 0;
}

async function readCase<C extends Case>(
  benchmark: Benchmark<C>,
  row: Row,
  index: number,
  tools: Parameters<Benchmark<C>["read"]>[2],
): Promise<C> {
  try {
    return await benchmark.read(row, index, tools);
  } catch (cause) {
    if (!(cause instanceof z.ZodError) && !(cause instanceof AssayError)) throw cause;
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : cause.message;
    throw new AssayError("usage", `row ${index + 1} is not one of ${benchmark.id}, which takes ${benchmark.usage}: ${reason}`, {
      cause,
    });
  }
}

/** Gives every text a file name of its own that says nothing about it. */
function place<C extends Case>(cases: readonly C[]): Placed<C>[] {
  let next = 0;
  return cases.map((item) => ({
    item,
    names: item.texts.map(() => `${String(next++).padStart(6, "0")}${item.language.extension}`),
  }));
}

interface LeftOut {
  readonly unnamed: number;
  readonly absent: readonly string[];
}

function asText<C extends Case>(benchmark: Benchmark<C>, options: Options, results: readonly Evaluated[], left: LeftOut): string {
  const { severity, probability, matchCwe } = options.threshold;
  const said = [
    `Defects of at least ${severity} severity and probability ${probability} count${matchCwe ? ", of the row's own family of weaknesses" : ""}.`,
    `In brackets: 95 % intervals, percentile bootstrap over groups, ${options.rounds} samples, seed ${options.seed}.`,
    ...benchmark.definitions,
    ...(left.unnamed > 0 ? [`${left.unnamed} rows that name no weakness were left out.`] : []),
    ...(left.absent.length > 0 ? [`Took no part: ${left.absent.join("; ")}.`] : []),
  ];
  const fields = ["all", ...options.by];
  return [
    `## ${benchmark.id}`,
    ...fields.map((field) => sliceTable(benchmark, field, results)),
    said.map((line) => `- ${line}`).join("\n"),
    "### What goes wrong most",
    ...results.map((result) => causeLists(result, options.causes)),
  ].join("\n\n");
}

function asJson<C extends Case>(
  benchmark: Benchmark<C>,
  options: Options,
  data: string,
  scanned: readonly ScannedBy[],
  results: readonly Evaluated[],
  left: LeftOut,
): string {
  const { threshold, rounds, seed, language, where } = options;
  const scanners = results.map(({ id, seconds, evaluation }, at) => {
    const { falsePositives, falseNegatives, ...figures } = evaluation;
    return {
      id,
      versions: scanned[at]?.versions,
      seconds,
      ...figures,
      errors: { falsePositives: falsePositives.length, falseNegatives: falseNegatives.length },
    };
  });
  return JSON.stringify(
    { schemaVersion: 1, benchmark: benchmark.id, data, threshold, rounds, seed, language, where, left, scanners },
    undefined,
    2,
  );
}

function errorsOf(results: readonly Evaluated[]): string {
  const all = results.map(({ id, evaluation: { falsePositives, falseNegatives } }) => [id, { falsePositives, falseNegatives }]);
  return `${JSON.stringify(Object.fromEntries(all), undefined, 1)}\n`;
}
