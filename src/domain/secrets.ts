import { lineStarts, offsetAt } from "#lib/text.ts";
import { cweFamily } from "./cwe.ts";
import type { Finding } from "./finding.ts";

/** Shapes of credentials that are recognisable by themselves. */
const SHAPES =
  /AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,}|AIza[\w-]{35}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|(?<=:\/\/[^\s:/@"']{1,64}:)[^\s@"'/]{3,}(?=@)/gu;
const LITERAL = /(["'`])((?:\\.|(?!\1)[^\\\n]){4,})\1/gu;
/** A literal that names a secret instead of being it: a key, a subscript, the usual words. */
const KEY = /^\s*(?:\]|:(?!:))/u;
const NAME = /^(?:password|passwd|passphrase|secret|token|key|api_?key|user|username|authorization|basic|bearer)$/iu;
/** The name that stands before a value: of an argument, a pair, a variable. What another name says, such as a host, is shown where a secret is named beside it. */
const NAMED = /([\p{L}_$][\p{L}\p{N}_$-]*)["'`]?\]?\s*(?::|=|==|===|:=|=>)\s*$/u;
const SECRET_NAME = /pass|pwd|secret|token|key|cred|auth|salt|pin|sign|code|dsn|ur[il]|conn|cert/iu;
/** Fewer characters than this show nothing of a secret, fewer than the second one character at each end, else two. */
const [SHORT, LONG] = [8, 16];

/** The credentials of one text: those of a known shape, and string literals where an engine called a hard-coded secret. Longest first. */
export function secretsIn(text: string, findings: readonly Pick<Finding, "cwe" | "location">[]): string[] {
  const secrets = new Set<string>(text.match(SHAPES) ?? []);
  for (const secret of literalSecrets(text, findings, "all")) secrets.add(secret);
  return [...secrets].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** String literals in the lines of hard-coded secrets; with `values`, without those that only name one, or that stand beside one under another name. */
export function literalSecrets(
  text: string,
  findings: readonly Pick<Finding, "cwe" | "location">[],
  which: "all" | "values",
): string[] {
  const secret = findings.filter(({ cwe }) => cweFamily(cwe) === "hard-coded-secret");
  if (secret.length === 0) return [];
  const starts = lineStarts(text);
  return secret.flatMap(({ location }) => {
    const from = offsetAt(starts, location.startLine, 1);
    const to = offsetAt(starts, location.endLine + 1, 1);
    const region = text.slice(from, location.endLine >= starts.length ? text.length : to);
    const literals = Array.from(region.matchAll(LITERAL), (literal) => ({
      value: literal[2] as string,
      name: NAMED.exec(region.slice(0, literal.index))?.[1],
      rest: region.slice(literal.index + literal[0].length),
    }));
    if (which === "all") return literals.map(({ value }) => value);
    const values = literals.filter(({ value, rest }) => !KEY.test(rest) && !NAME.test(value));
    const named = values.some(({ name }) => name !== undefined && SECRET_NAME.test(name));
    return values.filter(({ name }) => !named || name === undefined || SECRET_NAME.test(name)).map(({ value }) => value);
  });
}

/** What is shown of a secret: its first and last characters and as many stars as it is long, line ends as they are. */
export function masked(secret: string): string {
  const shown = secret.length < SHORT ? 0 : secret.length < LONG ? 1 : 2;
  return Array.from({ length: secret.length }, (_, at) => {
    const letter = secret[at] as string;
    return at < shown || at >= secret.length - shown || /\s/u.test(letter) ? letter : "*";
  }).join("");
}

/** Masks credentials of a known shape and these secrets wherever they stand in a text; its length and lines stay. */
export function masker(secrets: Iterable<string>): (text: string) => string {
  const pairs = [...new Set(secrets)].toSorted((a, b) => b.length - a.length).map((secret) => [secret, masked(secret)] as const);
  return (text) => {
    const shaped = text.replace(SHAPES, masked);
    return pairs.reduce(
      (current, [secret, stars]) => (current.includes(secret) ? current.replaceAll(secret, () => stars) : current),
      shaped,
    );
  };
}
