import type { Declared } from "#adapters/checks/attack/harmless.ts";
import { isHostile } from "#adapters/checks/behaviour/hostile.ts";
import type { Value } from "#adapters/checks/behaviour/plan.ts";
import { OMITTED, type Signature } from "#adapters/checks/behaviour/pools.ts";

/** Harmless texts: a beginning, then letters and whole pieces, as many as one likes. */
export interface Words {
  readonly prefix: string;
  readonly first: readonly string[];
  readonly letters: readonly string[];
  readonly pieces: readonly string[];
  /** Whether texts that lead out of a folder, or begin at the root, are harmless too. */
  readonly climbs: boolean;
}

/** What a generator may make of one argument: every value that comes out has the form of `Value`. */
export type Domain =
  | ({ readonly kind: "text"; readonly shape: "text" | "bytes" | "path" } & Words)
  /** A literal, written as JSON. */
  | { readonly kind: "literal" }
  | { readonly kind: "whole" | "fraction"; readonly known: readonly number[] }
  | { readonly kind: "flag" }
  | { readonly kind: "list"; readonly of: Domain }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Domain>> }
  | { readonly kind: "mapping"; readonly of: Domain }
  | { readonly kind: "one"; readonly of: readonly Domain[] }
  | { readonly kind: "values"; readonly values: readonly Value[] };

const LETTERS = "aZ0bcxyz19_-. ,:/@?=+%&;'\"<>(){}[]|\\#*!$~^`\t\n\u00fc\u4e2d".split("");

/** Texts that are not what the weakness is about; undefined where only literals are harmless. */
export function wordsOf({ family, literals, words }: Pick<Signature, "family" | "literals" | "words">): Words | undefined {
  for (const prefix of ["", "/", "https://example.com/"]) {
    const letters = LETTERS.filter(
      (letter) => !isHostile(family, `${prefix}a${letter}b`) && !isHostile(family, `${prefix}a${letter}`),
    );
    if (letters.length < 4) continue;
    const first = letters.filter((letter) => !isHostile(family, prefix + letter) && !isHostile(family, `${prefix}${letter}a`));
    const pieces = [...new Set([...literals.texts, ...words])].filter((piece) => !isHostile(family, prefix + piece)).slice(0, 16);
    return { prefix, first: prefix === "" ? first : letters, letters, pieces, climbs: !isHostile(family, `${prefix}../a`) };
  }
  return undefined;
}

/** The domain of one parameter, from its declared type, its default and the values that were tried before, which are `pool`. */
export function domainOf(signature: Signature, declared: Declared, pool: readonly Value[]): Domain {
  const given = pool.filter(({ shape }) => shape !== "omitted");
  const [plainest] = given;
  const options: Domain[] = declared.default === "" ? [] : [{ kind: "values", values: [OMITTED] }];
  const typed = typeDomain(declared.type, signature);
  const made = typed ?? (plainest === undefined ? undefined : shapeDomain(plainest, signature));
  if (made !== undefined) options.push(made);
  if (given.length > 0 && (typed === undefined || made?.kind === "record")) options.push({ kind: "values", values: given });
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: "one", of: options };
}

function textDomain(signature: Signature, shape: "text" | "bytes" | "path"): Domain {
  const words = wordsOf(signature);
  return words === undefined ? { kind: "literal" } : { kind: "text", shape, ...words };
}

const NAMED: Readonly<Record<string, (signature: Signature) => Domain>> = {
  str: (signature) => textDomain(signature, "text"),
  string: (signature) => textDomain(signature, "text"),
  bytes: (signature) => textDomain(signature, "bytes"),
  Buffer: (signature) => textDomain(signature, "bytes"),
  Path: (signature) => textDomain(signature, "path"),
  int: ({ literals }) => ({ kind: "whole", known: literals.numbers }),
  float: ({ literals }) => ({ kind: "fraction", known: literals.numbers }),
  number: ({ literals }) => ({ kind: "fraction", known: literals.numbers }),
  bool: () => ({ kind: "flag" }),
  boolean: () => ({ kind: "flag" }),
  None: () => ({ kind: "values", values: [{ shape: "none", text: "" }] }),
  null: () => ({ kind: "values", values: [{ shape: "none", text: "" }] }),
};

/** Reads an annotation of Python or TypeScript; undefined for one that says nothing here. */
function typeDomain(type: string, signature: Signature, depth = 3): Domain | undefined {
  const text = type.trim().replace(/^(?:typing|t|pathlib)\./, "");
  if (text === "" || depth === 0) return undefined;
  const inner = (part: string): Domain | undefined => typeDomain(part, signature, depth - 1);
  const parts = splitOutside(text, "|");
  if (parts.length > 1) return oneOf(parts.map(inner));
  const named = Object.hasOwn(NAMED, text) ? NAMED[text]?.(signature) : undefined;
  if (named !== undefined) return named;
  const quoted = /^(["'])([^"'\\]*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return { kind: "values", values: [{ shape: "text", text: quoted }] };
  const array = /^(.+)\[\]$/.exec(text)?.[1];
  const [, head = "", body = ""] = (array === undefined ? /^([\w.]+)[[<](.+)[\]>]$/s.exec(text) : null) ?? [];
  const inside = splitOutside(body, ",");
  if (array !== undefined) return listOf(inner(array));
  if (head === "Optional") return oneOf([inner(body), NAMED["None"]?.(signature)]);
  if (head === "Union" || head === "Literal") return oneOf(inside.map(inner));
  if (/^(?:list|List|Sequence|Iterable|Array|ReadonlyArray)$/.test(head)) return listOf(inner(body));
  if (!/^(?:dict|Dict|Mapping|Record)$/.test(head)) return undefined;
  const of = inner(inside[1] ?? "");
  return of === undefined ? undefined : { kind: "mapping", of };
}

function listOf(of: Domain | undefined): Domain | undefined {
  return of === undefined ? undefined : { kind: "list", of };
}

/** Undefined where one of the alternatives says nothing. */
function oneOf(of: readonly (Domain | undefined)[]): Domain | undefined {
  return of.every((each) => each !== undefined) ? { kind: "one", of: of as readonly Domain[] } : undefined;
}

function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const letter of text) {
    if ("[<({".includes(letter)) depth += 1;
    if ("]>)}".includes(letter)) depth -= 1;
    if (letter === separator && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + letter);
  }
  return parts;
}

/** Where no type is declared, values of the form that the function's own use of it suggests. */
function shapeDomain({ shape, fields, items }: Value, signature: Signature): Domain | undefined {
  if (shape === "text" || shape === "bytes" || shape === "path") return textDomain(signature, shape);
  if (shape === "number") return { kind: "whole", known: signature.literals.numbers };
  if (shape === "flag") return { kind: "flag" };
  if (shape === "list") {
    const [first] = items ?? [];
    return listOf(first === undefined ? undefined : shapeDomain(first, signature));
  }
  if (shape !== "record") return undefined;
  const known = Object.entries(fields ?? {}).map(([name, value]) => [name, shapeDomain(value, signature)] as const);
  const made = known.flatMap(([name, domain]) => (domain === undefined ? [] : [[name, domain] as const]));
  return made.length === 0 || made.length < known.length ? undefined : { kind: "record", fields: Object.fromEntries(made) };
}
