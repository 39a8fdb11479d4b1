import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { lineStarts } from "#lib/text.ts";
import type { RunLines } from "./patched-lines.ts";

/** Larger reports are not read: the code under test can write into the folder. */
const MOST_BYTES = 32 << 20;
const MOST_FILES = 500;

const Range = z.object({ startOffset: z.number(), endOffset: z.number(), count: z.number() });
const Report = z.object({
  result: z.array(z.object({ url: z.string(), functions: z.array(z.object({ ranges: z.array(Range) })) })),
});

/**
 * Lines of files that ran, from the folder that NODE_V8_COVERAGE named. `texts` holds the files' texts by the URL under which Node loaded them; a
 * file that no process loaded has no entry. Offsets are those of the text, which holds for what Node loads itself.
 */
export async function readV8Coverage(folder: string, texts: ReadonlyMap<string, string>): Promise<Map<string, RunLines>> {
  const ran = new Map<string, Set<number>>();
  for (const name of (await readdir(folder).catch(() => [])).slice(0, MOST_FILES)) {
    const path = join(folder, name);
    const info = await stat(path);
    if (!info.isFile() || info.size > MOST_BYTES) continue;
    for (const { url, functions } of parse(await readFile(path, "utf8"))) {
      const text = texts.get(url);
      if (text === undefined) continue;
      const ranges = functions.flatMap((one) => one.ranges);
      const found = ran.get(url) ?? new Set<number>();
      for (const line of runLines(text, ranges)) found.add(line);
      ran.set(url, found);
    }
  }
  return new Map(
    [...ran].map(([url, lines]) => {
      const rows = (texts.get(url) ?? "").split("\n");
      return [url, { ran: lines, can: (line: number) => isCode(rows[line - 1] ?? "") }];
    }),
  );
}

function parse(text: string): z.infer<typeof Report>["result"] {
  try {
    return Report.parse(JSON.parse(text)).result;
  } catch {
    // Cut short by a process that was ended: what others wrote still counts.
    return [];
  }
}

/** The innermost range around a line's first character says whether it ran. */
function runLines(text: string, ranges: readonly z.infer<typeof Range>[]): number[] {
  return lineStarts(text).flatMap((start, index) => {
    const blank = /^[^\S\n]*/.exec(text.slice(start, start + 1000))?.[0].length ?? 0;
    const offset = start + blank;
    const around = ranges.filter((range) => range.startOffset <= offset && range.endOffset > offset);
    const inner = around.toSorted((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))[0];
    return inner !== undefined && inner.count > 0 ? [index + 1] : [];
  });
}

/** Not blank, no comment alone, not only brackets. */
function isCode(line: string): boolean {
  return !/^\s*(?:$|\/\/|\/?\*)/.test(line) && /[\w$]/.test(line);
}
