import { unescape } from "#analysis/lower/escapes.ts";

/** The value of a number or character as C writes it, suffixes allowed; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  if (/^(?:0|[1-9]\d*)$/u.test(text)) return Number(text);
  if (/^[LuU8]*'/u.test(text)) {
    const inside = text.slice(text.indexOf("'") + 1, -1);
    const octal = /^\\([0-7]{1,3})$/u.exec(inside);
    if (octal !== null) return Number.parseInt(octal[1] as string, 8);
    return unescape(inside).codePointAt(0);
  }
  const plain = text.replaceAll("'", "");
  const hex = /^(0[xX][0-9a-fA-F]+|0[bB][01]+)[uUlLzZ]*$/u.exec(plain);
  if (hex !== null) return Number(hex[1]);
  const octal = /^0([0-7]+)[uUlL]*$/u.exec(plain);
  if (octal !== null) return Number.parseInt(octal[1] as string, 8);
  const decimal = /^(\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)[uUlLfF]*$/u.exec(plain);
  return decimal === null ? undefined : Number(decimal[1]);
}

/** What stands between the quotes of a literal, escapes resolved. */
export function textIn(inside: string): string {
  return inside.includes("\\") ? unescape(octal(inside)) : inside;
}

/** Octal escapes as hexadecimal ones. */
function octal(inside: string): string {
  return inside.replaceAll(/\\(?:([0-7]{1,3})|([\s\S]))/gu, (whole, digits: string | undefined) =>
    digits === undefined ? whole : `\\x${(Number.parseInt(digits, 8) & 0xff).toString(16).padStart(2, "0")}`,
  );
}
