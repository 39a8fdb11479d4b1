import { compareDigits } from "./digits.ts";

const STABILITY: Readonly<Record<string, number>> = {
  dev: 0,
  alpha: 1,
  a: 1,
  beta: 2,
  b: 2,
  rc: 3,
  "": 4,
  "#": 5,
  pl: 6,
  p: 6,
  patch: 6,
};

/** Order of Composer's versions, as PHP's version_compare has it after normalization. Undefined for a branch. */
export function compareComposer(a: string, b: string): number | undefined {
  const [x, y] = [parts(a), parts(b)];
  if (x === undefined || y === undefined) return undefined;
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const order = comparePart(x[index] ?? "", y[index] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** At least four numbers come first, so that `1.0` and `1.0.0.0` are one. */
function parts(version: string): string[] | undefined {
  const [, numbers, rest] = /^v?(\d+(?:\.\d+)*)[-_.+]?([0-9A-Za-z.+_-]*)$/u.exec(version.trim()) ?? [];
  if (numbers === undefined || rest === undefined) return undefined;
  const stable = numbers.split(".");
  while (stable.length < 4) stable.push("0");
  const label =
    rest
      .replace(/\+.*$/u, "")
      .toLowerCase()
      .match(/\d+|[a-z]+/gu) ?? [];
  return [...stable, ...label.filter((part) => part !== "stable")];
}

function comparePart(a: string, b: string): number {
  if (/^\d/u.test(a) && /^\d/u.test(b)) return compareDigits(a, b);
  return rank(a) - rank(b);
}

function rank(part: string): number {
  return STABILITY[/^\d/u.test(part) ? "#" : part] ?? 0;
}
