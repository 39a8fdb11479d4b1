import { diffLines } from "diff";

/** Half-open range of 1-based lines; empty where lines stand only in the other text: then `from` is the line before which they belong. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Where two texts differ: the n-th range of each side belong together. Blanks at the ends of lines make no difference. */
export function changedRanges(
  before: string,
  after: string,
): { readonly before: readonly LineRange[]; readonly after: readonly LineRange[] } {
  const ranges = { before: [] as LineRange[], after: [] as LineRange[] };
  let [left, right] = [1, 1];
  let [removed, added] = [0, 0];
  const close = (): void => {
    if (removed === 0 && added === 0) return;
    ranges.before.push({ from: left, to: left + removed });
    ranges.after.push({ from: right, to: right + added });
    [left, right, removed, added] = [left + removed, right + added, 0, 0];
  };
  for (const part of diffLines(withoutTrails(before), withoutTrails(after))) {
    if (part.removed) removed += part.count;
    else if (part.added) added += part.count;
    else {
      close();
      left += part.count;
      right += part.count;
    }
  }
  close();
  return ranges;
}

/** True when the lines (both ends included) lie in or within `slack` lines of a range. */
export function touches(
  ranges: readonly LineRange[],
  lines: { readonly from: number; readonly to: number },
  slack: number,
): boolean {
  return ranges.some(({ from, to }) => lines.from <= Math.max(from, to - 1) + slack && lines.to >= from - slack);
}

function withoutTrails(text: string): string {
  return `${text.replace(/[ \t\r]+$/gmu, "")}\n`;
}
