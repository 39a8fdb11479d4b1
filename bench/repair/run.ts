import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { createParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import { languageByName } from "#bench/detect/languages.ts";
import { readRows } from "#bench/detect/rows.ts";
import { AssayError } from "#domain/errors.ts";
import type { RepairCase, RepairSet } from "./case.ts";
import { CODESECEVAL } from "./codeseceval.ts";
import { CWEVAL } from "./cweval.ts";
import { grade, type GradeTools, openGradeTools } from "./grade.ts";
import { OPTIONS_HELP, readOptions, type RepairOptions } from "./options.ts";
import { type CaseOutcome, ungradable } from "./outcome.ts";
import { repairFiles } from "./repair-files.ts";
import { SECCODEBENCH } from "./seccodebench.ts";
import { SECCODEPLT } from "./seccodeplt.ts";
import { spread } from "./spread.ts";
import { repairJson, repairText, caseDetails } from "./tables.ts";

const SETS: Readonly<Record<RepairOptions["set"], RepairSet>> = {
  cweval: CWEVAL,
  seccodeplt: SECCODEPLT,
  codeseceval: CODESECEVAL,
  seccodebench: SECCODEBENCH,
};

/** The command: reads cases, repairs, grades, prints. Gives the exit code: 0, or 2 for options or data that cannot be used. */
export async function runRepairBenchmark(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options !== "help" && !("wrong" in options)) return await run(options);
    if (options !== "help") console.error(options.wrong);
    const sets = Object.values(SETS).map(({ id, usage }) => `  ${id}: ${usage}`);
    console.error(`node bench/repair.ts --data <path> --set <name> [options]\n${OPTIONS_HELP}\nSets:\n${sets.join("\n")}`);
    return options === "help" ? 0 : 2;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    console.error(`${error.message}\n${error.hint}`);
    return 2;
  }
}

async function run(options: RepairOptions): Promise<number> {
  const set = SETS[options.set];
  const file = readRows(options.data);
  const cases = await readCases(set, file.rows, options);
  if (cases.length === 0) {
    console.error("no case is left to repair");
    return 2;
  }
  const work = mkdtempSync(join(tmpdir(), "assay-repair-"));
  process.once("exit", () => rmSync(work, { recursive: true, force: true }));
  if (options.modules !== undefined) symlinkSync(resolve(options.modules), join(work, "node_modules"));
  const tools = await openGradeTools(work, options.modules);
  const done: (CaseOutcome | undefined)[] = cases.map(() => undefined);
  const until = options.seconds === undefined ? Infinity : performance.now() + options.seconds * 1000;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < cases.length && performance.now() < until; at = next++) {
      const outcome = await examine(tools, cases[at] as RepairCase);
      done[at] = outcome;
      console.error(progress(outcome, at + 1, cases.length));
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  const outcomes = done.filter((outcome) => outcome !== undefined);
  if (outcomes.length < cases.length) console.error(`${cases.length - outcomes.length} cases were not taken for want of time`);
  const input = { set, outcomes, digest: file.digest, options };
  console.log(options.format === "json" ? repairJson(input) : repairText(input));
  if (options.errors !== undefined) writeFileSync(options.errors, `${JSON.stringify(outcomes.map(caseDetails), undefined, 1)}\n`);
  return 0;
}

async function readCases(
  set: RepairSet,
  rows: ReturnType<typeof readRows>["rows"],
  options: RepairOptions,
): Promise<RepairCase[]> {
  const parser = await createParser(loadGrammar);
  const language = options.language === undefined ? undefined : languageByName(options.language).id;
  const cases: RepairCase[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      cases.push(...(await set.read(row, index, parser)));
    } catch (cause) {
      if (!(cause instanceof z.ZodError)) throw cause;
      throw new AssayError(
        "usage",
        `row ${index + 1} is not one of ${set.id}, which takes ${set.usage}: ${z.prettifyError(cause)}`,
        { cause },
      );
    }
  }
  const chosen = cases.filter(
    (item) =>
      (language === undefined || item.language === language) &&
      (options.only === undefined || item.id.includes(options.only)) &&
      (options.cwe === undefined || item.cwe.toUpperCase() === `CWE-${options.cwe.replace(/^CWE-/iu, "")}`),
  );
  return options.limit === undefined ? chosen : spread(chosen, options.limit);
}

async function examine(tools: GradeTools, item: RepairCase): Promise<CaseOutcome> {
  const { signal } = new AbortController();
  const { exam } = item;
  const reference = exam === undefined ? undefined : await grade(tools, item.reference, exam, signal);
  const identity = exam === undefined ? undefined : await grade(tools, item.unsafe, exam, signal);
  const left =
    reference === undefined || identity === undefined ? "no-tests: the data holds no tests" : ungradable(reference, identity);
  const repaired = await repairFiles(tools.scratch, item.unsafe);
  const changed = Object.entries(item.unsafe).some(([path, text]) => repaired.files[path] !== text);
  const judged =
    exam === undefined || left !== undefined ? undefined : changed ? await grade(tools, repaired.files, exam, signal) : identity;
  return { item, ungradable: left, identity, reference, repaired, grade: judged };
}

function progress({ item, ungradable: left, repaired, grade: judged }: CaseOutcome, at: number, of: number): string {
  const said = left ?? (judged?.kind === "graded" ? `functional ${judged.functional}, secure ${judged.secure}` : judged?.reason);
  const fixes = repaired.accepted.map(({ author, attacked }) => `${author}${attacked ? " (attacked)" : ""}`).join(", ");
  return `${at}/${of} ${item.id} ${item.cwe}: ${(said ?? "").slice(0, 100)}; found ${repaired.found.length}, accepted ${fixes === "" ? "none" : fixes}`;
}
