import type { Edit } from "web-tree-sitter";

type Point = Edit["startPosition"];

/** What turns one text into another, as one replaced range; offsets and columns in UTF-16 units, rows 0-based. Undefined for equal texts. */
export function editBetween(before: string, after: string): ConstructorParameters<typeof Edit>[0] | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  // Halves of one character stay together.
  if (start > 0 && (before.charCodeAt(start - 1) & 0xfc00) === 0xd800) start--;
  let same = 0;
  const most = shorter - start;
  while (same < most && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  if (same > 0 && (before.charCodeAt(before.length - same) & 0xfc00) === 0xdc00) same--;
  const [oldEndIndex, newEndIndex] = [before.length - same, after.length - same];
  const startPosition = pointAfter({ row: 0, column: 0 }, before, 0, start);
  return {
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition,
    oldEndPosition: pointAfter(startPosition, before, start, oldEndIndex),
    newEndPosition: pointAfter(startPosition, after, start, newEndIndex),
  };
}

function pointAfter({ row, column }: Point, text: string, from: number, to: number): Point {
  let [line, begin] = [row, from - column];
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
    line++;
    begin = at + 1;
  }
  return { row: line, column: to - begin };
}
