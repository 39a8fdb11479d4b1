import { type Command, Option } from "commander";
import type { FixRequest } from "#app/api.ts";
import { PROPOSERS, type Proposer } from "#domain/candidate.ts";
import { askingReviewer } from "#faces/cli/asking-reviewer.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { exitCode, fixConditions } from "#faces/cli/exit-code.ts";
import {
  amount,
  collect,
  examples,
  openOptions,
  type OutputFlags,
  outputOptions,
  type ProjectFlags,
  runOptions,
  type TargetFlags,
  targetOptions,
} from "#faces/cli/options.ts";
import { styleFor, writeOutputs } from "#faces/cli/outputs.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { refuseContradictions } from "#faces/cli/refuse-contradictions.ts";
import { fixView, renderFix, renderPieces } from "#faces/cli/render.ts";
import { nearOf, readTarget, targetWords } from "#faces/cli/target.ts";

interface FixFlags extends ProjectFlags, TargetFlags, OutputFlags {
  readonly apply?: boolean;
  readonly approve?: boolean;
  readonly withTest?: boolean;
  readonly interactive?: boolean;
  readonly only?: readonly string[];
  readonly option?: readonly string[];
  readonly by?: Proposer;
  readonly maxSeconds?: number;
  readonly maxTokens?: number;
  readonly maxCost?: number;
}

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay fix", "show verified repairs of the current folder, change nothing"],
    ["assay fix --apply", "write those that the policy accepts"],
    ["assay fix --apply --approve", "also write those that wait for a person, signed as you"],
    ["assay fix --apply --with-test", "and a test that fails without each repair"],
    ["assay fix --only CWE-89 --option B", "another way to repair it, where there are several"],
    ["assay fix --only CWE-89 --base main", "one weakness, only in what changed"],
  ]);
  outputOptions(runOptions(targetOptions(command)))
    .option("--apply", "write what the policy accepts")
    .option("--approve", "with --apply: also write what waits for a person, signed as the local user")
    .option("--with-test", "add a regression test for each repair that was attacked; written with --apply")
    .addOption(new Option("-i, --interactive", "ask about each repair").conflicts(["approve", "stdinPath", "option"]))
    .option("--only <name>", "repair only this defect id, rule or CWE; may be given several times", collect)
    .option(
      "--option <name>",
      "where a repair has several options take this one, by letter or name; <CWE, rule or id>=<name> for some",
      collect,
    )
    .addOption(
      new Option("--by <origin>", "take proposals from recipes, from the rules' own fixes or from the model alone").choices([
        ...PROPOSERS,
      ]),
    )
    .option("--max-seconds <n>", "stop after this time", amount("any", Number.MIN_VALUE))
    .option("--max-tokens <n>", "most model tokens; 0 uses no model", amount("whole"))
    .option("--max-cost <dollars>", "most US dollars for models; 0 uses no paid model", amount("any"))
    .action(async (paths: string[], flags: FixFlags) => {
      context.finish(await fix(paths, flags, context));
    });
}

async function fix(paths: readonly string[], flags: FixFlags, context: CommandContext): Promise<number> {
  const { io, signal } = context;
  await refuseContradictions(paths, flags, context);
  const target = await readTarget(paths, flags, io);
  const progress = createProgress(io, flags);
  const request: FixRequest = {
    target,
    apply: flags.apply ?? false,
    approve: flags.approve ?? false,
    only: flags.only ?? [],
    ...(flags.option && { options: flags.option }),
    ...(flags.withTest && { withTest: true }),
    ...(flags.by === undefined ? {} : { by: [flags.by] }),
    budget: { seconds: flags.maxSeconds, tokens: flags.maxTokens, money: flags.maxCost },
    ...(flags.interactive ? { reviewer: await askingReviewer(context, progress, flags) } : {}),
  };
  return withAssay(context, openOptions(flags, nearOf(target)), async (assay) => {
    const outcome = await assay.fix(request, progress.emit, signal).finally(progress.clear);
    const view = await fixView(assay, outcome);
    await writeOutputs(
      flags,
      context,
      (format, toFile) => {
        return renderFix(view, format, styleFor(flags, context, toFile, targetWords(paths, flags), assay.root), assay);
      },
      () => renderPieces(view, view.repairs, assay),
    );
    return exitCode(fixConditions(outcome), flags.exitZero);
  });
}
