import { z } from "zod";
import { AssayError } from "#domain/errors.ts";
import { languageByName, languageByPath, type NamedLanguage } from "./languages.ts";
import type { Row } from "./rows.ts";

/** Two states of the same code. */
export interface RawPair {
  readonly before: string;
  readonly after: string;
  readonly language: NamedLanguage | undefined;
}

const Commit = z.object({ before: z.string(), after: z.string(), file: z.string() });
const Problem = z.object({ "Insecure Code": z.string(), "Secure Code": z.string() });
const Assembled = z.object({
  gt: z.object({
    code_before: z.string(),
    vulnerable_code: z.string(),
    patched_code: z.string(),
    code_after: z.string().nullish(),
  }),
  unittest: z.object({ setup: z.string().nullish() }).optional(),
});

/** Formats by name. Each gives undefined for a row that is not of it. */
const FORMATS: Readonly<Record<string, (row: Row) => RawPair | undefined>> = {
  commit(row) {
    const { data } = Commit.safeParse(row);
    return data === undefined ? undefined : { before: data.before, after: data.after, language: languageByPath(data.file) };
  },
  problem(row) {
    const { data } = Problem.safeParse(row);
    return data === undefined
      ? undefined
      : { before: data["Insecure Code"], after: data["Secure Code"], language: languageByName("python") };
  },
  assembled(row) {
    const { data } = Assembled.safeParse(row);
    if (data === undefined) return undefined;
    const { code_before, vulnerable_code, patched_code, code_after } = data.gt;
    // The set-up holds the imports of the code that follows.
    const whole = (middle: string): string => `${data.unittest?.setup ?? ""}\n${code_before}${middle}${code_after ?? ""}`;
    return { before: whole(vulnerable_code), after: whole(patched_code), language: languageByName("python") };
  },
};

export const PAIR_FORMATS = Object.keys(FORMATS);

/** The pair in a row, in the named format or in the first one that fits. Throws AssayError `usage` where none does. */
export function pairOf(row: Row, format: string | undefined): RawPair {
  const named = format === undefined ? Object.values(FORMATS) : [FORMATS[format]];
  for (const read of named) {
    const pair = read?.(row);
    if (pair !== undefined) return pair;
  }
  throw new AssayError(
    "usage",
    `no pair of the format ${format ?? PAIR_FORMATS.join(", ")} in a row with the fields ${Object.keys(row).join(", ")}`,
  );
}
