import type { Command } from "commander";
import { jsonText } from "#faces/reports/json/check.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { upgradesText } from "#faces/reports/text/upgrades.ts";
import { type CommandContext, withAssay } from "./context.ts";
import { exitCode } from "./exit-code.ts";
import { examples, openOptions, type OutputFlags, type ProjectFlags } from "./options.ts";
import { wantsColor } from "./outputs.ts";

type Flags = ProjectFlags &
  Pick<OutputFlags, "color"> & { readonly format: "text" | "json"; readonly packages?: string; readonly apply?: boolean };

/** `assay deps upgrade`. */
export function configureUpgrade(command: Command, context: CommandContext): void {
  command.summary("try what the advisories advise with the project's tests");
  examples(command, [
    ["assay deps upgrade", "what to upgrade, and the change of manifest and lock file; exits 3, for nothing was tried"],
    ["assay deps upgrade --packages DIR", "tries the packages that lie there as `npm pack` and `pip download` name them"],
    ["assay deps upgrade --packages DIR --apply", "writes manifest and lock file of those whose tests pass"],
  ])
    .option("--packages <folder>", "packages at hand: NAME-VERSION.tgz of npm, pure Python wheels; nothing is fetched")
    .option("--apply", "write what the project's tests proved")
    .action(async (flags: Flags) => {
      const { io, signal } = context;
      const request = { apply: flags.apply === true, ...(flags.packages === undefined ? {} : { packages: flags.packages }) };
      const outcome = await withAssay(context, openOptions(flags, undefined), async (assay) =>
        (await assay.dependencies()).upgrade(request, signal),
      );
      const style = textStyle({ color: wantsColor(flags, context, false), columns: io.stdout.columns });
      const document = { schemaVersion: 1, ...outcome };
      await io.stdout.write(flags.format === "json" ? jsonText(document) : upgradesText(outcome, style));
      const is = (kind: string): boolean => outcome.upgrades.some((one) => one.outcome === kind);
      // What passed and was to be written, but has a lock file that its own tool must write.
      const unwritten = request.apply && outcome.upgrades.some((one) => one.outcome === "pass" && !one.applied);
      context.finish(
        exitCode({ findings: is("fail"), incomplete: is("inconclusive") || unwritten || outcome.problems.length > 0 }),
      );
    });
}
