import type { Finding } from "#domain/finding.ts";
import { secretsIn } from "#domain/secrets.ts";

/** The secrets of one text, by placeholder. */
export interface Redaction {
  /** A part of the text without its secrets. */
  hide(part: string): string;
  /** Puts the secrets back into text that came from outside. */
  restore(text: string): string;
}

/**
 * Finds what must be replaced by stable placeholders before a text leaves this process: credentials of a known shape, and the string literals inside
 * places that an engine called a hard-coded secret. Equal secrets get equal placeholders.
 */
export function redact(text: string, findings: readonly Finding[]): Redaction {
  const ordered = secretsIn(text, findings);
  const names = ordered.map((secret, index) => [secret, `ASSAY_REDACTED_${index + 1}_`] as const);
  return {
    hide: (part) => names.reduce((current, [secret, name]) => current.replaceAll(secret, name), part),
    restore: (reply) => names.reduce((current, [secret, name]) => current.replaceAll(name, secret), reply),
  };
}
