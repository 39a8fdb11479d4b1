import { unescape } from "#analysis/lower/escapes.ts";

/** The value of a number as Java writes it; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  const plain = text.replaceAll("_", "");
  const based = /^(0[xX][0-9a-fA-F]+|0[bB][01]+)[lL]?$/u.exec(plain);
  if (based !== null) return Number(based[1]);
  const octal = /^0([0-7]+)[lL]?$/u.exec(plain);
  if (octal !== null) return Number.parseInt(octal[1] as string, 8);
  const decimal = /^(\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)[lLfFdD]?$/u.exec(plain);
  return decimal === null ? undefined : Number(decimal[1]);
}

/** The text that a string literal, a text block or a character stands for. */
export function textIn(literal: string): string {
  const block = /^"""[^\S\n]*\r?\n([\s\S]*)"""$/u.exec(literal)?.[1];
  if (block === undefined) return unescape(octal(literal.slice(1, -1)));
  const lines = block.split(/\r?\n/u);
  const indents = lines.flatMap((line, at) =>
    line.trim() === "" && at < lines.length - 1 ? [] : [/^[^\S\n]*/u.exec(line)?.[0].length ?? 0],
  );
  const indent = Math.min(...indents);
  return unescape(octal(lines.map((line) => line.slice(indent).trimEnd()).join("\n")));
}

/** Octal escapes as hexadecimal ones, and `\s`, which is a blank. */
function octal(inside: string): string {
  return inside.replaceAll(
    /\\(?:([0-3]?[0-7]{1,2})|([\s\S]))/gu,
    (whole, digits: string | undefined, other: string | undefined) =>
      digits !== undefined ? `\\x${Number.parseInt(digits, 8).toString(16).padStart(2, "0")}` : other === "s" ? " " : whole,
  );
}
