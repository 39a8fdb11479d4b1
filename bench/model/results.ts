import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { AssayError } from "#domain/errors.ts";
import { ARMS } from "./arms.ts";

/** What one arm made of one case. */
export const ArmOutcome = z.object({
  case: z.string(),
  group: z.string(),
  arm: z.enum(ARMS),
  /** Of the published tests; absent where there are none, or where nothing was given: then both are false. */
  functional: z.boolean(),
  secure: z.boolean(),
  /** Why the tests say nothing; undefined when they do. */
  ungraded: z.string().optional(),
  given: z.boolean(),
  left: z.int(),
  why: z.string(),
  calls: z.int(),
  tokens: z.int(),
  cost: z.number(),
  seconds: z.number(),
});
export type ArmOutcome = z.infer<typeof ArmOutcome>;

/** The first line of the file: results of another question are not continued. */
const Head = z.object({ question: z.string() });

/** Results as they come, one a line, so that a run that was killed goes on where it stood. */
export interface ResultFile {
  readonly known: readonly ArmOutcome[];
  add(outcome: ArmOutcome): void;
}

/** Opens or continues the file. A last line that was cut is left out and asked again. Throws AssayError `usage` for the results of another `question`. */
export function openResults(file: string, question: string): ResultFile {
  mkdirSync(dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = text.split("\n").slice(0, -1);
  if (lines.length === 0) appendFileSync(file, `${JSON.stringify({ question })}\n`);
  else if (Head.safeParse(JSON.parse(lines[0] ?? "")).data?.question !== question)
    throw new AssayError("usage", `${file} holds the results of other data, another model or other limits; name another --state`);
  else if (!text.endsWith("\n")) appendFileSync(file, "\n");
  const known = lines.slice(1).flatMap((line) => parsed(line));
  return { known, add: (outcome) => appendFileSync(file, `${JSON.stringify(outcome)}\n`) };
}

function parsed(line: string): ArmOutcome[] {
  try {
    return [ArmOutcome.parse(JSON.parse(line))];
  } catch (cause) {
    if (cause instanceof SyntaxError) return [];
    throw cause;
  }
}
