/**
 * Canonical JSON after RFC 8785 (JCS): object keys sorted by UTF-16 code units, no spaces, numbers and strings as
 * ECMAScript prints them. Keys whose value is `undefined` are left out, as in JSON.stringify.
 * Throws a TypeError for values JSON cannot carry: non-finite numbers, bigint, functions, lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot carry ${value}`);
    return String(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new TypeError("canonical JSON cannot carry a lone surrogate");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object") {
    let text = "";
    // Without a comparator texts are sorted by UTF-16 code units.
    for (const key of Object.keys(value).toSorted()) {
      const item = (value as Readonly<Record<string, unknown>>)[key];
      if (item !== undefined) text += `${text === "" ? "" : ","}${canonicalJson(key)}:${canonicalJson(item)}`;
    }
    return `{${text}}`;
  }
  throw new TypeError(`canonical JSON cannot carry a ${typeof value}`);
}
