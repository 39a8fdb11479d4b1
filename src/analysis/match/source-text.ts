/** A file's text as the parser gets it, and what had to be replaced to get there. */
export interface SourceText {
  readonly text: string;
  /** Some bytes are not UTF-8; they became U+FFFD. */
  readonly invalid: boolean;
  /** Offset of the first NUL, which like the others became a space; -1 for none. */
  readonly firstNul: number;
}

/** Decodes tolerantly: offsets into the text fit the characters of the file, a byte order mark is kept. */
export function sourceText(bytes: Uint8Array): SourceText {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const invalid = text.includes("\ufffd") && !Buffer.from(text, "utf8").equals(bytes);
  const firstNul = text.indexOf("\0");
  return { text: firstNul < 0 ? text : text.replaceAll("\0", " "), invalid, firstNul };
}
