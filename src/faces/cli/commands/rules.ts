import type { Command } from "commander";
import { jsonText } from "#faces/reports/json/check.ts";
import { testedText, validatedText } from "#faces/reports/text/rules.ts";
import { type TextStyle, textStyle } from "#faces/reports/text/style.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { exitCode } from "#faces/cli/exit-code.ts";
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
    ["assay rules test", "the rules of .assay/rules against the fixtures beside them"],
    ["assay rules validate team.yaml", "whether a file of rules can be used, and why not"],
  ]);
  const test = command.command("test").summary("run rules over their fixtures");
  examples(test, [
    ["assay rules test", "the rules of .assay/rules"],
    ["assay rules test rules/no-eval.yaml", "one file, with no-eval.py or no-eval.js beside it"],
  ]).description(
    "Runs rules over the fixtures beside them (same name, a source file's ending) and compares with their comments: ruleid, ok, todoruleid, todook. Exits 1 when a rule fails, 3 when one has no fixture.",
  );
  ruleOptions(test).action(async (paths: string[], flags: Flags) => context.finish(await testRules(paths, flags, context)));
  const validate = command.command("validate").summary("check the syntax of rules");
  examples(validate, [
    ["assay rules validate", "the rules of .assay/rules"],
    ["assay rules validate rules/", "every rule file under a folder"],
  ]).description(
    "Checks rule files without running them. Exits 2 when one cannot be used; each error names its line and column.",
  );
  ruleOptions(validate).action(async (paths: string[], flags: Flags) =>
    context.finish(await validateRules(paths, flags, context)),
  );
}

function ruleOptions(command: Command): Command {
  return projectOptions(command)
    .argument("[paths...]", "rule files or folders that hold them; nothing means .assay/rules of the project")
    .addOption(plainFormat())
    .addOption(colorOption());
}

async function testRules(paths: readonly string[], flags: Flags, context: CommandContext): Promise<number> {
  const { testRuleFiles } = await import("#app/rules-run.ts");
  const files = await withAssay(context, openOptions(flags, undefined), ({ root }) =>
    testRuleFiles({ root, cwd: context.io.cwd, paths }, context.signal),
  );
  await write(flags, context, { schemaVersion: 1, files }, (style) => testedText(files, style));
  const rules = files.flatMap((file) => file.rules);
  return exitCode({
    findings: rules.some((rule) => rule.status === "failed") || files.some((file) => file.errors.length > 0),
    incomplete: rules.length === 0 || rules.some((rule) => rule.status === "untested"),
  });
}

async function validateRules(paths: readonly string[], flags: Flags, context: CommandContext): Promise<number> {
  const { validateRuleFiles } = await import("#app/rules-run.ts");
  const files = await withAssay(context, openOptions(flags, undefined), ({ root }) =>
    validateRuleFiles({ root, cwd: context.io.cwd, paths }),
  );
  await write(flags, context, { schemaVersion: 1, files }, (style) => validatedText(files, style));
  return exitCode({ usage: files.some((file) => file.errors.length > 0) });
}

async function write(
  flags: Flags,
  context: CommandContext,
  document: unknown,
  text: (style: TextStyle) => string,
): Promise<void> {
  const style = textStyle({ color: wantsColor(flags, context, false), columns: context.io.stdout.columns });
  await context.io.stdout.write(flags.format === "json" ? jsonText(document) : text(style));
}
