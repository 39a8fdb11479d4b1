/** A word of a command: fixed text, and numbers of the pieces that fill the rest. */
export type ShellWord = readonly (string | number)[];

export type ShellReading =
  | { readonly ok: true; readonly words: readonly ShellWord[] }
  | { readonly ok: false; readonly reason: string };

interface Scan {
  readonly words: (string | number)[][];
  word: (string | number)[] | undefined;
  quote: string;
}

/**
 * Splits a command into words as a POSIX shell does (POSIX.1-2024, Shell Command Language, 2.2 and 2.3), holes (undefined pieces) being parts of
 * words. Refuses whatever asks more of a shell than to split: pipes, redirections, expansions, several commands.
 */
export function readCommand(pieces: readonly (string | undefined)[]): ShellReading {
  const scan: Scan = { words: [], word: undefined, quote: "" };
  for (const [index, text] of pieces.entries()) {
    if (text === undefined) {
      (scan.word ??= []).push(index);
      continue;
    }
    for (let unit = 0; unit < text.length; ) {
      const step = scan.quote === "" ? readPlain(scan, text, unit) : readQuoted(scan, text, unit);
      if (typeof step === "string") return { ok: false, reason: step };
      unit += step;
    }
  }
  if (scan.quote !== "") return { ok: false, reason: "a quote of the command is not closed" };
  finish(scan);
  return scan.words.length === 0 ? { ok: false, reason: "the command is empty" } : { ok: true, words: scan.words };
}

function readPlain(scan: Scan, text: string, unit: number): number | string {
  const char = text[unit] as string;
  if (char === "'" || char === '"') {
    scan.quote = char;
    add(scan, "");
    return 1;
  }
  if (char === "\n" && text.slice(unit).trim() !== "" && scan.words.length + (scan.word?.length ?? 0) > 0)
    return "the command has several lines";
  if (/\s/.test(char)) {
    finish(scan);
    return 1;
  }
  if (char === "\\") {
    if (unit + 1 >= text.length) return "a backslash stands at an edge of the command's text";
    if (text[unit + 1] !== "\n") add(scan, text[unit + 1] as string);
    return 2;
  }
  if ("|&;<>()*?[`$".includes(char)) return `the command uses \`${char === "`" ? "` `" : char}\` of the shell`;
  if ("~#!".includes(char) && scan.word === undefined) return `a word starts with \`${char}\`, which the shell treats specially`;
  if (char === "{" && /^\{[^}\s]*(,|\.\.)/.test(text.slice(unit))) return "the command uses brace expansion";
  add(scan, char);
  return 1;
}

function readQuoted(scan: Scan, text: string, unit: number): number | string {
  const char = text[unit] as string;
  if (char === scan.quote) {
    scan.quote = "";
    return 1;
  }
  if (scan.quote === '"' && (char === "`" || char === "$")) return "the command uses an expansion of the shell";
  if (scan.quote === '"' && char === "\\") {
    const next = text[unit + 1];
    if (next === undefined) return "a backslash stands at an edge of the command's text";
    add(scan, '"\\$`'.includes(next) ? next : char + next);
    return 2;
  }
  add(scan, char);
  return 1;
}

function add(scan: Scan, text: string): void {
  scan.word ??= [];
  const last = scan.word.at(-1);
  if (typeof last === "string") scan.word[scan.word.length - 1] = last + text;
  else scan.word.push(text);
}

function finish(scan: Scan): void {
  if (scan.word !== undefined) scan.words.push(scan.word.length > 1 ? scan.word.filter((part) => part !== "") : scan.word);
  scan.word = undefined;
}

const INTERPRETERS = new Set(
  "sh bash dash zsh ksh fish csh cmd cmd.exe powershell powershell.exe pwsh ssh eval xargs su env watch nohup timeout find python python3 perl ruby node php awk psql mysql".split(
    " ",
  ),
);
const BUILTINS = new Set(
  "cd export source . set unset ulimit alias exec exit type start copy del dir cls ver umask command if for while until case function trap wait pause rem move md rd".split(
    " ",
  ),
);
const ENDS_OPTIONS = new Set(
  "ls cat rm cp mv mkdir rmdir touch head tail wc sort du stat chmod chown ln grep gzip gunzip file md5sum sha256sum git tar diff".split(
    " ",
  ),
);

/** Why the program of a command cannot be run without a shell, or stays dangerous when it is; undefined when nothing speaks against it. */
export function programTrouble(words: readonly ShellWord[]): string | undefined {
  const [first = [], ...others] = words;
  const name = first.length === 1 && typeof first[0] === "string" ? first[0] : undefined;
  if (name === undefined) return "which program runs is chosen at run time";
  if (/^\w+=/.test(name)) return "the command sets environment variables";
  if (BUILTINS.has(name)) return `\`${name}\` is built into the shell`;
  const base = name.slice(name.lastIndexOf("/") + 1);
  const holes = others.some((word) => word.some((part) => typeof part === "number"));
  const program = others.some((word) => typeof word[0] === "string" && /^(-c|-e|-p|-r|-exec|--eval|--command)$/.test(word[0]));
  const reads = program || /^(ssh|eval|xargs|su|env|watch|nohup|timeout|awk|cmd|cmd\.exe|find)$/.test(base);
  return INTERPRETERS.has(base) && reads && holes ? `\`${base}\` would run what the values say all the same` : undefined;
}

/** Index of the word before which `--` keeps values from being read as options, where the program is known to take it and no option follows. */
export function endOfOptions(words: readonly ShellWord[]): number | undefined {
  const index = words.findIndex((word) => typeof word[0] === "number");
  if (index < 1 || !ENDS_OPTIONS.has(String(words[0]?.[0])) || ["git", "tar"].includes(String(words[0]?.[0]))) return undefined;
  const fixed = (word: ShellWord): string => (typeof word[0] === "string" ? word[0] : "");
  const optionFollows = words.slice(index).some((word) => fixed(word).startsWith("-"));
  return optionFollows || words.slice(0, index).some((word) => fixed(word) === "--") ? undefined : index;
}
