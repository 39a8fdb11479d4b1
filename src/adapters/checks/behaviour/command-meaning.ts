/**
 * The words that a program is started with, whether by a shell or directly: a command line without anything but plain words and quotes is
 * taken apart as a shell would. The end-of-options mark and the folder of the program are left out.
 */
export function commandMeaning(words: readonly string[]): string[] {
  const line = lineOf(words);
  const plain = line === undefined ? [...words] : (split(line) ?? ["shell", line]);
  const [program = "", ...rest] = plain;
  return [program.split("/").at(-1) ?? "", ...rest.filter((word) => word !== "--")];
}

function lineOf(words: readonly string[]): string | undefined {
  if (words.length === 1) return words[0];
  return words.length === 3 && /(?:^|\/)(?:ba|da)?sh$/.test(words[0] ?? "") && words[1] === "-c" ? words[2] : undefined;
}

function split(line: string): string[] | undefined {
  if (/[;&|<>()$`\\*?[\]{}~#!\n]/.test(line.replaceAll(/'[^']*'/g, ""))) return undefined;
  const words: string[] = [];
  for (const [token] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    words.push(
      token.replaceAll(
        /'([^']*)'|"([^"]*)"/g,
        (_, single: string | undefined, double: string | undefined) => single ?? double ?? "",
      ),
    );
  }
  return words;
}
