/** What GitHub code scanning takes (https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning). */
export const LIMITS = {
  resultsPerRun: 25_000,
  tagsPerRule: 20,
  locationsPerResult: 1_000,
  threadFlowLocationsPerResult: 10_000,
  extensionsPerRun: 100,
  /** Characters of a rule's short and full description. */
  description: 1_024,
  ruleName: 255,
  /** Ours: characters of a message or help text, so that one hostile finding cannot fill the file. */
  text: 20_000,
  /** Ours: notifications, for the same reason. */
  notifications: 1_000,
} as const;

/** A well-formed text of at most `length` UTF-16 units, never empty. */
export function bounded(text: string, length: number, fallback: string): string {
  const whole = text.trim() === "" ? fallback : text;
  const cut = whole.length <= length ? whole : `${whole.slice(0, length - 1)}…`;
  return cut.toWellFormed();
}

/** A message text: `](` would make a link of words from the code under test. */
export function message(text: string, fallback: string): { text: string } {
  return { text: bounded(text.replaceAll("](", "] ("), LIMITS.text, fallback) };
}
