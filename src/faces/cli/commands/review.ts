import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Assay, ReviewOutcome } from "#app/api.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { askingReviewer } from "#faces/cli/asking-reviewer.ts";
import { checkConditions, exitCode } from "#faces/cli/exit-code.ts";
import {
  amount,
  colorOption,
  examples,
  openOptions,
  type OutputFlags,
  type ProjectFlags,
  runOptions,
  type TargetFlags,
  targetOptions,
} from "#faces/cli/options.ts";
import { prepareFile, styleFor } from "#faces/cli/outputs.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { checkView, fixView, renderFix } from "#faces/cli/render.ts";
import { nearOf, readTarget, targetWords } from "#faces/cli/target.ts";
import { writeFileWhole } from "#faces/cli/write-file.ts";
import { checkDocument, jsonText } from "#faces/reports/json/check.ts";
import { reviewRdjson } from "#faces/reports/rdjson/review.ts";
import { maskedReview, maskOf } from "#faces/reports/masked.ts";
import { reviewText } from "#faces/reports/text/review.ts";
import type { TextStyle } from "#faces/reports/text/style.ts";

interface Flags extends ProjectFlags, TargetFlags, Pick<OutputFlags, "quiet" | "verbose" | "color" | "exitZero"> {
  readonly output?: string;
  readonly format: "text" | "json" | "sarif" | "rdjson";
  readonly maxComments?: number;
  readonly interactive?: boolean;
}

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay review --base main", "what changed since main"],
    ["assay review src/app.py", "one file"],
    ["assay review --staged --max-comments 3", "the three worst things about to be committed"],
    ["assay review -i src/app.py", "asks about each repair: a letter, a wish or a question in words"],
    ["assay review --base main -f rdjson | reviewdog -f=rdjson", "comments on a pull request"],
  ]);
  runOptions(targetOptions(command))
    .option("--max-comments <n>", "most comments; the setting noise.maxComments by default", amount("whole", 1))
    .addOption(new Option("-f, --format <format>", "of the result").choices(["text", "json", "sarif", "rdjson"]).default("text"))
    .option("-o, --output <file>", "write the result to this file instead of standard output")
    .addOption(new Option("-i, --interactive", "ask about each repair; nothing is written").conflicts("stdinPath"))
    .addOption(new Option("-q, --quiet", "one line a comment, no progress").conflicts("verbose"))
    .option("-v, --verbose", "tell every step on standard error")
    .addOption(colorOption())
    .action(async (paths: string[], flags: Flags) => {
      context.finish(await review(paths, flags, context));
    });
}

async function review(paths: readonly string[], flags: Flags, context: CommandContext): Promise<number> {
  const { io, signal } = context;
  const toFile = flags.output !== undefined && flags.output !== "-";
  if (toFile) await prepareFile(resolve(io.cwd, flags.output));
  const target = await readTarget(paths, flags, io);
  return withAssay(context, openOptions(flags, nearOf(target)), async (assay) => {
    const progress = createProgress(io, flags);
    const reviewer = flags.interactive ? await askingReviewer(context, progress, flags) : undefined;
    const most = flags.maxComments;
    const request = { target, ...(most !== undefined && { most }), ...(reviewer && { reviewer }) };
    const outcome = await assay.review(request, progress.emit, signal).finally(progress.clear);
    const style = styleFor(flags, context, toFile, targetWords(paths, flags), assay.root);
    const text = await rendered(outcome, flags.format, style, assay);
    if (toFile) await writeFileWhole(resolve(io.cwd, flags.output), text);
    else await io.stdout.write(text);
    return exitCode(checkConditions(outcome.fix, assay.failOn), flags.exitZero);
  });
}

async function rendered(found: ReviewOutcome, format: Flags["format"], style: TextStyle, assay: Assay): Promise<string> {
  const view = await checkView(assay, found.fix);
  const mask = maskOf(found.fix.report, view.sources);
  const outcome = maskedReview(found, mask);
  if (format === "text") return reviewText(outcome, new Map([...view.sources].map(([path, text]) => [path, mask(text)])), style);
  if (format === "json") {
    const { schemaVersion, tool, complete, engines, problems } = checkDocument(view);
    return jsonText({ schemaVersion, tool, complete, engines, comments: outcome.comments, held: outcome.held, problems });
  }
  if (format === "rdjson") {
    const lines = new Map([...view.sources].map(([path, text]) => [path, text.split(/\r?\n/u)]));
    return reviewRdjson(outcome, assay.version, (path, line) => lines.get(path)?.[line - 1] ?? "");
  }
  const commented = new Set<string>(outcome.comments.map(({ defect }) => defect));
  const whole = await fixView(assay, outcome.fix);
  return renderFix({ ...whole, defects: whole.defects.filter(({ id }) => commented.has(id)) }, "sarif", style, assay);
}
