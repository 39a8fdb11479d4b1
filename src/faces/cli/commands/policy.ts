import type { Command } from "commander";
import { jsonText } from "#faces/reports/json/check.ts";
import { explainedPolicyText, testedPolicyText } from "#faces/reports/text/policy.ts";
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
    ["assay policy test", "example changes of .assay/policy-tests.yaml against the policy"],
    ["assay policy explain src/auth/login.py", "what a change of this file needs, and which line says so"],
  ]);
  const test = command.command("test").summary("judge example changes by the policy");
  examples(test, [
    ["assay policy test", "the cases of .assay/policy-tests.yaml"],
    ["assay policy test cases.yaml", "those of another file"],
  ]).description(
    "Judges the example changes of a file by the project's policy. Exits 1 when one gets another verdict than it expects.",
  );
  policyOptions(test)
    .argument("[file]", "the cases; nothing means .assay/policy-tests.yaml of the project")
    .action(async (file: string | undefined, flags: Flags) => context.finish(await testCases(file, flags, context)));
  const explain = command.command("explain").summary("tell what the policy asks, and which line asks it");
  examples(explain, [
    ["assay policy explain", "of any change"],
    ["assay policy explain src/auth/login.py", "of a change of this file"],
  ]).description("Tells what the policy asks of a change of these files, with file and line of each setting.");
  policyOptions(explain)
    .argument("[paths...]", "files of the project, relative to its root; they need not exist")
    .action(async (paths: string[], flags: Flags) => context.finish(await explainPaths(paths, flags, context)));
}

function policyOptions(command: Command): Command {
  return projectOptions(command).addOption(plainFormat()).addOption(colorOption());
}

async function testCases(file: string | undefined, flags: Flags, context: CommandContext): Promise<number> {
  const { testPolicy } = await import("#app/policy-run.ts");
  const cases = await withAssay(context, openOptions(flags, undefined), async (assay) => testPolicy(assay, context.io.cwd, file));
  await write(flags, context, { schemaVersion: 1, cases }, (style) => testedPolicyText(cases, style));
  return exitCode({ findings: cases.some(({ differences }) => differences.length > 0) });
}

async function explainPaths(paths: readonly string[], flags: Flags, context: CommandContext): Promise<number> {
  const { explainPolicy } = await import("#app/policy-explained.ts");
  const explained = await withAssay(context, openOptions(flags, undefined), async (assay) => explainPolicy(assay, paths));
  await write(flags, context, { schemaVersion: 1, paths, ...explained }, (style) => explainedPolicyText(explained, style));
  return exitCode({});
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
