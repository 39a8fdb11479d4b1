/** A part of a payload: one text, or any of several. */
export type Part = string | readonly string[];

/** Every text that the parts make in order; of the first choices the plainest texts come first. */
export function sentences(...parts: readonly Part[]): string[] {
  let made: readonly string[] = [""];
  for (const part of parts) {
    const choices = typeof part === "string" ? [part] : part;
    made = choices.flatMap((choice) => made.map((text) => text + choice));
  }
  return [...new Set(made)];
}

/** The texts in each of the encodings, as written first. */
export function encoded(texts: readonly string[], ...encodings: readonly ((text: string) => string)[]): string[] {
  return [...new Set([...texts, ...encodings.flatMap((encoding) => texts.map(encoding))])];
}

/** As a browser or proxy writes it, once more, and with capital hexadecimal digits of the letters left alone. */
export const percent = (text: string): string => encodeURIComponent(text);
export const percentTwice = (text: string): string => encodeURIComponent(encodeURIComponent(text));

/** Each text leaves the quotes it may stand in: none, single, double, and those of an escaped quote. */
export function leaving(
  openers: readonly string[],
  texts: readonly string[],
  closers: Readonly<Record<string, string>> = {},
): string[] {
  return openers.flatMap((opener) => texts.map((text) => `${opener}${text}${closers[opener] ?? ""}`));
}
