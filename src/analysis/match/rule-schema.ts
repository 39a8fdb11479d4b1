import { z } from "zod";
import type { Severity } from "#domain/severity.ts";
import { LANGUAGES } from "#analysis/languages/registry.ts";

const NAMES = new Set(LANGUAGES.flatMap((pack) => pack.aliases));

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
      .union([z.enum(["LOW", "MEDIUM", "HIGH"]).transform((word) => CONFIDENCES[word] as number), z.number().min(0).max(1)])
      .default(0.6),
    references: list(z.string()).default([]),
    title: z.string().optional(),
    remedy: z.string().default(""),
  })
  .prefault({});

const Globs = z.array(z.string().min(1)).default([]);

/** Keys that hold patterns; read by formula-reader. */
export const FORMULA_KEYS = ["pattern", "patterns", "pattern-either", "pattern-regex"] as const;
export const TAINT_KEYS = ["pattern-sources", "pattern-sinks", "pattern-sanitizers"] as const;

/** A rule but for its patterns. Strict: a key that is not listed is refused. */
export const RuleHead = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "expected letters, digits, `.`, `_` and `-`"),
  message: z.string().min(1),
  severity: z.enum(Object.keys(SEVERITIES) as [string, ...string[]]).transform((word) => SEVERITIES[word] as Severity),
  languages: z
    .array(
      z.string().refine((name) => NAMES.has(name), { error: (issue) => `language "${String(issue.input)}" is not supported` }),
    )
    .min(1),
  mode: z.enum(["search", "taint"], { error: (issue) => `mode "${String(issue.input)}" is not supported` }).default("search"),
  metadata: Metadata,
  paths: z.strictObject({ include: Globs, exclude: Globs }).optional(),
  options: z.strictObject({}).optional(),
  ...Object.fromEntries([...FORMULA_KEYS, ...TAINT_KEYS].map((key) => [key, z.unknown().optional()])),
});
export type RuleHead = z.infer<typeof RuleHead>;
