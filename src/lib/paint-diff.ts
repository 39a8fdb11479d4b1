import type { Paint } from "./paint.ts";
import { showInvisible } from "./text.ts";

/** A unified diff for a terminal: one entry a line, invisible characters shown, headers, added and removed lines coloured. */
export function paintDiff(diff: string, paint: Paint): string[] {
  const lines = diff.split("\n");
  if (lines.at(-1) === "") lines.pop();
  let [removed, added] = [0, 0];
  return lines.map((line) => {
    const shown = showInvisible(line.endsWith("\r") ? line.slice(0, -1) : line);
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (hunk) {
      [removed, added] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
      return paint("cyan", shown);
    }
    if (line.startsWith("\\")) return paint("dim", shown);
    if (removed <= 0 && added <= 0) return paint("bold", shown);
    if (!line.startsWith("+")) removed--;
    if (!line.startsWith("-")) added--;
    return line.startsWith("+") ? paint("green", shown) : line.startsWith("-") ? paint("red", shown) : shown;
  });
}
