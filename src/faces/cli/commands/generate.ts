import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Assay, GenerateOutcome, GenerateRequest } from "#app/api.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { exitCode } from "#faces/cli/exit-code.ts";
import {
  amount,
  colorOption,
  examples,
  openOptions,
  type OutputFlags,
  type ProjectFlags,
  projectOptions,
} from "#faces/cli/options.ts";
import { styleFor } from "#faces/cli/outputs.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { fixView } from "#faces/cli/render.ts";
import { writeFileWhole } from "#faces/cli/write-file.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { fixDocument } from "#faces/reports/json/fix.ts";
import { generateDocument } from "#faces/reports/json/generate.ts";
import { generateText } from "#faces/reports/text/generate.ts";
import { isIncomplete } from "#faces/reports/view.ts";

interface Flags extends ProjectFlags, Pick<OutputFlags, "color" | "quiet" | "verbose"> {
  readonly format: "text" | "json" | "code";
  readonly file?: string;
  readonly at?: number;
  readonly lang?: string;
  readonly apply?: boolean;
  readonly maxTokens?: number;
  readonly maxCost?: number;
}

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ['assay generate "hash and check passwords" --lang python', "code, after it passed the loop"],
    ['assay generate "a route that serves avatars" --file app.js --apply', "put in at the end of a file"],
    ['assay generate "parse the upload" --file app.py --at 40', "before line 40"],
  ]);
  projectOptions(command)
    .argument("<request>", "what the code is to do, in words")
    .option("--file <path>", "the file the code is for; a new one when it does not exist")
    .option("--at <line>", "put the code before this line of the file instead of at its end", amount("whole", 1))
    .option("--lang <language>", "such as python or typescript; needed without --file")
    .option("--apply", "write the file when the code is verified")
    .option("--max-tokens <n>", "most model tokens", amount("whole", 1))
    .option("--max-cost <dollars>", "most US dollars", amount("any"))
    .addOption(new Option("-f, --format <format>", "of the result").choices(["text", "json", "code"]).default("text"))
    .addOption(new Option("-q, --quiet", "no progress").conflicts("verbose"))
    .option("-v, --verbose", "tell every step on standard error")
    .addOption(colorOption())
    .action(async (request: string, flags: Flags) => {
      context.finish(await generate(request, flags, context));
    });
}

async function generate(words: string, flags: Flags, context: CommandContext): Promise<number> {
  const { io, signal } = context;
  const progress = createProgress(io, flags);
  const request: GenerateRequest = {
    request: words,
    ...(flags.file === undefined ? {} : { file: flags.file }),
    ...(flags.at === undefined ? {} : { line: flags.at }),
    ...(flags.lang === undefined ? {} : { language: flags.lang }),
    budget: {
      ...(flags.maxTokens === undefined ? {} : { tokens: flags.maxTokens }),
      ...(flags.maxCost === undefined ? {} : { money: flags.maxCost }),
    },
  };
  return withAssay(context, openOptions(flags, flags.file), async (assay) => {
    const outcome = await assay.generate(request, progress.emit, signal).finally(progress.clear);
    const written = flags.apply === true && outcome.code !== undefined ? resolve(assay.root, outcome.path) : undefined;
    if (written !== undefined) await writeFileWhole(written, outcome.code ?? "");
    await io.stdout.write(await rendered(outcome, written === undefined ? undefined : outcome.path, flags, context, assay));
    if (flags.format === "code" && outcome.code === undefined) await io.stderr.write(`assay generate: ${outcome.status}\n`);
    const incomplete = outcome.fix !== undefined && isIncomplete(outcome.fix.report);
    return exitCode({ findings: outcome.status !== "verified" && !incomplete, incomplete });
  });
}

async function rendered(
  outcome: GenerateOutcome,
  written: string | undefined,
  flags: Flags,
  context: CommandContext,
  assay: Assay,
): Promise<string> {
  const view = outcome.fix === undefined ? undefined : await fixView(assay, outcome.fix);
  if (flags.format === "code") return outcome.code ?? "";
  if (flags.format === "json") return jsonText(generateDocument(outcome, assay.version, view && fixDocument(view)));
  const style = styleFor(flags, context, false, "", assay.root);
  return generateText(outcome, view, written, style);
}
