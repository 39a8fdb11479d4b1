import { z } from "zod";
import { by } from "#lib/compare.ts";
import { Cwe } from "./cwe.ts";

/** What `--standard` takes. A year stands for an edition before the latest. */
export const STANDARDS = [
  "asvs",
  "cert-c",
  "cert-java",
  "cwe-top25",
  "cwe-top25-2024",
  "misra-c",
  "owasp-top10",
  "owasp-top10-2021",
] as const;
export type StandardId = (typeof STANDARDS)[number];

/** One rule of a published standard, in our words, and which weaknesses break it. */
export const StandardRule = z.strictObject({
  /** As the standard names it: `STR31-C`, `Rule 17.7`, `A03`. */
  id: z.string().min(1),
  /** Its subject in our own words. */
  about: z.string().min(1),
  /** Weaknesses that break it, as numbers in the files and as ids once read. */
  cwes: z
    .array(
      z
        .int()
        .min(1)
        .transform((number) => Cwe.parse(`CWE-${number}`)),
    )
    .default([]),
  /** Rules of assay whose findings break it whatever weakness they name. */
  rules: z.array(z.string().min(1)).default([]),
  /** Engines whose every finding breaks it. */
  engines: z.array(z.string().min(1)).default([]),
  /** What is looked for where that is less than the rule asks. */
  narrower: z.string().min(1).optional(),
  /** Why no rule looks for it; said as long as that is so. */
  unchecked: z.string().min(1).optional(),
});
export type StandardRule = z.infer<typeof StandardRule>;

export const Standard = z.strictObject({
  /** What `--standard` calls it. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/u),
  title: z.string().min(1),
  edition: z.string().min(1),
  source: z.url(),
  /** Families of languages that it speaks of; absent: every language. */
  languages: z.array(z.string().min(1)).optional(),
  rules: z.array(StandardRule).min(1),
});
export type Standard = z.infer<typeof Standard>;

/** A rule of the embedded analyser: which weaknesses it looks for, in which families of languages. */
export interface CatalogueRule {
  readonly id: string;
  readonly cwes: readonly string[];
  readonly families: readonly string[];
}

/** The rules that look for what breaks a rule of a standard in files of one family, by id. */
export function rulesFor(
  { cwes, rules }: StandardRule,
  catalogue: readonly CatalogueRule[],
  family: string,
): readonly CatalogueRule[] {
  const wanted = new Set<string>(cwes);
  return catalogue
    .filter((one) => one.families.includes(family) && (rules.includes(one.id) || one.cwes.some((cwe) => wanted.has(cwe))))
    .toSorted(by(({ id }) => id));
}
