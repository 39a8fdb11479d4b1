import { Argument, type Command } from "commander";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { examples, openOptions, plainFormat, type ProjectFlags, scanOptions } from "#faces/cli/options.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { nearOf } from "#faces/cli/target.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { labelledText } from "#faces/reports/text/label.ts";

type Flags = ProjectFlags & { readonly format: "text" | "json"; readonly reason?: string };

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay label 3f9a2c1b false --reason 'a checksum'", "the engines were wrong"],
    ["assay label 3f9a2c1b true", "it is a defect"],
  ]);
  scanOptions(command)
    .argument("<defect>", "beginning of the id of a defect that is here")
    .addArgument(new Argument("<answer>", "whether it is one").choices(["true", "false"]))
    .argument("[paths...]", "where it is looked for; nothing means the current folder")
    .option("--reason <words>", "why, for who reads the file of labels")
    .addOption(plainFormat())
    .action(async (defect: string, answer: string, paths: string[], flags: Flags) => {
      const { io, signal } = context;
      await withAssay(context, openOptions(flags, nearOf({ paths })), async (assay) => {
        const progress = createProgress(io, {});
        const reason = flags.reason === undefined ? {} : { reason: flags.reason };
        const request = { defect, real: answer === "true", paths, ...reason };
        const outcome = await assay.label(request, progress.emit, signal).finally(progress.clear);
        await io.stdout.write(flags.format === "json" ? jsonText({ schemaVersion: 1, ...outcome }) : labelledText(outcome));
      });
    });
}
