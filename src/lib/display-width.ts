const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });
const PLAIN = /^[\u0020-\u007e]*$/;
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const EMPTY = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** The user-perceived characters of a text, in order. */
export function graphemes(text: string): string[] {
  return PLAIN.test(text) ? text.split("") : Array.from(GRAPHEMES.segment(text), (part) => part.segment);
}

/** Columns a text takes in a terminal: 2 for East Asian wide characters and emoji, 0 for marks that stand alone. Expects no tabs or escapes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemes(text).reduce((sum, part) => sum + (EMPTY.test(part) ? 0 : WIDE.test(part) ? 2 : 1), 0);
}

/** Pads with spaces on the right up to `width` columns; a longer text stays as it is. */
export function padDisplay(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Breaks a text at spaces into lines of at most `width` columns; a word that is wider gets a line of its own. Line feeds break too. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/ +/)) {
      if (line === "") line = word;
      else if (displayWidth(line) + 1 + displayWidth(word) <= width) line += ` ${word}`;
      else {
        lines.push(line);
        line = word;
      }
    }
    return [...lines, line];
  });
}
