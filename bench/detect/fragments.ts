import type { TreeParser } from "#analysis/parse/parser.ts";
import { isWhole } from "./strip-comments.ts";

/** Surroundings in which a piece of ECMAScript may be whole: all on the piece's own first and last line, so that lines stay. */
const AROUND: readonly (readonly [string, string])[] = [
  ["({", "\n})"],
  ["class Fragment {", "\n}"],
  ["(", "\n)"],
  ["async function fragment() {", "\n}"],
];

/**
 * Pieces cut out of files (methods, callbacks, indented functions) as texts that a parser for whole files takes, lines unchanged. All pieces
 * get the same surroundings; where none fits all of them they stay as they are.
 */
export async function wholeTexts(parser: TreeParser, language: string, pieces: readonly string[]): Promise<readonly string[]> {
  if (language === "python") return pieces.map(dedent);
  if (!["javascript", "typescript", "tsx"].includes(language)) return pieces;
  for (const [open, close] of [["", ""] as const, ...AROUND]) {
    const whole = pieces.map((piece) => (open === "" ? piece : `${open}${piece.trimEnd().replace(/[,;]$/u, "")}${close}`));
    const fits = await Promise.all(whole.map((text) => isWhole(parser, language, text)));
    if (fits.every(Boolean)) return whole;
  }
  return pieces;
}

/** Takes the first line's indentation from every line that has it. */
function dedent(piece: string): string {
  const indent = /^(?:[ \t]*\r?\n)*([ \t]*)/u.exec(piece)?.[1] ?? "";
  if (indent === "") return piece;
  return piece
    .split("\n")
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join("\n");
}
