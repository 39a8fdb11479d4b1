/** A text that threads hold together: sending it copies nothing. */
export interface SharedText {
  readonly units: SharedArrayBuffer;
  /** Two bytes a unit, little-endian; otherwise one. */
  readonly wide: boolean;
}

export function shareText(text: string): SharedText {
  const wide = /[^\0-\xff]/u.test(text);
  const units = new SharedArrayBuffer(wide ? text.length * 2 : text.length);
  Buffer.from(units).write(text, wide ? "utf16le" : "latin1");
  return { units, wide };
}

/** A copy for this thread. */
export function openText({ units, wide }: SharedText): string {
  return Buffer.from(units).toString(wide ? "utf16le" : "latin1");
}
