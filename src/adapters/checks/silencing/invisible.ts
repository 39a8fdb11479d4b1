import type { Detector } from "./silencing.ts";

/** Control characters without tab and line ends, zero-width, bidirectional, tag, variation and filler characters, which a reviewer cannot see: inclusive ranges of code points. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x0, 0x8],
  [0xb, 0xb],
  [0xe, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe01ef],
];

export const addsInvisibleText: Detector = ({ path, before, after }) =>
  invisible(after) > invisible(before) ? { reason: "invisible-text", detail: `${path}: adds invisible characters` } : undefined;

function invisible(text: string): number {
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if ((code < 0x20 || code > 0x7e) && INVISIBLE.some(([from, to]) => code >= from && code <= to)) count++;
  }
  return count;
}
