import { InvalidArgumentError, Option, type Command } from "commander";
import type { OpenOptions } from "#app/open-options.ts";
import type { Config } from "#app/config.ts";
import { collectOutput, FILE_FORMATS, FORMATS, type NamedOutputs, shownFormat } from "./formats.ts";
import { STANDARDS, type StandardId } from "#domain/standard.ts";
import { Severity } from "#domain/severity.ts";

/** Options of every command that opens a project. */
export interface ProjectFlags {
  readonly config?: string;
  readonly state?: string;
  readonly engine?: readonly string[];
  readonly failOn?: Severity;
  readonly threatModel?: Config["threatModel"];
  readonly cache?: boolean;
  readonly unsafeNoSandbox?: boolean;
  readonly snapshot?: string;
}

export interface TargetFlags {
  readonly base?: string;
  readonly staged?: boolean;
  readonly stdinPath?: string;
}

export interface OutputFlags {
  readonly format: (typeof FORMATS)[number];
  readonly output?: NamedOutputs;
  readonly jsonOutput?: string;
  readonly sarifOutput?: string;
  readonly markdownOutput?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: "auto" | "always" | "never";
  readonly exitZero?: boolean;
}

export function projectOptions(command: Command): Command {
  return command
    .option("--config <file>", "read this configuration instead of the project's assay.yaml")
    .option("--state <folder>", "keep journal, evidence and key here instead of the user's state folder");
}

export function runOptions(command: Command): Command {
  return scanOptions(command)
    .option("--exit-zero", "exit 0 instead of 1; other exit codes stay")
    .option("--unsafe-no-sandbox", "run project code and tools without a sandbox; evidence records it");
}

/** Options of every command that runs engines. */
export function scanOptions(command: Command): Command {
  return projectOptions(command)
    .option("--engine <id>", "use only this engine; may be given several times", collect)
    .addOption(new Option("--fail-on <severity>", "lowest severity that makes the exit code 1").choices(Severity.options))
    .addOption(
      new Option("--threat-model <level>", "what counts as untrusted input; library: parameters of functions too").choices([
        "auto",
        "application",
        "library",
      ]),
    )
    .option("--snapshot <path>", "advisories about dependencies: a snapshot's folder or an OSV export")
    .option("--no-cache", "neither use nor keep results of earlier scans");
}

export function targetOptions(command: Command): Command {
  return command
    .argument("[paths...]", "files or folders; - reads standard input; nothing means the current folder")
    .addOption(
      new Option("--base <revision>", "only defects on lines changed since this git revision").conflicts(["staged", "stdinPath"]),
    )
    .addOption(new Option("--staged", "the staged blobs instead of the working tree").conflicts("stdinPath"))
    .option("--stdin-path <path>", "read standard input; the path names it and tells its language");
}

export function outputOptions(command: Command): Command {
  return command
    .addOption(new Option("-f, --format <format>", "of the result").choices(FORMATS).argParser(shownFormat).default("text"))
    .option(
      "-o, --output <file>",
      `write the result to this file instead of standard output; FORMAT=FILE, as often as wanted, also writes a report to that file (${FILE_FORMATS.join(", ")}); sarif:FOLDER writes SARIF in pieces that GitHub takes`,
      collectOutput,
    )
    .option("--json-output <file>", "also write JSON to this file")
    .option("--sarif-output <file>", "also write SARIF 2.1.0 to this file")
    .option("--markdown-output <file>", "also write Markdown to this file")
    .addOption(new Option("-q, --quiet", "one line a defect, no progress").conflicts("verbose"))
    .option("-v, --verbose", "tell every step on standard error")
    .addOption(colorOption());
}

/** Reports of other tools; a path may hold a comma. */
export function importOption(): Option {
  const what = "take in what another tool found: SARIF, GitLab, DefectDojo or SonarQube JSON; may be given several times";
  return new Option("--import <file>", what)
    .argParser((file: string, files: readonly string[] | undefined) => [...(files ?? []), file])
    .conflicts("stdinPath");
}

/** Published standards; a comma joins two. */
export function standardOption(): Option {
  return new Option(
    "--standard <name>",
    `hold the result against a standard: ${STANDARDS.join(", ")}; may be given several times`,
  ).argParser((value: string, before: readonly StandardId[] | undefined) => {
    const named = collect(value, undefined).map((name) => {
      const known = STANDARDS.find((one) => one === name);
      if (known === undefined)
        throw new InvalidArgumentError(`No standard is called ${name}; there are ${STANDARDS.join(", ")}.`);
      return known;
    });
    return [...(before ?? []), ...named];
  });
}

/** A path may hold a comma. */
export function trustKeyOption(): Option {
  return new Option("--trust-key <file>", "also trust the signer of this public key (PEM); may be given several times").argParser(
    (file: string, files: readonly string[] | undefined) => [...(files ?? []), file],
  );
}

export function colorOption(): Option {
  return new Option("--color <when>", "colour the text").choices(["auto", "always", "never"]).default("auto");
}

/** The part of OpenOptions that stands in the flags. `near` is where the project's root is looked for. */
export function openOptions(flags: ProjectFlags, near: string | undefined): Partial<OpenOptions> {
  return {
    unsafeNoSandbox: flags.unsafeNoSandbox ?? false,
    ...(near === undefined ? {} : { near }),
    ...(flags.config === undefined ? {} : { configFile: flags.config }),
    ...(flags.state === undefined ? {} : { stateFolder: flags.state }),
    ...(flags.engine === undefined ? {} : { engines: flags.engine }),
    ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
    ...(flags.threatModel === undefined ? {} : { threatModel: flags.threatModel }),
    ...(flags.snapshot === undefined ? {} : { snapshot: flags.snapshot }),
    ...(flags.cache === false ? { cache: false } : {}),
  };
}

/** Repeatable, and comma-separated. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  const items = value.split(",").map((item) => item.trim());
  if (items.includes("")) throw new InvalidArgumentError("An empty name.");
  return [...(previous ?? []), ...items];
}

export function amount(kind: "whole" | "any", least = 0): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === "" || !Number.isFinite(number) || number < least || (kind === "whole" && !Number.isInteger(number))) {
      throw new InvalidArgumentError(
        `Not a ${kind === "whole" ? "whole " : ""}number${least > 0 ? " above 0" : " of 0 or more"}.`,
      );
    }
    return number;
  };
}

/** Examples stand before everything else in a command's help. */
export function examples(command: Command, lines: readonly (readonly [command: string, what: string])[]): Command {
  const width = Math.max(...lines.map(([text]) => text.length));
  const shown = lines.map(([text, what]) => `  ${text.padEnd(width)}   ${what}`);
  return command.addHelpText("before", `Examples:\n${shown.join("\n")}\n`);
}

/** Text or JSON, for commands that report no code. */
export function plainFormat(): Option {
  return new Option("-f, --format <format>", "of the result").choices(["text", "json"]).default("text");
}
