const SIMPLE: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", "0": "\0" };

/** The text that a string's inside stands for: usual escapes resolved, unknown ones give the character itself. */
export function unescape(inside: string): string {
  if (!inside.includes("\\")) return inside;
  return inside.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(\r\n|[\s\S]))/gu,
    (_, hex: string | undefined, unicode: string | undefined, braced: string | undefined, simple: string | undefined) => {
      const code = hex ?? unicode ?? braced;
      if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
      if (simple === "\n" || simple === "\r\n") return "";
      return SIMPLE[simple as string] ?? (simple as string);
    },
  );
}
