import { compareDigits } from "./digits.ts";

/** Order of gems' versions (https://docs.ruby-lang.org/en/master/Gem/Version.html): letters make a pre-release. Undefined for no version. */
export function compareRubyGems(a: string, b: string): number | undefined {
  const [x, y] = [segments(a), segments(b)];
  if (x === undefined || y === undefined) return undefined;
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [mine, theirs] = [x[index] ?? "0", y[index] ?? "0"];
    const [i, j] = [/^\d/u.test(mine), /^\d/u.test(theirs)];
    const order = i && j ? compareDigits(mine, theirs) : i !== j ? (i ? 1 : -1) : mine < theirs ? -1 : mine > theirs ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}

function segments(version: string): string[] | undefined {
  const text = version.trim().replaceAll("-", ".pre.");
  if (!/^\d+(?:\.[0-9A-Za-z]+)*$/u.test(text)) return undefined;
  return text.match(/\d+|[A-Za-z]+/gu) ?? undefined;
}
