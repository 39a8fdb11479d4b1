import { z } from "zod";
import type { Severity } from "#domain/severity.ts";
import { LANGUAGES } from "#analysis/languages/registry.ts";

const NAMES = new Set(LANGUAGES.flatMap((pack) => pack.aliases));

/** "Language" of rules that hold expressions only and run on every file that assay reads. */
export const REGEX_LANGUAGE = "regex";

const SEVERITIES: Readonly<Record<string, Severity>> = {
  CRITICAL: "critical",
  HIGH: "high",
  ERROR: "high",
  MEDIUM: "medium",
  WARNING: "medium",
  LOW: "low",
  INFO: "info",
};

const CONFIDENCES: Readonly<Record<string, number>> = { HIGH: 0.9, MEDIUM: 0.6, LOW: 0.3 };

const CweText = z
  .string()
  .regex(/^CWE-[1-9]\d*\b/, 'expected a weakness such as "CWE-89"')
  .transform((text) => (/^CWE-\d+/.exec(text) as RegExpExecArray)[0]);

const list = <T extends z.ZodType>(item: T) => z.union([item.transform((value) => [value]), z.array(item)]);

/** What we read of a rule's metadata; other keys are the author's own and stay unread. */
const Metadata = z
  .looseObject({
    cwe: list(CweText).default([]),
    confidence: z
      .union([
        z
          .string()
          .toUpperCase()
          .pipe(z.enum(["LOW", "MEDIUM", "HIGH"], { error: "expected LOW, MEDIUM, HIGH or a number from 0 to 1" }))
          .transform((word) => CONFIDENCES[word] as number),
        z.number().min(0).max(1),
      ])
      .default(0.6),
    references: list(z.string()).default([]),
    title: z.string().optional(),
    remedy: z.string().default(""),
    redos: z.enum(["exponential", "polynomial"], { error: 'expected "exponential" or "polynomial"' }).default("exponential"),
  })
  .prefault({});

const Globs = z.array(z.string().min(1)).default([]);

/** Keys that hold patterns; read by formula-reader. */
export const FORMULA_KEYS = ["pattern", "patterns", "pattern-either", "pattern-regex"] as const;
export const TAINT_KEYS = ["pattern-sources", "pattern-sinks", "pattern-sanitizers", "pattern-propagators"] as const;
/** Other keys that have a reader of their own. */
const READ_KEYS = ["options", "fix", "fix-regex"] as const;

/** A rule but for its patterns. Strict: a key that is not listed is refused. */
export const RuleHead = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "expected letters, digits, `.`, `_` and `-`"),
  message: z.string().min(1),
  severity: z
    .enum(Object.keys(SEVERITIES) as [string, ...string[]], {
      error: ({ input }) =>
        input === undefined
          ? '"severity" is missing'
          : `severity ${JSON.stringify(input)} is not supported; there are ${Object.keys(SEVERITIES).join(", ")}`,
    })
    .transform((word) => SEVERITIES[word] as Severity),
  languages: z
    .array(
      z.string().refine((name) => name === REGEX_LANGUAGE || NAMES.has(name), {
        error: ({ input }) =>
          `language ${JSON.stringify(input)} is not supported; there are ${[REGEX_LANGUAGE, ...NAMES].join(", ")}`,
      }),
    )
    .min(1),
  mode: z
    .enum(["search", "taint"], {
      error: ({ input }) => `mode ${JSON.stringify(input)} is not supported; there are "search" and "taint"`,
    })
    .default("search"),
  metadata: Metadata,
  paths: z.strictObject({ include: Globs, exclude: Globs }).optional(),
  /** A hint which Semgrep can run the rule; what a rule needs is checked by name. */
  "min-version": z.string().optional(),
  ...Object.fromEntries([...FORMULA_KEYS, ...TAINT_KEYS, ...READ_KEYS].map((key) => [key, z.unknown().optional()])),
});
export type RuleHead = z.infer<typeof RuleHead>;
