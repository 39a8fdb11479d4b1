import { oneLine } from "#lib/text.ts";
import { Argument, type Command, InvalidArgumentError } from "commander";
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { publishRun } from "#app/publish-run.ts";
import { AssayError } from "#domain/errors.ts";
import type { Publication, Published } from "#ports/publisher.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { ReviewDocument, reviewComments } from "#faces/reports/markdown/review-comments.ts";
import type { CommandContext } from "#faces/cli/context.ts";
import { examples, plainFormat } from "#faces/cli/options.ts";

interface Flags {
  readonly card?: string;
  readonly review?: string;
  readonly sarif?: string;
  readonly repository?: string;
  readonly pull?: number;
  readonly commit?: string;
  readonly dryRun?: boolean;
  readonly format: "text" | "json";
}

/** Bytes: GitHub takes comments of 65,536 characters, and logs of 10 MiB when packed. */
const LARGEST = { card: 65_000, review: 16 << 20, sarif: 256 << 20 } as const;

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    [
      "assay publish github --card card.md --review review.json",
      "in a build: one comment, and suggestions at the change's lines",
    ],
    ["assay publish github --card card.md --repository o/r --dry-run", "say what would be written, ask nothing"],
  ]);
  command
    .addArgument(new Argument("<where>", "where the change is discussed").choices(["github"]))
    .option("--card <file>", "Markdown of the one comment that is updated in place")
    .option("--review <file>", "`assay review --format json`: comments with suggestions")
    .option("--sarif <file>", "SARIF log for code scanning")
    .option("--repository <owner/name>", "the build's own by default")
    .option("--pull <number>", "the pull request; the build's own by default", toNumber)
    .option("--commit <sha>", "the commit that was analysed; the build's own by default")
    .option("--dry-run", "only say what would be written; needs no token")
    .addOption(plainFormat())
    .action(async (_: string, flags: Flags) => {
      const { io, signal } = context;
      if (flags.card === undefined && flags.review === undefined && flags.sarif === undefined)
        throw new AssayError("usage", "nothing to publish: give --card, --review or --sarif");
      const { repository, pull, commit, dryRun = false } = flags;
      const request = {
        ...(repository !== undefined && { repository }),
        ...(pull !== undefined && { pull }),
        ...(commit !== undefined && { commit }),
        dryRun,
      };
      const done = await publishRun(await publication(flags, io.cwd), request, signal);
      await io.stdout.write(
        flags.format === "json" ? jsonText({ schemaVersion: 1, dryRun, published: done }) : lines(done, dryRun),
      );
    });
}

async function publication({ card, review, sarif }: Flags, cwd: string): Promise<Publication> {
  return {
    ...(card !== undefined && { card: await readWhole(resolve(cwd, card), LARGEST.card) }),
    ...(sarif !== undefined && { sarif: await readWhole(resolve(cwd, sarif), LARGEST.sarif) }),
    comments: review === undefined ? [] : await comments(resolve(cwd, review)),
  };
}

async function comments(path: string): Promise<Publication["comments"]> {
  const text = await readWhole(path, LARGEST.review);
  try {
    return reviewComments(ReviewDocument.parse(JSON.parse(text)));
  } catch (cause) {
    throw new AssayError("usage", `${path} is no document of \`assay review --format json\``, { cause });
  }
}

async function readWhole(path: string, most: number): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > most) throw new AssayError("usage", `${path} has ${size} bytes; ${most} are the most that is taken`);
    return await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw new AssayError("path-missing", `${path} cannot be read`, { cause });
  }
}

function lines(done: readonly Published[], dryRun: boolean): string {
  const would = dryRun ? "would " : "";
  return done.map(({ kind, action, detail }) => `${would}${action} ${kind}: ${oneLine(detail)}\n`).join("");
}

function toNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return number;
}
