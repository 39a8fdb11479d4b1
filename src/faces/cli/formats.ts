import { InvalidArgumentError } from "commander";

/** What standard output may carry. */
export const FORMATS = ["text", "json", "sarif", "markdown"] as const;

/** What a file may hold besides. */
export const FILE_FORMATS = [
  ...FORMATS,
  "html",
  "card",
  "gitlab-sast",
  "gitlab-codequality",
  "sonarqube",
  "junit",
  "rdjson",
] as const;
export type Format = (typeof FILE_FORMATS)[number];

/** The value of `--format`. Throws InvalidArgumentError, with the way to write it where a file may hold it. */
export function shownFormat(value: string): string {
  if (FORMATS.some((format) => format === value)) return value;
  const filed = FILE_FORMATS.some((format) => format === value);
  throw new InvalidArgumentError(
    filed
      ? `It is written to a file: -o ${value}=FILE.`
      : `Allowed choices are ${FORMATS.join(", ")}; -o FORMAT=FILE knows more.`,
  );
}

/** A folder of SARIF files, each within the limits of those who take them. */
const PIECES = "sarif:";

/** Files named by `--output`. */
export interface NamedOutputs {
  /** Where the result goes instead of standard output. */
  readonly main?: string;
  readonly more: readonly { readonly format: Format | "sarif-pieces"; readonly file: string }[];
}

/** One `--output`: `FILE`, or `FORMAT=FILE` and `sarif:FOLDER`, which may be given several times. */
export function collectOutput(value: string, previous: NamedOutputs | undefined): NamedOutputs {
  const { main, more } = previous ?? { more: [] };
  if (value.startsWith(PIECES)) {
    const folder = value.slice(PIECES.length);
    if (folder === "" || folder === "-") throw new InvalidArgumentError("sarif: needs a folder.");
    return { ...(main === undefined ? {} : { main }), more: [...more, { format: "sarif-pieces", file: folder }] };
  }
  const format = FILE_FORMATS.find((name) => value.startsWith(`${name}=`));
  if (format !== undefined) {
    const file = value.slice(format.length + 1);
    if (file === "" || file === "-") throw new InvalidArgumentError(`${format}= needs a file.`);
    return { ...(main === undefined ? {} : { main }), more: [...more, { format, file }] };
  }
  const unknown = /^([a-z][a-z-]*)=/u.exec(value)?.[1];
  if (unknown !== undefined)
    throw new InvalidArgumentError(`No format is called ${unknown}; there are ${FILE_FORMATS.join(", ")}.`);
  if (main !== undefined) throw new InvalidArgumentError("Only one file can hold the result; name others as FORMAT=FILE.");
  return { main: value, more };
}
