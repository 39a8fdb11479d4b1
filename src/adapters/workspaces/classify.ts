import { languageOf } from "#analysis/languages/registry.ts";
import type { Problem } from "#domain/completeness.ts";

/** How much of a file `classify` wants to see, in bytes. */
export const HEAD_BYTES = 65_536;

const BINARY_WINDOW = 8192;
/** Generated bundles have thousands of bytes a line, hand-written code under a hundred. */
const MINIFIED_AVERAGE = 500;
const MINIFIED_LEAST = 4096;

export type FileKind =
  | { readonly kind: "source"; readonly language: string }
  | { readonly kind: "skipped"; readonly problem: Problem }
  | { readonly kind: "unsupported" };

export interface ClassifyOptions {
  readonly maxFileBytes: number;
  /** The user named this file: it is analysed even when it looks minified, and an unknown language is a problem. */
  readonly explicit: boolean;
  /** A second name of the file (a link to it) that may tell its language. */
  readonly alias?: string;
}

/** False when the name alone tells that no language pack covers the file, so that it need not be opened. */
export function mayBeSource(path: string, alias?: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return languageByName(path, alias) !== undefined || !name.includes(".");
}

/** What a file is, by its name, its size and its first bytes ({@link HEAD_BYTES} of them, or all). Total. */
export function classify(path: string, head: Uint8Array, bytes: number, options: ClassifyOptions): FileKind {
  const named = languageByName(path, options.alias);
  if (named !== undefined && bytes > options.maxFileBytes) {
    return skipped(path, "too-large", `${bytes} bytes, more than maxFileBytes (${options.maxFileBytes})`);
  }
  const binary = head.subarray(0, BINARY_WINDOW).includes(0);
  if (binary && (named !== undefined || options.explicit))
    return skipped(path, "binary", "holds NUL bytes, so it is not source text");
  const language = named ?? (binary ? undefined : languageOf(path, firstLine(head))?.id);
  if (language === undefined) {
    return options.explicit
      ? skipped(path, "unsupported-language", "no language pack covers this file")
      : { kind: "unsupported" };
  }
  if (bytes > options.maxFileBytes)
    return skipped(path, "too-large", `${bytes} bytes, more than maxFileBytes (${options.maxFileBytes})`);
  if (!options.explicit && looksMinified(head)) {
    return skipped(path, "minified", `lines are longer than ${MINIFIED_AVERAGE} bytes on average; name the file to analyse it`);
  }
  return { kind: "source", language };
}

/** What {@link classify} asks of the first bytes of a file whose name tells its language: text, in lines that a person wrote. */
export function isPlain(head: Uint8Array): boolean {
  return !head.subarray(0, BINARY_WINDOW).includes(0) && !looksMinified(head);
}

export function skipped(path: string, code: string, message: string): { kind: "skipped"; problem: Problem } {
  return { kind: "skipped", problem: { path, code, message } };
}

function languageByName(path: string, alias: string | undefined): string | undefined {
  return (languageOf(path) ?? (alias === undefined ? undefined : languageOf(alias)))?.id;
}

function firstLine(head: Uint8Array): string {
  const end = head.indexOf(10);
  const line = head.subarray(0, Math.min(end === -1 ? head.length : end, 256));
  return String.fromCharCode(...line);
}

function looksMinified(head: Uint8Array): boolean {
  if (head.length < MINIFIED_LEAST) return false;
  let lines = 1;
  for (const byte of head) if (byte === 10) lines++;
  return head.length / lines > MINIFIED_AVERAGE;
}
