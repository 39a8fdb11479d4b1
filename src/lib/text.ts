/** Start offsets (UTF-16 units) of every line; line `n` (1-based) starts at `starts[n - 1]`. LF, CRLF and lone CR end a line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** 1-based line and column (UTF-16 units) of an offset; `starts` comes from {@link lineStarts}. */
export function positionAt(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 };
}

/** Offset (UTF-16 units) of a 1-based line and column; a column past the end of its line stays as given, a line past the end is clamped. */
export function offsetAt(starts: readonly number[], line: number, column: number): number {
  const start = starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0;
  return start + column - 1;
}

/** The line end a text uses most, `\n` when it has none. */
export function lineEnding(text: string): "\n" | "\r\n" {
  const crlf = text.split("\r\n").length - 1;
  const lf = text.split("\n").length - 1 - crlf;
  return crlf > lf ? "\r\n" : "\n";
}

/** Replaces control, bidirectional and zero-width characters by visible escapes, so that hostile text cannot repaint a terminal. Keeps line feeds and tabs. */
export function showInvisible(text: string): string {
  return text.replace(
    // oxlint-disable-next-line no-control-regex -- these are the characters to be shown
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu,
    (unit) => `\\u{${(unit.codePointAt(0) as number).toString(16)}}`,
  );
}

/** The text in one line, its blanks joined and everything invisible shown. */
export function oneLine(text: string): string {
  return showInvisible(text).replaceAll(/\s+/gu, " ").trim();
}

/** At most `length` UTF-16 units of the text and no half character; what was cut is told in a line of its own. */
export function capText(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}\n[cut]`;
}

/** The blanks that a line begins with. */
export function leadingBlanks(line: string): string {
  return /^\s*/u.exec(line)?.[0] ?? "";
}
