import { dirname } from "node:path";
import type { Readable } from "node:stream";
import type { Target } from "#app/api.ts";
import { AssayError } from "#domain/errors.ts";
import { shellWord } from "#faces/reports/text/shell-word.ts";
import type { Io } from "./io.ts";
import type { TargetFlags } from "./options.ts";

const MOST_STDIN_BYTES = 64 << 20;

/** Turns paths and flags into a target; reads standard input where asked. Throws AssayError `usage` for contradictions. */
export async function readTarget(paths: readonly string[], flags: TargetFlags, io: Io): Promise<Target> {
  const asked = flags.stdinPath !== undefined || paths.includes("-");
  if (!asked) {
    return { paths, ...(flags.base === undefined ? {} : { base: flags.base }), ...(flags.staged ? { staged: true } : {}) };
  }
  if (flags.stdinPath === undefined) {
    throw new AssayError("usage", "standard input needs a name: add --stdin-path, for example --stdin-path app.py");
  }
  if (paths.some((path) => path !== "-")) throw new AssayError("usage", "give either paths or --stdin-path, not both");
  if (flags.base !== undefined || flags.staged)
    throw new AssayError("usage", "--base and --staged do not go with standard input");
  return { paths: [], stdin: { path: flags.stdinPath, text: await readText(io.stdin) } };
}

/** Where the project is looked for: at the first path, or in the folder that standard input stands in for. */
export function nearOf({ paths, stdin }: Target): string | undefined {
  return stdin === undefined ? paths[0] : dirname(stdin.path);
}

/** The target as words for a command line that a report suggests. */
export function targetWords(paths: readonly string[], flags: TargetFlags): string {
  const words = [...(flags.base === undefined ? [] : ["--base", flags.base]), ...(flags.staged ? ["--staged"] : [])];
  if (flags.stdinPath !== undefined) words.push("--stdin-path", flags.stdinPath);
  const named = paths.filter((path) => path !== "-");
  return [...words, ...(named.some((path) => path.startsWith("-")) ? ["--"] : []), ...named].map(shellWord).join(" ");
}

async function readText(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_STDIN_BYTES) throw new AssayError("usage", `standard input is larger than ${MOST_STDIN_BYTES >> 20} MiB`);
    chunks.push(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AssayError("usage", "standard input is not UTF-8 text", { cause });
  }
}
