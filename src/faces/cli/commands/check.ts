import type { Command } from "commander";
import type { CheckRequest } from "#app/api.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { checkConditions, exitCode } from "#faces/cli/exit-code.ts";
import {
  examples,
  importOption,
  openOptions,
  type OutputFlags,
  outputOptions,
  type ProjectFlags,
  runOptions,
  standardOption,
  type TargetFlags,
  targetOptions,
} from "#faces/cli/options.ts";
import { prepareOutputs, styleFor, writeOutputs } from "#faces/cli/outputs.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { checkView, renderCheck, renderPieces } from "#faces/cli/render.ts";
import { nearOf, readTarget, targetWords } from "#faces/cli/target.ts";

type Flags = ProjectFlags &
  TargetFlags &
  OutputFlags & { readonly import?: readonly string[]; readonly standard?: CheckRequest["standards"] };

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay check", "the current folder"],
    ["assay check src/app.py", "one file"],
    ["assay check --base main", "only what changed since main"],
    ["assay check --staged", "what is about to be committed"],
    ["assay check --stdin-path a.py < a.py", "standard input"],
    ["assay check --import semgrep.sarif", "and what another tool said"],
    ["assay check --standard cwe-top25", "and what it says about a standard"],
    ["assay check --sarif-output out.sarif", "SARIF for code scanning, text for you"],
  ]);
  outputOptions(runOptions(targetOptions(command)).addOption(importOption()).addOption(standardOption())).action(
    async (paths: string[], flags: Flags) => {
      context.finish(await check(paths, flags, context));
    },
  );
}

async function check(paths: readonly string[], flags: Flags, context: CommandContext): Promise<number> {
  const { io, signal } = context;
  await prepareOutputs(flags, io.cwd);
  const target = await readTarget(paths, flags, io);
  const options = openOptions(flags, nearOf(target));
  return withAssay(context, options, async (assay) => {
    const progress = createProgress(io, flags);
    const request = {
      target,
      ...(flags.import === undefined ? {} : { imports: flags.import }),
      ...(flags.standard === undefined ? {} : { standards: flags.standard }),
    };
    const outcome = await assay.check(request, progress.emit, signal).finally(progress.clear);
    const view = await checkView(assay, outcome);
    await writeOutputs(
      flags,
      context,
      (format, toFile) => {
        const style = styleFor(flags, context, toFile, targetWords(paths, flags), assay.root);
        return renderCheck(view, format, style, assay);
      },
      () => renderPieces(view, [], assay),
    );
    return exitCode(checkConditions(outcome, assay.failOn), flags.exitZero);
  });
}
