/** Compares two runs of decimal digits of any length by their value. */
export function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+(?=\d)/u, ""), b.replace(/^0+(?=\d)/u, "")];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
