import { z } from "zod";
import { RepoPath } from "./ids.ts";

/** A region of one file. Lines and columns are 1-based, columns count UTF-16 units, the end is exclusive. */
export const Location = z
  .object({
    path: RepoPath,
    startLine: z.int().min(1),
    startColumn: z.int().min(1),
    endLine: z.int().min(1),
    endColumn: z.int().min(1),
  })
  .readonly();
export type Location = z.infer<typeof Location>;

/** True when the two regions share at least one character, or touch where one is empty. Paths must be equal. */
export function overlaps(a: Location, b: Location): boolean {
  if (a.path !== b.path) return false;
  return before(a.startLine, a.startColumn, b.endLine, b.endColumn) && before(b.startLine, b.startColumn, a.endLine, a.endColumn);
}

function before(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column <= otherColumn);
}
