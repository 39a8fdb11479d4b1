import type { Random } from "./random.ts";

/** Harmless texts for a kind of weakness, beside the general ones. */
const OF_FAMILY: Readonly<Record<string, readonly string[]>> = {
  "path-traversal": ["a.txt", "b.txt", "ann", "sub/c.txt", "missing.txt"],
  "command-injection": ["a.txt", "localhost", "b-1", "sub/c.txt"],
  "code-injection": ["1", "[1, 2]", '{"a": 1}', '"ann"', "3.5", "-7", "[]", '{"a": {"b": [1, "x"]}}'],
  deserialization: ["1", "[1, 2]", '{"a": 1}', '"ann"', '{"a": {"b": [1, "x"]}}'],
  "open-redirect": ["/", "/home", "/a/b?x=1", "/notes.html"],
  "request-forgery": ["http://example.com/a", "https://example.org/", "https://example.com/b?x=1"],
};

/** Kinds whose function takes one sort of text only. */
const ONLY: ReadonlySet<string> = new Set(["code-injection", "deserialization", "open-redirect", "request-forgery"]);

const GENERAL = [
  "ann",
  "bob",
  "1",
  "a",
  "",
  "one two",
  " padded ",
  "Zoe",
  "0042",
  "x.y-z_1",
  "\u00fc\u00f1\u4e2d",
  "longer-than-most-texts-are-in-code-0123456789",
];

export const TEXTS = {
  /** Characters that some language or protocol reads in its own way. */
  special: ["a'b", 'a"b', "<b>", "a;b", "../x", "a\nb", "a\\b", "%0d", "${x}", "{x}", "a*b", "`a`"],
};

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789._-";

/** Harmless texts of a parameter: what its name calls for, what the function compares with, what the kind needs, and random words. */
export function textsFor(
  family: string,
  name: string,
  named: string,
  literals: readonly string[],
  random: Random,
  separators: readonly string[] = [],
): string[] {
  const own = OF_FAMILY[family] ?? [];
  // Of an address only a part is asked for where the name of the parameter does not call for a whole one.
  const part = family === "request-forgery" && !/^https?:/.test(named);
  const first = part ? [named] : own.length > 0 && (ONLY.has(family) || named === "ann") ? own : [named, ...own];
  const word = (): string => Array.from({ length: 1 + random.below(12) }, () => LETTERS[random.below(LETTERS.length)]).join("");
  const date = /date|day|since|until/i.test(name) ? ["2020-02-29", "1999-12-31"] : [];
  const split = separators
    .slice(0, 2)
    .flatMap((separator) => (own.length > 0 ? own : ["1"]).map((text) => `x${separator}${text}`));
  const mail = /mail/i.test(name) ? ["bob.lee@example.org"] : [];
  const words = Array.from({ length: 6 }, () => word().replace(/^[.-]/, "x"));
  return [...new Set([...first.slice(0, 1), ...split, ...first, ...date, ...mail, ...literals, ...GENERAL, ...words])];
}

/** Keys that a function asks records for; with a name those of that parameter, at most ten. */
export function fieldsOf(body: string, name?: string): string[] {
  const owner = name === undefined || name === "" ? "\\w+" : name.replaceAll(/[^\w]/g, "\\$&");
  const found = [
    ...body.matchAll(new RegExp(`\\b${owner}\\[["'](\\w+)["']\\]`, "g")),
    ...body.matchAll(new RegExp(`\\b${owner}\\.get\\(["'](\\w+)["']`, "g")),
    ...(name === undefined || name === ""
      ? []
      : body.matchAll(new RegExp(`(?<![\\w.])${owner}\\??\\.([a-z]\\w*)(?![\\w(])`, "gi"))),
  ].map(([, key = ""]) => key);
  return [...new Set(found)].slice(0, 10);
}
