import { type Command, InvalidArgumentError, Option } from "commander";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import type { ApproveRequest } from "#app/api.ts";
import type { ApprovalVerdict } from "#domain/approval.ts";
import { AssayError } from "#domain/errors.ts";
import { oneLine } from "#lib/text.ts";
import { gateText } from "#faces/reports/text/gate.ts";
import { changeRange, type RangeFlags, rangeOptions } from "./change-range.ts";
import { type CommandContext, withAssay } from "./context.ts";
import { openOptions, type ProjectFlags, scanOptions } from "./options.ts";
import { styleFor } from "./outputs.ts";
import { createProgress } from "./progress.ts";
import { writeFileWhole } from "./write-file.ts";

interface Flags extends ProjectFlags, RangeFlags {
  readonly words?: string;
  readonly until?: string;
  readonly as?: string;
  readonly emergency?: boolean;
  readonly payload?: string;
  readonly signature?: string;
}

const DAYS = 14;
const DAY_MS = 86_400_000;

/** What `approve` and `reject` have in common: they speak of the decision that the gate reaches now. */
export function decideCommand(command: Command, verdict: "approve" | "reject", context: CommandContext): void {
  command.argument("<decision>", "id that `assay gate` shows, or the beginning of it");
  rangeOptions(scanOptions(command))
    .option("--words <text>", verdict === "approve" ? "conditions and refinements" : "why, for the author")
    .option("--until <day>", `last day on which it counts, YYYY-MM-DD; ${DAYS} days from now by default`, toDay)
    .option("--as <name>", "person of the policy; told by the key where absent")
    .addOption(new Option("--payload <file>", "sign nothing, write what is to be signed with an SSH key").conflicts("signature"))
    .option("--signature <file>", "the signature that `ssh-keygen -Y sign -n assay-approval` made of the payload");
  if (verdict === "approve")
    command.option("--emergency", "let it through at once, against the policy; needs --words, and is shown to everyone");
  command.action(async (decision: string, flags: Flags) => decide(decision, verdict, flags, context));
}

async function decide(decision: string, verdict: "approve" | "reject", flags: Flags, context: CommandContext): Promise<void> {
  const { io, signal } = context;
  const { words = "", as, emergency = false } = flags;
  if ((emergency || verdict === "reject") && words.trim() === "") throw new AssayError("usage", "say why with --words");
  const range = changeRange(flags);
  const by = await signerOf(flags, context);
  await withAssay(context, { ...openOptions(flags, undefined), judgedFrom: range }, async (assay) => {
    const progress = createProgress(io, {});
    const request: ApproveRequest = {
      ...range,
      decision,
      verdict: emergency ? "break-glass" : (verdict satisfies ApprovalVerdict),
      words,
      until: flags.until ?? new Date(Date.now() + DAYS * DAY_MS).toISOString().slice(0, 10),
      ...(as !== undefined && { as }),
      by,
      ...(by.kind === "local" && {
        confirm: async (gate) => {
          progress.clear();
          const style = styleFor({ color: "auto" }, context, false, "", assay.root);
          await io.stderr.write(`${gateText(gate, range.base, style)}\n`);
          await confirm(emergency ? "let it through in an emergency" : verdict, context);
        },
      }),
    };
    const { payload, path, reviewer } = await assay.approve(request, progress.emit, signal).finally(progress.clear);
    if (flags.payload !== undefined) {
      await writeFileWhole(resolve(io.cwd, flags.payload), Buffer.from(payload).toString("utf8"));
      await io.stdout.write(
        `Sign it:  ssh-keygen -Y sign -n assay-approval -f KEY ${flags.payload}\nThen give the same options with --until ${request.until} and --signature ${flags.payload}.sig\n`,
      );
      return;
    }
    await io.stdout.write(
      `${oneLine(reviewer)} says ${request.verdict}: ${path ?? ""}\nNext: commit that file with the change\n`,
    );
  });
}

async function signerOf({ payload, signature }: Flags, { io }: CommandContext): Promise<ApproveRequest["by"]> {
  if (payload !== undefined) return { kind: "payload" };
  if (signature === undefined) return { kind: "local" };
  const armored = await readFile(resolve(io.cwd, signature), "utf8").catch((cause: unknown) => {
    throw new AssayError("path-missing", `${signature} cannot be read`, { cause });
  });
  return { kind: "ssh", armored };
}

/** The key of this user's state folder signs for a person at a terminal only: whatever runs in a shell could reach it. */
async function confirm(what: string, { io, signal }: CommandContext): Promise<void> {
  if (!io.stdinIsTTY)
    throw new AssayError("usage", "this user's key signs at a terminal only, where a person answers", {
      hint: "Elsewhere sign with an SSH key: --payload FILE, then --signature FILE.sig.",
    });
  const ask = createInterface({ input: io.stdin, output: io.prompt });
  try {
    const answer = await ask.question(`You have read the change, and ${what} it? Type yes: `, { signal });
    if (answer.trim().toLowerCase() !== "yes") throw new AssayError("usage", "nothing was signed");
  } finally {
    ask.close();
  }
}

function toDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError("It must be a day, YYYY-MM-DD.");
  return text;
}
