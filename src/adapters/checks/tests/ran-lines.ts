import { z } from "zod";
import type { RunLines } from "./patched-lines.ts";

const Lines = z.object({ lines: z.record(z.string(), z.object({ ran: z.array(z.int()), lines: z.array(z.int()) })) });

/** Which lines of the watched files ran, by path inside, from the report of our Python programs; empty when it does not say. */
export function parseRanLines(report: string): ReadonlyMap<string, RunLines> {
  let read: unknown;
  try {
    read = JSON.parse(report);
  } catch {
    return new Map();
  }
  const parsed = Lines.safeParse(read);
  if (!parsed.success) return new Map();
  return new Map(
    Object.entries(parsed.data.lines).map(([path, { ran, lines }]) => {
      const known = new Set(lines);
      return [path, { ran: new Set(ran), can: (line: number) => known.has(line) }];
    }),
  );
}
