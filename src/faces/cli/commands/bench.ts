import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { comparisonPage } from "#faces/reports/html/comparison.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { comparisonNotes, comparisonText } from "#faces/reports/text/comparison.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { exitCode } from "#faces/cli/exit-code.ts";
import {
  amount,
  colorOption,
  examples,
  openOptions,
  type OutputFlags,
  type ProjectFlags,
  scanOptions,
} from "#faces/cli/options.ts";
import { wantsColor } from "#faces/cli/outputs.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { writeFileWhole } from "#faces/cli/write-file.ts";

interface Flags extends ProjectFlags, Pick<OutputFlags, "color"> {
  readonly format: "text" | "json";
  readonly most?: number;
  readonly html?: string;
}

export function configure(command: Command, context: CommandContext): void {
  examples(command, [["assay bench scanners .", "what each scanner that is here adds to the others"]]);
  const scanners = command.command("scanners").summary("every scanner that is here, every pair and all together");
  examples(scanners, [
    ["assay bench scanners .", "on this project: who saw which defects"],
    ["assay bench scanners labelled.jsonl --html report.html", "on labelled code: precision, recall, F1, Youden's J"],
    ["assay bench scanners . --engine assay --engine bandit -f json", "two of them"],
  ]).description(
    "Scans the same files with every scanner that is here. Rows of labelled data are JSON objects, one a line, with `code`, `vulnerable` (true or false) and `lang` or a `path`. Exits 3 where nothing was analysed.",
  );
  scanOptions(scanners)
    .argument("<path>", "a folder of code, or a file of labelled rows")
    .option("--most <n>", "most labelled rows", amount("whole", 1))
    .option("--html <file>", "also write one page with charts, which loads nothing")
    .addOption(new Option("-f, --format <format>", "of the result").choices(["text", "json"]).default("text"))
    .addOption(colorOption())
    .action(async (path: string, flags: Flags) => context.finish(await compare(path, flags, context)));
}

async function compare(path: string, flags: Flags, context: CommandContext): Promise<number> {
  const { io, signal } = context;
  return withAssay(context, openOptions(flags, path), async (assay) => {
    const progress = createProgress(io, {});
    const request = { path: resolve(io.cwd, path), ...(flags.most !== undefined && { most: flags.most }) };
    const outcome = await assay.compare(request, progress.emit, signal).finally(progress.clear);
    const { comparison, ...about } = outcome;
    if (flags.html !== undefined)
      await writeFileWhole(resolve(io.cwd, flags.html), comparisonPage("Scanners compared", comparisonNotes(about), comparison));
    const style = textStyle({ color: wantsColor(flags, context, false), columns: io.stdout.columns });
    await io.stdout.write(
      flags.format === "json" ? jsonText({ schemaVersion: 1, ...about, ...comparison }) : comparisonText(outcome, style),
    );
    return exitCode({ incomplete: comparison.lines.length === 0 });
  });
}
