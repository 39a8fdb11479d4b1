import { z } from "zod";
import { readFlags } from "#bench/flags.ts";

const SETS = ["cweval", "seccodeplt", "codeseceval", "seccodebench"] as const;

export const OPTIONS_HELP = `  --data <path>         JSONL with unsafe programs; needed
  --set <name>          ${SETS.join(", ")}; needed
  --language <name>     only cases in this language: py, js, c
  --only <text>         only cases whose id holds this text
  --cwe <number>        only cases of this weakness
  --limit <n>           at most so many cases, spread over the groups
  --seconds <n>         takes no further case after so long; what is left is said
  --jobs <n>            cases at a time (1)
  --modules <path>      a node_modules folder for JavaScript programs
  --errors <path>       writes every case with its repairs and grades there as JSON
  --bootstrap <n>       samples for the 95 % intervals; 0 leaves them out (1000)
  --seed <n>            seed of the samples (1)
  --format <format>     text or json (text)
Python programs run under the first python3 of the path: it needs pytest and what the programs import.`;

const count = z.coerce.number().int().min(0);

const Flags = z.object({
  data: z.string(),
  set: z.enum(SETS),
  language: z.string().optional(),
  only: z.string().optional(),
  cwe: z.string().optional(),
  limit: count.optional(),
  seconds: z.coerce.number().positive().optional(),
  jobs: z.coerce.number().int().min(1).default(1),
  modules: z.string().optional(),
  errors: z.string().optional(),
  bootstrap: count.default(1000),
  seed: count.default(1),
  format: z.enum(["text", "json"]).default("text"),
});
export type RepairOptions = z.infer<typeof Flags>;

/** Options of the command line; `help` when asked for, a sentence when they cannot be used. */
export function readOptions(args: readonly string[]): RepairOptions | "help" | { readonly wrong: string } {
  return readFlags(Flags, args);
}
