import type { Command } from "commander";
import { jsonText } from "#faces/reports/json/check.ts";
import { auditText } from "#faces/reports/text/audit.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { exitCode, verifyConditions } from "#faces/cli/exit-code.ts";
import {
  colorOption,
  examples,
  openOptions,
  type OutputFlags,
  plainFormat,
  projectOptions,
  type ProjectFlags,
  trustKeyOption,
} from "#faces/cli/options.ts";
import { wantsColor } from "#faces/cli/outputs.ts";
import { attachCommand, attestCommand } from "#faces/cli/travel-commands.ts";

type Flags = ProjectFlags &
  Pick<OutputFlags, "color"> & {
    readonly format: "text" | "json";
    readonly root?: string;
    readonly head?: string;
    readonly trustKey?: readonly string[];
  };

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay audit verify", "log, ledger, bundles and approvals; offline"],
    ["assay audit attach fix.evidence.json --note HEAD", "let evidence travel with a commit"],
    ["assay audit attest fix.evidence.json -o fix.intoto.jsonl", "say it in standard predicates"],
  ]);
  attachCommand(command, context);
  attestCommand(command, context);
  const verify = command.command("verify").summary("find deletion, reordering, edits and truncation in what was recorded");
  examples(verify, [
    ["assay audit verify", "everything of this user and this project"],
    ["assay audit verify --head 3f9a2c1b5e07d2aa", "nothing was lost since this head was noted down"],
  ]).description(
    "Checks every run's log, the ledger of finished runs, every bundle and approval. It ends with 0 where all hold, 1 where something was deleted, moved, edited or cut off, 3 where something cannot be known, such as an unknown signer.",
  );
  projectOptions(verify)
    .option("--root <folder>", "the project whose .assay folder is checked; the current folder's by default")
    .option("--head <hash>", "a head that an earlier audit printed and that was kept elsewhere")
    .addOption(trustKeyOption())
    .addOption(plainFormat())
    .addOption(colorOption())
    .action(async (flags: Flags) => context.finish(await audit(flags, context)));
}

async function audit(flags: Flags, context: CommandContext): Promise<number> {
  return withAssay(context, openOptions(flags, flags.root), async (assay) => {
    const { head, trustKey } = flags;
    const outcome = await assay.audit({
      ...(head !== undefined && { head }),
      ...(trustKey !== undefined && { trustKeys: trustKey }),
    });
    const style = textStyle({ color: wantsColor(flags, context, false), columns: context.io.stdout.columns });
    await context.io.stdout.write(
      flags.format === "json" ? jsonText({ schemaVersion: 1, ...outcome }) : auditText(outcome, style),
    );
    return exitCode(verifyConditions(outcome));
  });
}
