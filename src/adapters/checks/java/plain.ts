/** A type whose values can be written down, given to the driver and left open for a solver. */
export interface Plain {
  readonly form: "one" | "list" | "text";
  readonly base: "byte" | "short" | "int" | "long" | "char" | "boolean" | "float" | "double";
}

export interface PlainParameter extends Plain {
  readonly name: string;
}

/** Numbers; a character is its code, false is 0, a text the list of its UTF-16 units. */
export type PlainValue = bigint | readonly bigint[] | null;

const WRITTEN = /^(?<base>byte|short|int|long|char|boolean|float|double)(?<list>\s*\[\s*\])?$/u;

/** Undefined for types that are not plain. */
export function plainOf(type: string): Plain | undefined {
  const written = type.trim().replace(/^(?:java\.lang\.)(?=\w+$)/u, "");
  if (written === "String" || written === "CharSequence") return { form: "text", base: "char" };
  const { base, list } = WRITTEN.exec(written)?.groups ?? {};
  return base === undefined ? undefined : { form: list === undefined ? "one" : "list", base: base as Plain["base"] };
}

const BITS: Readonly<Record<Plain["base"], number>> = {
  byte: 8,
  short: 16,
  int: 32,
  long: 64,
  char: 16,
  boolean: 1,
  float: 32,
  double: 32,
};

/** A number, or the bits of one, as a value of the type. */
export function fitted(base: Plain["base"], number: bigint): bigint {
  return base === "char" || base === "boolean" ? BigInt.asUintN(BITS[base], number) : BigInt.asIntN(BITS[base], number);
}

/** As the driver reads it. */
export function encodePlain(value: PlainValue): string {
  if (value === null) return "-";
  return typeof value === "bigint" ? String(value) : `[${value.join(",")}`;
}

const SHOWN = 12;

/** As Java writes it, cut where it is long. */
export function showPlain({ form, base }: Plain, value: PlainValue): string {
  if (value === null) return "null";
  if (typeof value === "bigint") return base === "boolean" ? String(value !== 0n) : String(value);
  if (form === "text") {
    const text = String.fromCharCode(...value.slice(0, 40).map(Number));
    return value.length > 40 ? `${JSON.stringify(text)} and ${value.length - 40} characters more` : JSON.stringify(text);
  }
  const shown = value.slice(0, SHOWN).join(", ");
  return `{${shown}${value.length > SHOWN ? `, and ${value.length - SHOWN} more` : ""}}`;
}
