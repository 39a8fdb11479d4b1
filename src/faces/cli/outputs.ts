import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { AssayError } from "#domain/errors.ts";
import { shellWord } from "#faces/reports/text/shell-word.ts";
import { type TextStyle, textStyle } from "#faces/reports/text/style.ts";
import type { CommandContext } from "./context.ts";
import type { Format } from "./formats.ts";
import type { OutputFlags } from "./options.ts";
import { writeFileWhole } from "./write-file.ts";
import { writePieces } from "./write-pieces.ts";

/** What GitHub takes, compressed. */
const MOST_SARIF_BYTES = 10_000_000;

/** Whether text for standard output is coloured. */
export function wantsColor(flags: Pick<OutputFlags, "color">, context: CommandContext, toFile: boolean): boolean {
  return flags.color === "auto" ? !toFile && context.io.stdout.color : flags.color === "always";
}

/** How a text report looks where it goes; `target` is the request as shell words, `root` the project. */
export function styleFor(
  flags: Pick<OutputFlags, "quiet" | "verbose" | "color">,
  context: CommandContext,
  toFile: boolean,
  target: string,
  root: string,
): TextStyle {
  const { quiet = false, verbose = false } = flags;
  const { cwd } = context.io;
  const inside = cwd === root || cwd.startsWith(root.endsWith(sep) ? root : root + sep);
  const verifyFlags = inside ? "" : `--root ${shellWord(root)}`;
  const columns = toFile ? 100 : context.io.stdout.columns;
  return textStyle({ color: wantsColor(flags, context, toFile), columns, quiet, verbose, target, verifyFlags });
}

/** The reports a run must make: one for standard output or `--output`, and the additional files. Throws AssayError `usage` when two share a file. */
function plannedOutputs(
  flags: OutputFlags,
  cwd: string,
): { readonly format: Format | "sarif-pieces"; readonly file?: string }[] {
  const { main: named, more: others = [] } = flags.output ?? {};
  const main = named === undefined || named === "-" ? {} : { file: resolve(cwd, named) };
  const more: [Format, string | undefined][] = [
    ["json", flags.jsonOutput],
    ["sarif", flags.sarifOutput],
    ["markdown", flags.markdownOutput],
  ];
  const planned = [
    ...more.flatMap(([format, file]) => (file === undefined ? [] : [{ format, file: resolve(cwd, file) }])),
    ...others.map(({ format, file }) => ({ format, file: resolve(cwd, file) })),
    { format: flags.format, ...main },
  ];
  const files = planned.flatMap((output) => ("file" in output ? [output.file] : []));
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice !== undefined) throw new AssayError("usage", `two outputs would be written to ${twice}`);
  return planned;
}

/** Before the work, since after it would be too late to hear of it: makes the folders of the reports. Throws as `plannedOutputs` and `prepareFile` do. */
export async function prepareOutputs(flags: OutputFlags, cwd: string): Promise<void> {
  for (const { format, file } of plannedOutputs(flags, cwd)) {
    if (file !== undefined && format !== "sarif-pieces") await prepareFile(file);
  }
}

/** Makes the folder of a file that is to be written. Throws AssayError `write-failed` where no file can be. */
export async function prepareFile(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new AssayError("write-failed", `cannot write ${file}: it is a folder`);
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("write-failed", `cannot write ${file}: ${reason}`, { cause });
  }
}

/** Makes and writes every report; files before standard output, so that a full disk is known before anything is said. */
export async function writeOutputs(
  flags: OutputFlags,
  context: CommandContext,
  render: (format: Format, toFile: boolean) => Promise<string>,
  pieces: () => Promise<Iterable<string>>,
): Promise<void> {
  for (const { format, file } of plannedOutputs(flags, context.io.cwd)) {
    if (format === "sarif-pieces") {
      await writePieces(file as string, await pieces());
      continue;
    }
    const text = await render(format, file !== undefined);
    if (format === "sarif" && text.length > MOST_SARIF_BYTES && gzipSync(text).length > MOST_SARIF_BYTES) {
      await context.io.stderr.write(
        "The SARIF report is larger than the 10 MB (compressed) that GitHub takes; -o sarif:FOLDER writes it in pieces.\n",
      );
    }
    if (file === undefined) await context.io.stdout.write(text);
    else await writeFileWhole(file, text);
  }
}
