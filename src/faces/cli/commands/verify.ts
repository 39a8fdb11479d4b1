import type { Command } from "commander";
import { resolve } from "node:path";
import { jsonText } from "#faces/reports/json/check.ts";
import { verifyText } from "#faces/reports/text/verify.ts";
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
import { type KeylessFlags, keylessOf, keylessOptions } from "#faces/cli/keyless-options.ts";
import { wantsColor } from "#faces/cli/outputs.ts";

type Flags = ProjectFlags &
  Pick<OutputFlags, "color"> & {
    readonly format: "text" | "json";
    readonly replay?: boolean;
    readonly trustPatch?: boolean;
    readonly root?: string;
    readonly decision?: string;
    readonly note?: boolean;
    readonly trustKey?: readonly string[];
  } & KeylessFlags;

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay verify fix.evidence.json", "signature, patch, chain and files; offline"],
    [
      "assay verify .assay/approvals/3f9a2c1b5e07-ana-approve.json --decision 3f9a2c1b5e07",
      "signer, day and decision of an approval",
    ],
    ["assay verify --replay fix.evidence.json", "also run the recorded checks again"],
  ]);
  projectOptions(command)
    .argument("<bundle>", "evidence written by assay fix, or a file that assay approve wrote")
    .option("--root <folder>", "the project whose files are compared; the current folder's by default")
    .option("--replay", "run the recorded checks again and say which claims still hold")
    .option("--unsafe-no-sandbox", "replay without a sandbox; a stranger's patch needs --trust-patch too")
    .option("--note", "the argument is a commit that carries its evidence as a git note")
    .option("--decision <id>", "of an approval: the decision it must speak of, as assay gate shows it")
    .addOption(trustKeyOption());
  keylessOptions(command)
    .option("--trust-patch", "with --unsafe-no-sandbox: run the patch of a signer you do not know unprotected")
    .addOption(plainFormat())
    .addOption(colorOption())
    .action(async (bundle: string, flags: Flags) => {
      context.finish(await verify(bundle, flags, context));
    });
}

async function verify(bundle: string, flags: Flags, context: CommandContext): Promise<number> {
  const path = flags.note === true ? bundle : resolve(context.io.cwd, bundle);
  return withAssay(context, openOptions(flags, flags.root), async (assay) => {
    const outcome = await assay.verify(
      path,
      {
        replay: flags.replay ?? false,
        ...(flags.trustPatch && { trustPatch: true }),
        ...(flags.note && { note: true }),
        ...(flags.trustKey !== undefined && { trustKeys: flags.trustKey }),
        ...keylessOf(flags),
        ...(flags.decision !== undefined && { decision: flags.decision }),
      },
      context.signal,
    );
    const style = textStyle({ color: wantsColor(flags, context, false), columns: context.io.stdout.columns });
    const { ok, claims } = outcome;
    await context.io.stdout.write(
      flags.format === "json" ? jsonText({ schemaVersion: 1, ok, claims }) : verifyText(outcome, style),
    );
    return exitCode(verifyConditions(outcome));
  });
}
