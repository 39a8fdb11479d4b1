import type { Command } from "commander";
import { AssayError } from "#domain/errors.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { explanationText } from "#faces/reports/text/explanation.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import {
  colorOption,
  examples,
  openOptions,
  type OutputFlags,
  plainFormat,
  type ProjectFlags,
  projectOptions,
} from "#faces/cli/options.ts";
import { wantsColor } from "#faces/cli/outputs.ts";

type Flags = ProjectFlags & Pick<OutputFlags, "color"> & { readonly format: "text" | "json" };

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay explain CWE-89", "a weakness"],
    ["assay explain 3f9a2c1b", "a defect of the last run, by the start of its id"],
    ["assay explain config-loosens", "an error"],
  ]);
  projectOptions(command)
    .argument("<subject>", "rule, CWE, recipe, check or error by name; a defect of the last run by id")
    .addOption(plainFormat())
    .addOption(colorOption())
    .action(async (subject: string, flags: Flags) => {
      await withAssay(context, openOptions(flags, undefined), async (assay) => {
        const explanation = await assay.explain(subject);
        if (explanation === undefined) {
          throw new AssayError("usage", `nothing is called ${subject}`, {
            hint: "Give a rule, CWE, recipe, check or error as a report prints it, or the start of a defect's id from the last run here.",
          });
        }
        const style = textStyle({ color: wantsColor(flags, context, false), columns: context.io.stdout.columns });
        const text =
          flags.format === "json" ? jsonText({ schemaVersion: 1, ...explanation }) : explanationText(explanation, style);
        await context.io.stdout.write(text);
      });
    });
}
