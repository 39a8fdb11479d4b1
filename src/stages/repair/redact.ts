import type { Finding } from "#domain/finding.ts";
import { cweFamily } from "#domain/cwe.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";

/** The secrets of one text, by placeholder. */
export interface Redaction {
  /** A part of the text without its secrets. */
  hide(part: string): string;
  /** Puts the secrets back into text that came from outside. */
  restore(text: string): string;
}

/** Shapes of credentials that are recognisable by themselves. */
const SHAPES =
  /AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,}|AIza[\w-]{35}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|(?<=:\/\/[^\s:/@"']{1,64}:)[^\s@"'/]{3,}(?=@)/gu;
const LITERAL = /(["'`])((?:\\.|(?!\1)[^\\\n]){4,})\1/gu;

/**
 * Finds what must be replaced by stable placeholders before a text leaves this process: credentials of a known shape, and the string literals inside
 * places that an engine called a hard-coded secret. Equal secrets get equal placeholders.
 */
export function redact(text: string, findings: readonly Finding[]): Redaction {
  const secrets = new Set<string>(text.match(SHAPES) ?? []);
  const starts = lineStarts(text);
  for (const finding of findings) {
    if (cweFamily(finding.cwe) !== "hard-coded-secret") continue;
    const from = offsetAt(starts, finding.location.startLine, 1);
    const to = offsetAt(starts, finding.location.endLine + 1, 1);
    const region = text.slice(from, finding.location.endLine >= starts.length ? text.length : to);
    for (const literal of region.matchAll(LITERAL)) secrets.add(literal[2] as string);
  }
  const ordered = [...secrets].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const names = ordered.map((secret, index) => [secret, `ASSAY_REDACTED_${index + 1}_`] as const);
  return {
    hide: (part) => names.reduce((current, [secret, name]) => current.replaceAll(secret, name), part),
    restore: (reply) => names.reduce((current, [secret, name]) => current.replaceAll(name, secret), reply),
  };
}
