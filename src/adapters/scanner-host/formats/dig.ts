/** The value at a path of names and indices, or undefined where something on the way is missing or of another kind. Own members only. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Record<string | number, unknown>)[key];
  }
  return inner;
}

export function digText(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = dig(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** A whole number, also one written as text; undefined for everything else. */
export function digWhole(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = dig(value, ...path);
  const number = typeof found === "string" && /^-?\d{1,15}$/u.test(found) ? Number(found) : found;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** The items of a list; none for everything else. */
export function digList(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A text or number as text; empty for everything else. */
export function scalar(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
