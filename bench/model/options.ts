import { z } from "zod";
import { readFlags } from "#bench/flags.ts";
import { ARMS } from "./arms.ts";
import { MODEL_SETS } from "./case.ts";

export const MODEL_OPTIONS_HELP = `  --model <url>         endpoint, such as http://127.0.0.1:8000/v1; needed
  --name <model>        what the endpoint calls the model; needed
  --kind <kind>         openai or anthropic (openai)
  --key-variable <name> environment variable that holds the key
  --price <in,out>      US dollars for a million tokens (0,0)
  --data <path>         JSONL with the cases; needed
  --set <name>          ${MODEL_SETS.join(", ")}; needed. own: rows with id, language, and request (generate) or code (repair)
  --state <folder>      results and cassettes; a run that was killed goes on there; needed
  --arms <list>         ${ARMS.join(",")} (all)
  --rounds <n>          most answers of one case, for arms that ask again (3)
  --max-tokens <n>      of the whole run; what is left is said (1000000)
  --max-cost <dollars>  of the whole run (10)
  --limit <n>           at most so many cases
  --only <text>         only cases whose id holds this text
  --engines <list>      engines of arms that scan (all)
  --modules <path>      a node_modules folder for JavaScript programs
  --bootstrap <n>       samples for the 95 % intervals (1000)
  --format <format>     text or json (text)`;

const count = z.coerce.number().int().min(0);
const list = (text: string): string[] => text.split(",").map((item) => item.trim());

const Flags = z.object({
  model: z.url({ protocol: /^https?$/u }),
  name: z.string().min(1),
  kind: z.enum(["openai", "anthropic"]).default("openai"),
  "key-variable": z.string().optional(),
  price: z
    .string()
    .regex(/^\d+(?:\.\d+)?,\d+(?:\.\d+)?$/u, "two numbers with a comma")
    .transform((text) => list(text).map(Number))
    .default([0, 0]),
  data: z.string(),
  set: z.enum(MODEL_SETS),
  state: z.string(),
  arms: z
    .string()
    .transform(list)
    .pipe(z.array(z.enum(ARMS)).min(1))
    .default([...ARMS]),
  rounds: count.min(1).default(3),
  "max-tokens": count.default(1_000_000),
  "max-cost": z.coerce.number().min(0).default(10),
  limit: count.optional(),
  only: z.string().optional(),
  engines: z.string().transform(list).optional(),
  modules: z.string().optional(),
  bootstrap: count.default(1000),
  format: z.enum(["text", "json"]).default("text"),
});
export type ModelOptions = z.infer<typeof Flags>;

/** Options of the command line; `help` when asked for, a sentence when they cannot be used. */
export function readModelOptions(args: readonly string[]): ModelOptions | "help" | { readonly wrong: string } {
  return readFlags(Flags, args);
}
