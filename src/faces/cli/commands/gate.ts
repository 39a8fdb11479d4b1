import { type Command, Option } from "commander";
import { changeRange, type RangeFlags, rangeOptions } from "#faces/cli/change-range.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { exitCode, gateConditions } from "#faces/cli/exit-code.ts";
import { examples, openOptions, type OutputFlags, outputOptions, type ProjectFlags, scanOptions } from "#faces/cli/options.ts";
import { prepareOutputs, styleFor, writeOutputs } from "#faces/cli/outputs.ts";
import { maskedGate, maskOf } from "#faces/reports/masked.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { checkView, renderGate, renderPieces, newOnly } from "#faces/cli/render.ts";

interface Flags extends ProjectFlags, RangeFlags, Omit<OutputFlags, "exitZero"> {
  readonly author?: "human" | "agent";
}

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay gate --base origin/main", "the work tree, by the policy of where it left main"],
    ["assay gate --base origin/main --head HEAD", "what is committed"],
    ["assay gate --staged", "what is about to be committed"],
    ["assay gate --base main -f json", "the verdict with every reason, for programs"],
  ]).addHelpText(
    "after",
    "\nSettings, rules and suppressions are read from the commit that the change starts from.\nExit codes: 0 passed, 1 refused, 3 something was not looked at, 4 waits for a person.",
  );
  rangeOptions(outputOptions(scanOptions(command)))
    .addOption(
      new Option("--author <kind>", "who wrote the change; told by its commits where absent").choices(["human", "agent"]),
    )
    .action(async (flags: Flags) => context.finish(await gate(flags, context)));
}

async function gate(flags: Flags, context: CommandContext): Promise<number> {
  const { io, signal } = context;
  await prepareOutputs(flags, io.cwd);
  const range = changeRange(flags);
  const options = { ...openOptions(flags, undefined), judgedFrom: range };
  return withAssay(context, options, async (assay) => {
    const progress = createProgress(io, flags);
    const request = { ...range, ...(flags.author === undefined ? {} : { author: flags.author }) };
    const outcome = await assay.gate(request, progress.emit, signal).finally(progress.clear);
    const view = await checkView(assay, outcome);
    const shown = maskedGate(outcome, maskOf(outcome.report, view.sources));
    await writeOutputs(
      flags,
      context,
      (format, toFile) => renderGate(shown, view, format, styleFor(flags, context, toFile, "", assay.root), assay, flags.base),
      () => renderPieces(newOnly(outcome, view), [], assay),
    );
    return exitCode(gateConditions(outcome));
  });
}
