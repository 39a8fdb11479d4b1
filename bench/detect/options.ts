import { parseArgs } from "node:util";
import { z } from "zod";
import { Cwe } from "#domain/cwe.ts";
import { Severity } from "#domain/severity.ts";
import { AssayError } from "#domain/errors.ts";
import type { Threshold } from "./outcome.ts";
import { PAIR_FORMATS } from "./pair-formats.ts";
import { parseRows, readBytes } from "./rows.ts";

export interface Options {
  readonly data: string;
  readonly language: string | undefined;
  /** Field and value that rows must have. */
  readonly where: readonly (readonly [field: string, value: string])[];
  readonly engines: readonly string[];
  readonly json: boolean;
  /** Fields to slice by; `language` first. */
  readonly by: readonly string[];
  readonly rounds: number;
  readonly seed: number;
  readonly errors: string | undefined;
  readonly causes: number;
  readonly threshold: Threshold;
  readonly weaknesses: Readonly<Record<string, string>>;
  readonly format: string | undefined;
  readonly assume: string;
}

export const OPTIONS_HELP = `  --data <path>              JSONL with labelled code; needed
  --language <name>          only rows in this language
  --where <field=value>      only rows whose field has this value; repeatable
  --engine <id>              only this scanner; repeatable (all that are installed)
  --severity <severity>      least severity that counts (medium)
  --probability <number>     least probability that counts (0.3)
  --match-cwe                only defects of the row's own family of weaknesses count
  --cwe-map <path>           JSON object: prefix of id to weakness, for data that names none
  --by <field>               a further table by this field of the rows; repeatable
  --cwe                      the same as --by cwe
  --bootstrap <n>            samples for the 95 % intervals; 0 leaves them out (1000)
  --seed <n>                 seed of the samples (1)
  --causes <n>               how many causes of error to list (15)
  --errors <path>            writes false positives and false negatives there as JSON
  --format-of <name>         format of pairs: ${PAIR_FORMATS.join(", ")} (by the fields present)
  --assume-language <name>   language of rows that name none
  --format <format>          text or json (text)`;

const count = z.coerce.number().int().min(0);
const list = z.array(z.string()).default([]);

const Flags = z.object({
  data: z.string(),
  language: z.string().optional(),
  where: z.array(z.string().regex(/^[^=]+=/u, "must be field=value")).default([]),
  engine: list,
  severity: Severity.default("medium"),
  probability: z.coerce.number().min(0).max(1).default(0.3),
  "match-cwe": z.boolean().default(false),
  "cwe-map": z.string().optional(),
  by: list,
  cwe: z.boolean().default(false),
  bootstrap: count.default(1000),
  seed: count.default(1),
  causes: count.default(15),
  errors: z.string().optional(),
  "format-of": z.enum(PAIR_FORMATS).optional(),
  "assume-language": z.string().default("unknown"),
  format: z.enum(["text", "json"]).default("text"),
});

/** Options of the command line; `help` when asked for, a sentence when they cannot be used. */
export function readOptions(args: readonly string[]): Options | "help" | { readonly wrong: string } {
  const text = { type: "string" } as const;
  const many = { type: "string", multiple: true } as const;
  const flag = { type: "boolean" } as const;
  const options = Object.fromEntries(
    Object.keys(Flags.shape).map((name) => [
      name,
      ["where", "engine", "by"].includes(name) ? many : ["match-cwe", "cwe"].includes(name) ? flag : text,
    ]),
  );
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: [...args], options: { ...options, help: flag } }));
  } catch (cause) {
    if (cause instanceof TypeError && "code" in cause) return { wrong: cause.message };
    throw cause;
  }
  if (values.help === true) return "help";
  const { data: flags, error } = Flags.safeParse(values);
  if (flags === undefined)
    return { wrong: error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`).join("; ") };
  return {
    data: flags.data,
    language: flags.language,
    where: flags.where.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)] as const),
    engines: flags.engine,
    json: flags.format === "json",
    by: [...new Set(["language", ...flags.by, ...(flags.cwe ? ["cwe"] : [])])],
    rounds: flags.bootstrap,
    seed: flags.seed,
    errors: flags.errors,
    causes: flags.causes,
    threshold: { severity: flags.severity, probability: flags.probability, matchCwe: flags["match-cwe"] },
    weaknesses: flags["cwe-map"] === undefined ? {} : readWeaknesses(flags["cwe-map"]),
    format: flags["format-of"],
    assume: flags["assume-language"],
  };
}

/** A JSON object from prefixes of ids to weaknesses. */
function readWeaknesses(path: string): Readonly<Record<string, string>> {
  const [map] = parseRows(readBytes(path).toString("utf8").replace(/\s+/gu, " "));
  const { data } = z.record(z.string(), Cwe).safeParse(map);
  if (data === undefined)
    throw new AssayError("usage", `${path} is not a JSON object from prefixes of ids to weaknesses such as CWE-79`);
  return data;
}
