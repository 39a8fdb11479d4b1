import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { createParser } from "#analysis/parse/parser.ts";
import { Config, type ModelConfig } from "#app/config.ts";
import { readEnvironment } from "#app/env.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import { Cassette } from "#adapters/models/replay.ts";
import { readRows } from "#bench/detect/rows.ts";
import { grade, type GradeTools, openGradeTools } from "#bench/repair/grade.ts";
import { AssayError } from "#domain/errors.ts";
import { digestJson } from "#lib/digest.ts";
import { type Arm, runArm } from "./arms.ts";
import { type ModelCase, modelCases, type Task } from "./case.ts";
import { MODEL_OPTIONS_HELP, type ModelOptions, readModelOptions } from "./options.ts";
import { type ArmOutcome, openResults } from "./results.ts";
import { armTable, summarise } from "./tables.ts";

/** The command: runs every arm over every case, goes on where a killed run stood, prints. Gives the exit code: 0, or 2 for options or data that cannot be used. */
export async function runModelBenchmark(
  task: Task,
  args: readonly string[],
  say = console.log,
  tell = console.error,
): Promise<number> {
  try {
    const options = readModelOptions(args);
    if (options !== "help" && !("wrong" in options)) {
      say(await run(task, options, tell));
      return 0;
    }
    if (options !== "help") tell(options.wrong);
    tell(
      `node bench/${task}.ts --model <url> --name <model> --data <path> --set <name> --state <folder> [options]\n${MODEL_OPTIONS_HELP}`,
    );
    return options === "help" ? 0 : 2;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    tell(`${error.message}\n${error.hint}`);
    return 2;
  }
}

interface Bench {
  readonly options: ModelOptions;
  readonly model: ModelConfig;
  readonly key: string | undefined;
  readonly tools: GradeTools;
}

async function run(task: Task, options: ModelOptions, tell: (line: string) => void): Promise<string> {
  const data = readRows(options.data);
  const cases = await readCases(task, data.rows, options);
  if (cases.length === 0) throw new AssayError("usage", "no case is left for the model");
  const { model, name, kind, price, rounds, set, state, engines } = options;
  const variable = options["key-variable"];
  const settings = {
    kind,
    url: model,
    name,
    price: { input: price[0] ?? 0, output: price[1] ?? 0 },
    ...(variable && { keyVariable: variable }),
  };
  const config = Config.parse({ model: settings }).model as ModelConfig;
  const question = digestJson({ task, set, data: data.digest, settings, rounds, engines: engines ?? "all" });
  const results = openResults(join(resolve(state), "results.jsonl"), question);
  mkdirSync(join(resolve(state), "cassettes"), { recursive: true });
  const work = mkdtempSync(join(tmpdir(), "assay-model-bench-"));
  try {
    if (options.modules !== undefined) symlinkSync(resolve(options.modules), join(work, "node_modules"));
    const key = variable === undefined ? undefined : readEnvironment().key(variable);
    const bench: Bench = { options, model: config, key, tools: await openGradeTools(work, options.modules) };
    const outcomes = await runAll(bench, cases, results, tell);
    const summary = summarise(outcomes, options.bootstrap);
    if (options.format === "json")
      return JSON.stringify({ task, set, model: name, question, ...summary, outcomes }, undefined, 1);
    return armTable(summary);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function readCases(
  task: Task,
  rows: ReturnType<typeof readRows>["rows"],
  { set, only, limit }: ModelOptions,
): Promise<ModelCase[]> {
  const parser = await createParser(loadGrammar);
  const cases: ModelCase[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      cases.push(...(await modelCases(set, task, row, index, parser)));
    } catch (cause) {
      if (!(cause instanceof z.ZodError)) throw cause;
      throw new AssayError("usage", `row ${index + 1} is not one of ${set}: ${z.prettifyError(cause)}`, { cause });
    }
  }
  return cases.filter(({ id }) => only === undefined || id.includes(only)).slice(0, limit);
}

/** Case by case, so that any first part of a run compares all arms. */
async function runAll(
  bench: Bench,
  cases: readonly ModelCase[],
  results: ReturnType<typeof openResults>,
  tell: (line: string) => void,
) {
  const { arms, rounds, "max-tokens": maxTokens, "max-cost": maxCost } = bench.options;
  const outcomes: ArmOutcome[] = [];
  const spent = { tokens: 0, cost: 0 };
  tell(
    `${cases.length} cases, ${arms.length} arms, ${rounds} answers each at most; budget ${maxTokens} tokens, ${maxCost} dollars`,
  );
  for (const item of cases)
    for (const arm of arms) {
      const known = results.known.find((one) => one.case === item.id && one.arm === arm);
      if (known === undefined && (spent.tokens >= maxTokens || spent.cost >= maxCost)) continue;
      const outcome = known ?? (await examine(bench, item, arm));
      if (known === undefined) results.add(outcome);
      outcomes.push(outcome);
      spent.tokens += outcome.tokens;
      spent.cost += outcome.cost;
      tell(
        `${item.id} ${arm}${known === undefined ? "" : " (known)"}: ${said(outcome)}; ${spent.tokens} tokens, ${spent.cost.toFixed(4)} dollars spent`,
      );
    }
  const left = cases.length * arms.length - outcomes.length;
  if (left > 0) tell(`the budget is spent: ${left} of ${cases.length * arms.length} were not asked`);
  return outcomes;
}

async function examine({ options, model, key, tools }: Bench, item: ModelCase, arm: Arm): Promise<ArmOutcome> {
  const cassette = join(resolve(options.state), "cassettes", `${item.id.replaceAll(/[^\w.-]/gu, "_")}-${arm}.json`);
  rmSync(cassette, { force: true });
  const started = performance.now();
  const setting = { model, key, rounds: options.rounds, engines: options.engines, cassette, scratch: tools.scratch };
  const { code, why, left } = await runArm(arm, item, setting);
  const seconds = Math.round(performance.now() - started) / 1000;
  const answers = existsSync(cassette) ? Object.values(Cassette.parse(JSON.parse(readFileSync(cassette, "utf8"))).answers) : [];
  const files = { ...item.unsafe, ...(code === undefined ? {} : { [item.path]: code }) };
  const judged = item.exam && code !== undefined ? await grade(tools, files, item.exam, new AbortController().signal) : undefined;
  const ungraded =
    item.exam === undefined ? "no-tests" : judged?.kind === "problem" ? `${judged.reason}: ${judged.detail}` : undefined;
  return {
    case: item.id,
    group: item.group,
    arm,
    functional: judged?.kind === "graded" && judged.functional,
    secure: judged?.kind === "graded" && judged.secure,
    ...(ungraded === undefined ? {} : { ungraded }),
    given: code !== undefined,
    left,
    why: why.slice(0, 400),
    calls: answers.length,
    tokens: answers.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0),
    cost: answers.reduce((sum, { cost }) => sum + cost, 0),
    seconds,
  };
}

function said({ ungraded, functional, secure, given, left }: ArmOutcome): string {
  if (!given) return "nothing given";
  return ungraded === undefined ? `functional ${functional}, secure ${secure}` : `${ungraded.slice(0, 60)}, ${left} defects left`;
}
