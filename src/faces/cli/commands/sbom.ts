import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Inventory } from "#app/inventory.ts";
import { AssayError } from "#domain/errors.ts";
import { oneLine } from "#lib/text.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { exitCode } from "#faces/cli/exit-code.ts";
import { examples, openOptions, type ProjectFlags, projectOptions } from "#faces/cli/options.ts";
import { writeFileWhole } from "#faces/cli/write-file.ts";

interface Flags extends ProjectFlags {
  readonly format: "cyclonedx" | "openvex" | "gitlab-dependencies";
  readonly output?: string;
  readonly timestamp?: string;
}

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay sbom", "CycloneDX 1.6 of the project's lock files"],
    ["assay sbom -o bom.json", "into a file"],
    ["assay sbom --format openvex", "what advisories say of them, as OpenVEX"],
    ["assay sbom --format gitlab-dependencies -o gl-dependency-scanning-report.json", "for GitLab"],
  ]).description(
    "Lists the packages of every lock file, with what advisories say of them. Exits 3 where a lock file could not be read in whole.",
  );
  projectOptions(command)
    .option("--snapshot <path>", "this snapshot of advisories instead of the user's")
    .addOption(
      new Option("-f, --format <format>", "of the document")
        .choices(["cyclonedx", "openvex", "gitlab-dependencies"])
        .default("cyclonedx"),
    )
    .option("-o, --output <file>", "write to this file instead of standard output")
    .option("--timestamp <time>", "RFC 3339 time to write; without it the document is the same each time")
    .action(async (flags: Flags) => context.finish(await sbom(flags, context)));
}

async function sbom({ format, output, timestamp, ...flags }: Flags, context: CommandContext): Promise<number> {
  if (timestamp !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u.test(timestamp))
    throw new AssayError("usage", `${timestamp} is no time of the form 2026-01-31T12:00:00Z`);
  const { io, signal, version } = context;
  const found = await withAssay(context, openOptions(flags, undefined), async (assay) =>
    (await assay.dependencies()).inventory(signal),
  );
  const about = { version, ...(timestamp !== undefined && { timestamp }) };
  const document = await documentOf(format, found, about);
  for (const { path, line, code, message } of found.problems)
    await io.stderr.write(`${oneLine(path ?? "-")}${line === undefined ? "" : `:${line}`}: ${oneLine(message)} (${code})\n`);
  if (output === undefined || output === "-") await io.stdout.write(jsonText(document));
  else await writeFileWhole(resolve(io.cwd, output), jsonText(document));
  return exitCode({ incomplete: found.problems.length > 0 });
}

async function documentOf(
  format: Flags["format"],
  found: Inventory,
  about: { readonly version: string; readonly timestamp?: string },
): Promise<object> {
  if (format === "cyclonedx") return (await import("#faces/reports/sbom/cyclonedx.ts")).cycloneDx(found, about);
  if (format === "openvex") return (await import("#faces/reports/sbom/openvex.ts")).openVex(found, about);
  const time = new Date(about.timestamp ?? Date.now()).toISOString().slice(0, 19);
  const { gitlabDependencies } = await import("#faces/reports/gitlab/dependencies.ts");
  return gitlabDependencies(found, about.version, { start: time, end: time });
}
