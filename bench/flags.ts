import { parseArgs } from "node:util";
import type { z } from "zod";

/** Values of `--name value` options by their schema; `help` when asked for, a sentence when they cannot be used. */
export function readFlags<T extends z.ZodRawShape>(
  flags: z.ZodObject<T>,
  args: readonly string[],
): z.infer<z.ZodObject<T>> | "help" | { readonly wrong: string } {
  const options = Object.fromEntries(Object.keys(flags.shape).map((name) => [name, { type: "string" } as const]));
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: [...args], options: { ...options, help: { type: "boolean" } } }));
  } catch (cause) {
    if (cause instanceof TypeError && "code" in cause) return { wrong: cause.message };
    throw cause;
  }
  if (values.help === true) return "help";
  const parsed = flags.safeParse(values);
  if (parsed.success) return parsed.data;
  return { wrong: parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`).join("; ") };
}
