import type { Command } from "commander";
import type { DoctorLine } from "#app/doctor-api.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { doctorText } from "#faces/reports/text/doctor.ts";
import { textStyle } from "#faces/reports/text/style.ts";
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

type Flags = ProjectFlags &
  Pick<OutputFlags, "color" | "verbose"> & { readonly format: "text" | "json"; readonly probeModel?: boolean };

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay doctor", "what works here, and what the absence of the rest costs"],
    ["assay doctor --verbose", "every detail, and how to get what is missing"],
    ["assay doctor --format json", "the same for a program"],
    ["assay doctor --probe-model", "also what the configured model can do"],
  ]);
  projectOptions(command)
    .option("--probe-model", "ask the configured model three short questions, and say what it can do")
    .option("-v, --verbose", "every detail, and how to get what is missing")
    .addOption(plainFormat())
    .addOption(colorOption())
    .action(async (flags: Flags) => {
      await withAssay(context, openOptions(flags, undefined), async (assay) => {
        const lines = await assay.doctor({ probeModel: flags.probeModel ?? false }, context.signal);
        const style = textStyle({
          color: wantsColor(flags, context, false),
          columns: context.io.stdout.columns,
          verbose: flags.verbose ?? false,
        });
        const document = { schemaVersion: 1, tool: { name: "assay", version: assay.version }, healthy: isHealthy(lines), lines };
        await context.io.stdout.write(
          flags.format === "json" ? jsonText(document) : doctorText(lines, isHealthy(lines), assay.version, style),
        );
        context.finish(exitCode({ findings: !isHealthy(lines) }));
      });
    });
}

/** Assay can do its work: an engine runs, and nothing that every run needs is broken. Missing extras are no illness. */
function isHealthy(lines: readonly DoctorLine[]): boolean {
  const needed = new Set<DoctorLine["area"]>(["runtime", "store", "key", "config"]);
  const broken = lines.some((line) => needed.has(line.area) && (line.state === "missing" || line.state === "refused"));
  return !broken && lines.some((line) => line.area === "engine" && line.state === "ok");
}
