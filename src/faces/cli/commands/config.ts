import { oneLine } from "#lib/text.ts";
import type { Command } from "commander";
import { Option } from "commander";
import { stringify } from "yaml";
import type { Assay } from "#app/api.ts";
import { configSchema } from "#app/config-schema.ts";
import { settingPlace } from "#app/setting-place.ts";
import { compareText } from "#lib/compare.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { examples, openOptions, plainFormat, type ProjectFlags, projectOptions } from "#faces/cli/options.ts";

interface Flags extends ProjectFlags {
  readonly format: "text" | "json";
  readonly showOrigin?: boolean;
  readonly schema?: boolean;
}

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay config", "the settings in force, as YAML"],
    ["assay config --show-origin", "and where each comes from"],
    ["assay config --schema > assay.schema.json", "JSON Schema of assay.yaml, for editors"],
  ]);
  projectOptions(command)
    .option("--show-origin", "one setting a line, with where it comes from")
    .addOption(new Option("--schema", "print the JSON Schema of assay.yaml").conflicts("showOrigin"))
    .addOption(plainFormat())
    .action(async (flags: Flags) => {
      const { stdout } = context.io;
      if (flags.schema) return stdout.write(jsonText(configSchema()));
      await withAssay(context, openOptions(flags, undefined), (assay) => stdout.write(configText(assay, flags)));
    });
}

function configText(assay: Assay, flags: Flags): string {
  const { config, origins, root } = assay;
  if (flags.format === "json") return jsonText({ schemaVersion: 1, root, config, ...(flags.showOrigin ? { origins } : {}) });
  if (!flags.showOrigin) return stringify(config);
  const rows = flatten(config).toSorted(([a], [b]) => compareText(a, b));
  const keys = Math.max(0, ...rows.map(([key]) => key.length));
  const values = Math.min(40, Math.max(0, ...rows.map(([, value]) => value.length)));
  return rows
    .map(([key, value]) => `${key.padEnd(keys)}  ${value.padEnd(values)}  ${oneLine(settingPlace(key, origins))}\n`)
    .join("");
}

/** Leaves of a settings object as dotted keys; lists and empty objects count as leaves. */
function flatten(value: object, prefix = ""): [key: string, value: string][] {
  return Object.entries(value).flatMap(([name, item]: [string, unknown]): [string, string][] => {
    const key = `${prefix}${name}`;
    const nested = typeof item === "object" && item !== null && !Array.isArray(item) && Object.keys(item).length > 0;
    return nested ? flatten(item, `${key}.`) : [[key, oneLine(JSON.stringify(item))]];
  });
}
